// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// File systems of drivers, by the programs of others: stress-ng's stressors of file systems and tar
// on memoryfs, compared with tmpfs; and the images that genromfs makes, whole and spoilt.
#include "loader.hpp"
#include "mounted.hpp"
#include "process.hpp"
#include "system.hpp"
#include "test.hpp"

#include <cerrno>
#include <dirent.h>
#include <fcntl.h>
#include <random>
#include <sys/stat.h>
#include <unistd.h>

using namespace banos::test;

namespace {

int shell(const std::string& command) {
    return run_program({"sh", "-c", command});
}

// A tree with something of everything, and the image of it that genromfs makes.
class romfs_image {
  public:
    romfs_image() {
        require_equal(shell("set -e; cd " + folder_ +
                            "; mkdir tree; cp -r /kselftest/kselftest tree/a; mkdir tree/empty; "
                            "ln -s a/runner.sh tree/link; ln tree/a/runner.sh tree/hard; "
                            "head -c 100000 /dev/urandom >tree/large; : >tree/nothing; "
                            "cp /bin/busybox tree; mknod tree/null c 1 3; mkfifo tree/pipe; "
                            "genromfs -f image -d tree -V words"),
                      0);
    }
    ~romfs_image() { expect_equal(shell("rm -r " + folder_), 0); }
    romfs_image(const romfs_image&) = delete;
    romfs_image& operator=(const romfs_image&) = delete;

    std::string image() const { return folder_ + "/image"; }
    std::string tree() const { return folder_ + "/tree"; }

  private:
    std::string folder_ = new_folder();
};

// Touches all there is, and stops where it makes no sense. Returns: how many nodes it saw.
unsigned walk(const std::string& path, unsigned depth) {
    unsigned seen = 0;
    DIR* const directory = depth < 6 ? opendir(path.c_str()) : nullptr;
    if (directory == nullptr)
        return 0;
    while (const dirent* entry = readdir(directory)) {
        const std::string name = entry->d_name;
        const std::string inner = path + "/" + name;
        struct stat attributes = {};
        std::string bytes(5000, '\0');
        if (name == "." || name == ".." || ++seen > 200 || lstat(inner.c_str(), &attributes) != 0)
            continue;
        if (S_ISREG(attributes.st_mode)) {
            const descriptor file(open(inner.c_str(), O_RDONLY | O_CLOEXEC));
            for (int i = 0; i < 10 && read(file.get(), bytes.data(), bytes.size()) > 0; i++)
                ;
        } else if (S_ISLNK(attributes.st_mode)) {
            (void)!readlink(inner.c_str(), bytes.data(), bytes.size());
        } else if (S_ISDIR(attributes.st_mode)) {
            seen += walk(inner, depth + 1);
        }
    }
    closedir(directory);
    return seen;
}

} // namespace

TEST(what_genromfs_packed_is_all_there) {
    const no_trace trace;
    const romfs_image image;
    const instance driver("romfs");
    const mounted mount("banos_romfs", "", image.image());
    expect_equal(shell("cd " + image.tree() + "; find . -type f | sort | xargs sha256sum >/tmp/a"),
                 0);
    expect_equal(shell("cd " + mount.path() + "; find . -type f | sort | xargs sha256sum >/tmp/b"),
                 0);
    expect_equal(shell("cmp /tmp/a /tmp/b"), 0);
    expect_equal(shell("[ $(wc -l </tmp/a) -gt 5 ] && rm /tmp/a /tmp/b"), 0);
    expect_equal(shell("[ $(readlink " + mount.path("link") + ") = a/runner.sh ]"), 0);
    expect_equal(shell("[ -d " + mount.path("empty") + " ] && [ -p " + mount.path("pipe") +
                       " ] && [ -c " + mount.path("null") + " ]"),
                 0);
    expect_equal(shell(mount.path("busybox") + " sh -c 'exit 5'"), 5);
    expect_equal(write_file(mount.path("new"), "text"), -EROFS);
    expect_equal(uninstall(driver.id()).error, -EBUSY);
}

