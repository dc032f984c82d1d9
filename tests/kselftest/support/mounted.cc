// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
#include "mounted.hpp"

#include "test.hpp"

#include <cerrno>
#include <cstdlib>
#include <sys/mount.h>
#include <unistd.h>

namespace banos::test {

int try_mount(const std::string& type, const std::string& path, const std::string& options,
              const std::string& source, unsigned long flags) {
    return mount(source.c_str(), path.c_str(), type.c_str(), flags, options.c_str()) == 0 ? 0
                                                                                          : -errno;
}

std::string new_folder() {
    std::string path = "/tmp/banos-XXXXXX";
    require(mkdtemp(path.data()) != nullptr);
    return path;
}

mounted::mounted(const std::string& type, const std::string& options, const std::string& source,
                 unsigned long flags)
    : path_(new_folder()) {
    const int error = try_mount(type, path_, options, source, flags);
    if (error != 0)
        rmdir(path_.c_str());
    require_equal(error, 0);
}

mounted::~mounted() {
    if (mounted_ && unmount() != 0) {
        fail(__FILE__, __LINE__, path_ + " cannot be unmounted");
        unmount(MNT_DETACH);
    }
}

int mounted::unmount(int flags) {
    if (umount2(path_.c_str(), flags) != 0)
        return -errno;
    mounted_ = false;
    rmdir(path_.c_str());
    return 0;
}

} // namespace banos::test
