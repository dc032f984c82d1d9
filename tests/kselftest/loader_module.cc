// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// banos.ko as a module of the kernel: when it may go, and what it says about itself.
#include "loader.hpp"
#include "system.hpp"
#include "test.hpp"

#include <banos/version.h>
#include <cerrno>
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

using namespace banos::test;

namespace {

int remove_banos() {
    return syscall(SYS_delete_module, "banos", O_NONBLOCK) == 0 ? 0 : -errno;
}

int load_banos() {
    const descriptor module("../banos.ko", O_RDONLY);
    return syscall(SYS_finit_module, module.get(), "", 0) == 0 ? 0 : -errno;
}

} // namespace

TEST(stays_while_something_is_installed) {
    const instance driver("test_empty");
    expect_equal(remove_banos(), -EWOULDBLOCK);
    expect_equal(info(driver.id()).state, std::uint32_t{BANOS_LIVE});
}

TEST(stays_while_its_device_is_open) {
    const descriptor control(BANOS_CONTROL_PATH, O_RDWR);
    expect_equal(remove_banos(), -EWOULDBLOCK);
}

TEST(goes_and_comes_back) {
    for (unsigned i = 0; i < scaled(20, 3); i++) {
        require_equal(remove_banos(), 0);
        expect(!exists(BANOS_CONTROL_PATH));
        expect(!exists("/sys/kernel/banos"));
        require_equal(load_banos(), 0);
        const instance driver("test_parameters");
        expect_equal(driver.id(), 1U);
    }
}

// The table of names must not hang in the air between the two.
TEST(names_survive_a_reload) {
    { const instance driver("test_probed"); }
    require_equal(remove_banos(), 0);
    expect(!contains(read_file("/proc/kallsyms"), "\t[banos]\n"));
    require_equal(load_banos(), 0);
    expect_contains(read_file("/proc/kallsyms"), "\t[banos]\n");
}

TEST(cannot_be_loaded_twice) {
    expect_equal(load_banos(), -EEXIST);
}

TEST(shim_describes_itself) {
    banos_shim_info shim = {};
    shim.size = sizeof(shim);
    banos_abi_request request = {};
    request.request.size = sizeof(request);
    request.kind = BANOS_ABI_SHIM;
    request.stride = sizeof(shim);
    request.elements = reinterpret_cast<std::uintptr_t>(&shim);
    request.capacity = 1;
    require_equal(command(BANOS_ABI, &request), 0);
    expect_equal(request.count, 1U);
    expect_equal(shim.version, std::uint32_t{BANOS_VERSION_CURRENT});
    expect_equal(shim.machine, 62U);
    std::string release = read_file("/proc/sys/kernel/osrelease");
    release.pop_back();
    expect_equal(std::string(shim.kernel_release), release);
    const bool realtime = contains(read_file("/proc/sys/kernel/version"), "PREEMPT_RT");
    expect_equal(std::string(shim.kernel_flavour), realtime ? "rt" : "generic");
    expect_equal(shim.flags & (BANOS_SHIM_LOCKED_DOWN | BANOS_SHIM_SIGNATURES_ENFORCED), 0U);
}