TEST(images_that_are_none_are_refused) {
    const no_trace trace;
    const romfs_image image;
    const instance driver("romfs");
    const std::string path = new_folder();
    expect_equal(try_mount("banos_romfs", path, "", "/absent"), -ENOENT);
    expect_equal(try_mount("banos_romfs", path, "", "/dev/zero"), -ENXIO);
    expect_equal(try_mount("banos_romfs", path, "", "/bin/busybox"), -EINVAL);
    expect_equal(try_mount("banos_romfs", path, "color=red", image.image()), -EINVAL);
    rmdir(path.c_str());
}

// Some bytes of the image are others: nothing may come of it but errors.
TEST(spoilt_images_do_no_harm) {
    const no_trace trace;
    const romfs_image image;
    const instance driver("romfs");
    const std::string path = new_folder();
    const std::vector<std::uint8_t> good = read_bytes(image.image());
    std::mt19937 random(6);
    unsigned mounts = 0;
    unsigned seen = 0;
    for (unsigned round = 0; round < scaled(1000, 30); round++) {
        std::vector<std::uint8_t> bad = good;
        // Headers are what matters, and most of them are at the beginning.
        const std::size_t range = round % 3 == 0 ? bad.size() : 600;
        for (unsigned i = 0; i <= round % 8; i++)
            bad[random() % range] = static_cast<std::uint8_t>(random());
        if (round % 10 == 9)
            bad.resize(random() % bad.size());
        {
            const descriptor file(
                open((image.image() + "2").c_str(), O_CREAT | O_TRUNC | O_WRONLY, 0600));
            require_equal(write(file.get(), bad.data(), bad.size()), ssize_t(bad.size()));
        }
        if (try_mount("banos_romfs", path, "", image.image() + "2") == 0) {
            mounts++;
            seen += walk(path, 0);
            require_equal(shell("umount " + path), 0);
        }
    }
    ksft_print_msg("%u of the images could be mounted, with %u nodes\n", mounts, seen);
    expect(mounts > 0 && seen > mounts);
    rmdir(path.c_str());
}

TEST(tar_and_diff) {
    const no_trace trace;
    const instance driver("memoryfs");
    const mounted ours("memoryfs");
    const mounted theirs("tmpfs");
    for (const mounted* mount : {&ours, &theirs})
        require_equal(shell("cd " + mount->path() +
                            " && cp -a /bin /etc /kselftest/kselftest . && "
                            "tar cf all.tar bin etc kselftest && mkdir again && "
                            "tar xf all.tar -C again && rm all.tar"),
                      0);
    expect_equal(shell("diff -r " + ours.path("again") + " " + theirs.path("again")), 0);
    expect_equal(shell("diff -r " + ours.path("bin") + " " + ours.path("again/bin")), 0);
}

namespace {

// One of stress-ng's stressors; --verify where it has something to verify.
void stress(const std::string& stressor) {
    const no_trace trace;
    const instance driver("memoryfs");
    const mounted mount("memoryfs");
    const std::string operations = std::to_string(scaled(2000, 20));
    const int status = shell("stress-ng --temp-path " + mount.path() + " --" + stressor + " 2 --" +
                             stressor + "-ops " + operations + " --verify --timeout 60 2>&1 | " +
                             "tee /tmp/stress.log | tail -n 20; ! grep -q 'fail:' /tmp/stress.log");
    expect_equal(status, 0);
    remove_file("/tmp/stress.log");
}

} // namespace

#define STRESS(name)                                                                               \
    TEST(stress_##name) {                                                                          \
        stress(#name);                                                                             \
    }
STRESS(chmod)
STRESS(dentry)
STRESS(dir)
STRESS(dirdeep)
STRESS(dirmany)
STRESS(filename)
STRESS(getdent)
STRESS(hdd)
STRESS(open)
STRESS(rename)
STRESS(sendfile)
STRESS(utime)
