// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// memoryfs under random operations: one file against a model of it in memory, as fsx does, and
// whole trees by several processes at once against the same operations on tmpfs, as fsstress with a
// diff.
#include "loader.hpp"
#include "mounted.hpp"
#include "process.hpp"
#include "system.hpp"
#include "test.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <memory>
#include <random>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

using namespace banos::test;

namespace {

constexpr std::size_t longest_file = 300000;
constexpr std::size_t longest_piece = 70000;

// A file, and what must be in it.
class modelled_file {
  public:
    modelled_file(const std::string& path, unsigned seed)
        : file_(path, O_CREAT | O_RDWR), random_(seed) {}

    void step() {
        switch (random_() % 9) {
        case 0:
        case 1:
            write();
            break;
        case 2:
            append();
            break;
        case 3:
            resize();
            break;
        case 4:
            read_mapped();
            break;
        case 5:
            send();
            break;
        default:
            read();
        }
        struct stat attributes = {};
        require_equal(fstat(file_.get(), &attributes), 0);
        require_equal(std::size_t(attributes.st_size), model_.size());
    }

    void compare() const {
        std::string content(longest_file + 1, '\0');
        const ssize_t size = pread(file_.get(), content.data(), content.size(), 0);
        require_equal(size, ssize_t(model_.size()));
        content.resize(model_.size());
        require(content == model_);
    }

  private:
    // Most of them at the edges of something.
    std::size_t number(std::size_t most) {
        std::size_t value = random_() % (most + 1);
        if (random_() % 3 == 0)
            value = value / 4096 * 4096 + random_() % 3;
        if (random_() % 5 == 0)
            value = value / 4032 * 4032 + random_() % 3;
        return std::min(value, most);
    }

    std::string bytes(std::size_t size) {
        std::string text(size, '\0');
        std::generate(text.begin(), text.end(), [&] { return static_cast<char>(random_()); });
        return text;
    }

    void put(std::size_t offset, const std::string& text) {
        model_.resize(std::max(model_.size(), offset + text.size()));
        model_.replace(offset, text.size(), text);
    }

    void write() {
        const std::size_t offset = number(longest_file - longest_piece);
        const std::string text = bytes(1 + number(longest_piece - 1));
        require_equal(pwrite(file_.get(), text.data(), text.size(), off_t(offset)),
                      ssize_t(text.size()));
        put(offset, text);
    }

    void append() {
        const std::string text = bytes(1 + number(5000));
        if (model_.size() + text.size() > longest_file)
            return;
        require_equal(lseek(file_.get(), 0, SEEK_END), off_t(model_.size()));
        require_equal(::write(file_.get(), text.data(), text.size()), ssize_t(text.size()));
        put(model_.size(), text);
    }

    void resize() {
        const std::size_t size = number(longest_file);
        require_equal(ftruncate(file_.get(), off_t(size)), 0);
        model_.resize(size);
    }

    void read() {
        const std::size_t offset = number(longest_file);
        const std::size_t size = 1 + number(longest_piece);
        // Memory that was never touched: its pages come while it is read into.
        char* const text = static_cast<char*>(
            mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
        require(text != MAP_FAILED);
        const std::string wanted =
            offset < model_.size() ? model_.substr(offset, size) : std::string();
        const ssize_t count = pread(file_.get(), text, size, off_t(offset));
        const bool right =
            count == ssize_t(wanted.size()) && std::equal(wanted.begin(), wanted.end(), text);
        munmap(text, size);
        require(right);
    }

    void read_mapped() {
        if (model_.empty())
            return;
        char* const text =
            static_cast<char*>(mmap(nullptr, model_.size(), PROT_READ, MAP_SHARED, file_.get(), 0));
        require(text != MAP_FAILED);
        const std::size_t offset = number(model_.size() - 1);
        const std::size_t size = std::min<std::size_t>(model_.size() - offset, 9000);
        const bool right = std::equal(text + offset, text + offset + size, model_.data() + offset);
        munmap(text, model_.size());
        require(right);
    }

    // By a pipe, without a copy in between.
    void send() {
        int ends[2] = {};
        require_equal(pipe2(ends, O_CLOEXEC), 0);
        const descriptor from(ends[0]);
        const descriptor to(ends[1]);
        off_t offset = off_t(number(longest_file));
        const std::size_t start = std::size_t(offset);
        std::string text(5000, '\0');
        const ssize_t moved = splice(file_.get(), &offset, to.get(), nullptr, text.size(), 0);
        require(moved >= 0);
        require(start >= model_.size() ? moved == 0 : moved > 0);
        text.resize(std::size_t(moved));
        if (moved == 0)
            return;
        require_equal(::read(from.get(), text.data(), text.size()), moved);
        require_equal(model_.compare(start, text.size(), text), 0);
    }

    descriptor file_;
    std::mt19937 random_;
    std::string model_;
};

// Random operations below a folder. Both its answers and what it leaves depend on the seed alone.
class stranger {
  public:
    stranger(std::string folder, unsigned seed) : folder_(std::move(folder)), random_(seed) {}

