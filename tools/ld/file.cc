// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "file.h"

#include <cerrno>
#include <cstdlib>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "failure.h"

namespace banos::ld {

namespace {

class descriptor {
  public:
    explicit descriptor(int number) noexcept : number_(number) {}
    ~descriptor() {
        if (number_ >= 0)
            close(number_);
    }
    descriptor(const descriptor&) = delete;
    descriptor& operator=(const descriptor&) = delete;

    [[nodiscard]] int number() const noexcept { return number_; }

  private:
    int number_;
};

// False with errno if it can't all be written.
bool write_all(int number, byte_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = write(number, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return false;
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return true;
}

// mkostemp() makes files for the owner only; an image is as readable as any
// other file that a linker writes.
bool open_permissions(int number) {
    const mode_t mask = umask(0);
    umask(mask);
    return fchmod(number, 0666 & ~mask) == 0;
}

} // namespace

byte_vector read_file(const std::filesystem::path& path) {
    const descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.number() < 0)
        throw_file_failure(path.string(), "open", errno);
    byte_vector bytes;
    constexpr std::size_t step = 1U << 16;
    for (;;) {
        const std::size_t used = bytes.size();
        bytes.resize(used + step);
        const ssize_t got = read(file.number(), bytes.data() + used, step);
        const int error = errno;
        bytes.resize(used + (got > 0 ? static_cast<std::size_t>(got) : 0));
        if (got == 0)
            return bytes;
        if (got < 0 && error != EINTR)
            throw_file_failure(path.string(), "read", error);
    }
}

void write_file_atomically(const std::filesystem::path& path, byte_view bytes) {
    const std::filesystem::path name = path.filename();
    std::string beside = (path.parent_path() / ("." + name.string() + ".XXXXXX")).string();
    const descriptor file(mkostemp(beside.data(), O_CLOEXEC));
    if (file.number() < 0)
        throw_file_failure(path.string(), "write", errno);
    if (!write_all(file.number(), bytes) || !open_permissions(file.number()) ||
        rename(beside.c_str(), path.c_str()) != 0) {
        const int error = errno;
        unlink(beside.c_str());
        throw_file_failure(path.string(), "write", error);
    }
}

temporary_directory::temporary_directory() {
    std::error_code error;
    const std::filesystem::path parent = std::filesystem::temp_directory_path(error);
    std::string name = (parent / "banos-ld.XXXXXX").string();
    if (error || mkdtemp(name.data()) == nullptr)
        throw_file_failure(name, "make a temporary directory", error ? error.value() : errno);
    path_ = name;
}

temporary_directory::~temporary_directory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

} // namespace banos::ld
