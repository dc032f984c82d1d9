// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "loading.hpp"

#include <banos/control.h>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>

namespace bench {

void fail(const std::string& sentence) {
    std::fprintf(stderr, "bench: %s: %s\n", sentence.c_str(), std::strerror(errno));
    std::exit(1);
}

double now_ns() {
    timespec time{};
    clock_gettime(CLOCK_MONOTONIC_RAW, &time);
    return static_cast<double>(time.tv_sec) * 1e9 + static_cast<double>(time.tv_nsec);
}

file::file(const std::string& path) : descriptor_(open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
    if (descriptor_ < 0)
        fail(path);
}

file::~file() {
    close(descriptor_);
}

std::vector<char> file::content() const {
    struct stat status {};
    if (fstat(descriptor_, &status) != 0)
        fail("fstat");
    std::vector<char> bytes(static_cast<std::size_t>(status.st_size));
    if (pread(descriptor_, bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()))
        fail("read");
    return bytes;
}

loader::loader() : descriptor_(open(BANOS_CONTROL_PATH, O_RDWR | O_CLOEXEC)) {
    if (descriptor_ < 0)
        fail(BANOS_CONTROL_PATH);
}

loader::~loader() {
    close(descriptor_);
}

std::uint64_t loader::install(const file& image, double& elapsed_ns) {
    banos_install_request request{};
    request.request.size = sizeof(request);
    request.image_fd = image.descriptor();
    double start = now_ns();
    int error = ioctl(descriptor_, BANOS_INSTALL, &request);
    elapsed_ns = now_ns() - start;
    if (error != 0)
        fail("install");
    return request.id;
}

void loader::uninstall(std::uint64_t id, double& elapsed_ns) {
    banos_uninstall_request request{};
    request.request.size = sizeof(request);
    request.id = id;
    double start = now_ns();
    int error = ioctl(descriptor_, BANOS_UNINSTALL, &request);
    elapsed_ns = now_ns() - start;
    if (error != 0)
        fail("uninstall");
}

void load_module(const file& module, double& elapsed_ns) {
    double start = now_ns();
    long error = syscall(SYS_finit_module, module.descriptor(), "", 0);
    elapsed_ns = now_ns() - start;
    if (error != 0)
        fail("finit_module");
}

void unload_module(const std::string& name, double& elapsed_ns) {
    double start = now_ns();
    long error = syscall(SYS_delete_module, name.c_str(), O_NONBLOCK);
    elapsed_ns = now_ns() - start;
    if (error != 0)
        fail("delete_module " + name);
}

module_copies::module_copies(const std::string& path, std::string name)
    : content_(file(path).content()), name_(std::move(name)) {}

// The name stands in struct module, in .modinfo and in symbols; same length, so that all fits.
std::string module_copies::load(unsigned n) {
    std::string copy_name = name_;
    std::string digits = std::to_string(n);
    copy_name.replace(copy_name.size() - digits.size(), digits.size(), digits);
    std::replace(copy_name.begin(), copy_name.end() - static_cast<long>(digits.size()), '_', 'x');
    std::vector<char> copy = content_;
    auto position = copy.begin();
    for (;;) {
        position = std::search(position, copy.end(), name_.begin(), name_.end());
        if (position == copy.end())
            break;
        position = std::copy(copy_name.begin(), copy_name.end(), position);
    }
    if (syscall(SYS_init_module, copy.data(), copy.size(), "") != 0)
        fail("init_module " + copy_name);
    return copy_name;
}

} // namespace bench
