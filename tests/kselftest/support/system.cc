// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
#include "system.hpp"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <dirent.h>
#include <fcntl.h>
#include <linux/membarrier.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <system_error>
#include <thread>
#include <unistd.h>

namespace banos::test {

namespace {

[[noreturn]] void throw_errno(const std::string& what) {
    throw std::system_error(errno, std::generic_category(), what);
}

std::string read_all(int file, const std::string& path) {
    std::string text;
    std::string part(65536, '\0');
    ssize_t count = 0;
    while ((count = read(file, part.data(), part.size())) > 0)
        text.append(part, 0, static_cast<std::size_t>(count));
    if (count < 0)
        throw_errno(path);
    return text;
}

int write_with(const std::string& path, std::string_view text, int flags) {
    const descriptor file(open(path.c_str(), flags | O_CLOEXEC, 0600));
    if (file.get() < 0)
        return -errno;
    const ssize_t written = write(file.get(), text.data(), text.size());
    if (written < 0)
        return -errno;
    return static_cast<std::size_t>(written) == text.size() ? 0 : -EIO;
}

} // namespace

descriptor::descriptor(const std::string& path, int flags)
    : number_(open(path.c_str(), flags | O_CLOEXEC, 0600)) {
    if (number_ < 0)
        throw_errno(path);
}

descriptor& descriptor::operator=(descriptor&& from) noexcept {
    close();
    number_ = std::exchange(from.number_, -1);
    return *this;
}

void descriptor::close() {
    if (number_ >= 0)
        ::close(number_);
    number_ = -1;
}

descriptor memory_file(const std::vector<std::uint8_t>& content) {
    descriptor file(memfd_create("image", MFD_CLOEXEC));
    if (file.get() < 0)
        throw_errno("memfd_create");
    for (std::size_t done = 0; done < content.size();) {
        const ssize_t count = write(file.get(), content.data() + done, content.size() - done);
        if (count < 0)
            throw_errno("memfd");
        done += static_cast<std::size_t>(count);
    }
    return file;
}

bool exists(const std::string& path) {
    return access(path.c_str(), F_OK) == 0;
}

std::string read_file(const std::string& path) {
    const descriptor file(path, O_RDONLY);
    return read_all(file.get(), path);
}

std::vector<std::uint8_t> read_bytes(const std::string& path) {
    const std::string text = read_file(path);
    return {text.begin(), text.end()};
}

int write_file(const std::string& path, std::string_view text) {
    return write_with(path, text, O_WRONLY | O_CREAT | O_TRUNC);
}

int append_file(const std::string& path, std::string_view text) {
    return write_with(path, text, O_WRONLY | O_APPEND);
}

void remove_file(const std::string& path) {
    if (unlink(path.c_str()) != 0 && errno != ENOENT)
        throw_errno(path);
}

std::vector<std::string> entries_of(const std::string& folder) {
    DIR* stream = opendir(folder.c_str());
    if (stream == nullptr)
        throw_errno(folder);
    std::vector<std::string> names;
    while (const dirent* entry = readdir(stream)) {
        const std::string name = entry->d_name;
        if (name != "." && name != "..")
            names.push_back(name);
    }
    closedir(stream);
    std::sort(names.begin(), names.end());
    return names;
}

// The global barrier is a synchronize_rcu(); the callbacks of the periods before it may still be
// on their way on other processors, hence more than one.
void wait_for_grace_period() {
    for (int i = 0; i < 3; i++)
        if (syscall(SYS_membarrier, MEMBARRIER_CMD_GLOBAL, 0, 0) != 0)
            throw_errno("membarrier");
}

bool eventually(const std::function<bool()>& condition, unsigned seconds) {
    const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
    constexpr std::chrono::milliseconds longest_pause(32);
    std::chrono::milliseconds pause(2);
    while (!condition()) {
        if (std::chrono::steady_clock::now() > limit)
            return false;
        std::this_thread::sleep_for(pause);
        pause = std::min(2 * pause, longest_pause);
    }
    return true;
}

} // namespace banos::test