    // Returns: what the operation ended with.
    long step() {
        const std::string one = name();
        const std::string other = name();
        switch (pick(14)) {
        case 0:
        case 1:
        case 2:
            return write(one);
        case 3:
            return answer_of(mkdir(one.c_str(), 0755));
        case 4:
            return answer_of(rmdir(one.c_str()));
        case 5:
            return answer_of(unlink(one.c_str()));
        case 6:
            return answer_of(link(one.c_str(), other.c_str()));
        case 7:
            return answer_of(symlink(other.c_str() + folder_.size() + 1, one.c_str()));
        case 8:
        case 9:
            return rename(one, other, pick(3));
        case 10:
            return answer_of(truncate(one.c_str(), pick(20000)));
        case 11:
            return answer_of(chmod(one.c_str(), 0600 | pick(01000)));
        case 12:
            return answer_of(chown(one.c_str(), pick(3), pick(3)));
        default:
            return look(one);
        }
    }

  private:
    static long answer_of(long result) { return result < 0 ? -errno : 0; }

    unsigned pick(unsigned count) { return static_cast<unsigned>(random_() % count); }

    // Few names, three deep, so that they meet.
    std::string name() {
        std::string path = folder_;
        for (unsigned depth = pick(3) + 1; depth > 0; depth--)
            path += std::string("/") + static_cast<char>('a' + pick(6));
        return path;
    }

    long write(const std::string& path) {
        const descriptor file(
            open(path.c_str(), O_CREAT | O_RDWR | O_CLOEXEC | (pick(2) ? O_APPEND : 0), 0600));
        const std::string text(pick(9000), static_cast<char>(pick(256)));
        if (file.get() < 0)
            return -errno;
        return answer_of(pwrite(file.get(), text.data(), text.size(), pick(9000)));
    }

    static long rename(const std::string& from, const std::string& to, unsigned flags) {
        return answer_of(
            syscall(SYS_renameat2, AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), flags));
    }

    static long look(const std::string& path) {
        struct stat attributes = {};
        const long error = answer_of(stat(path.c_str(), &attributes));
        if (error != 0)
            return error;
        // How large a directory is, and what a link counts there, is nobody's business.
        return S_ISDIR(attributes.st_mode)
                   ? long(attributes.st_mode)
                   : long(attributes.st_size) + long(attributes.st_nlink) + attributes.st_mode;
    }

    std::string folder_;
    std::mt19937 random_;
};

int compare(const std::string& left, const std::string& right) {
    const std::string list = " && find . ! -type d -exec stat -c '%n %f %s %h %u %g' {} + | sort >";
    const std::string command = "cd " + left + list + "/tmp/left; cd " + right + list +
                                "/tmp/right; cmp /tmp/left /tmp/right && cd " + left +
                                " && find . -type f | while read -r f; do cmp \"$f\" \"" + right +
                                "/$f\" || exit 1; done; status=$?; rm /tmp/left /tmp/right; "
                                "exit $status";
    return run_program({"sh", "-c", command});
}

} // namespace

TEST(a_file_is_what_its_model_is) {
    const no_trace trace;
    const instance driver("memoryfs");
    const mounted mount("memoryfs");
    for (unsigned seed = 0; seed < scaled(20, 2); seed++) {
        modelled_file file(mount.path(std::to_string(seed)), seed);
        for (unsigned i = 0; i < scaled(3000, 300); i++)
            file.step();
        file.compare();
    }
}

TEST(a_tree_is_what_tmpfs_has) {
    const no_trace trace;
    const instance driver("memoryfs");
    for (unsigned seed = 0; seed < scaled(20, 3); seed++) {
        const mounted ours("memoryfs");
        const mounted theirs("tmpfs");
        stranger here(ours.path(), seed);
        stranger there(theirs.path(), seed);
        for (unsigned i = 0; i < scaled(5000, 1000); i++)
            require_equal(here.step(), there.step());
        require_equal(compare(ours.path(), theirs.path()), 0);
    }
}

// Nobody knows what comes of it; but no answer is impossible, and all of it can be removed.
TEST(several_strangers_in_one_tree) {
    const no_trace trace;
    const instance driver("memoryfs");
    for (unsigned round = 0; round < scaled(20, 2); round++) {
        const mounted mount("memoryfs");
        std::vector<std::unique_ptr<process>> strangers;
        for (unsigned i = 0; i < 4; i++)
            strangers.push_back(std::make_unique<process>([&, i] {
                stranger stranger(mount.path(), round * 4 + i);
                long answer = 0;
                for (unsigned step = 0; step < scaled(5000, 700) && answer != -EIO; step++)
                    answer = stranger.step();
                return answer == -EIO ? 1 : 0;
            }));
        for (const auto& stranger : strangers)
            expect_equal(stranger->wait(), 0);
        expect_equal(run_program({"sh", "-c", "rm -rf " + mount.path() + "/*"}), 0);
        expect_equal(run_program({"sh", "-c", "[ -z \"$(ls -A " + mount.path() + ")\" ]"}), 0);
    }
}
