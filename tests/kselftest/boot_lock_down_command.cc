// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// BANOS_LOCK_DOWN: nothing can be installed until the machine reboots, and banos.ko stays.
#include "loader.hpp"
#include "system.hpp"
#include "test.hpp"

#include <banos/device.h>
#include <cerrno>
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

using namespace banos::test;

TEST(refuses_after) {
    instance early("test_empty");
    require_equal(banos_lock_down(nullptr), 0);
    require_equal(write_file("/tmp/banos-stays", ""), 0);
    refused(install_driver("test_empty"), -EPERM, "banos was locked down");
    expect_equal(info(early.id()).state, std::uint32_t{BANOS_LIVE});
    expect_equal(early.uninstall().error, 0);
    banos_shim_info shim = {};
    shim.size = sizeof(shim);
    require_equal(banos_abi_shim(&shim), 0);
    expect((shim.flags & BANOS_SHIM_LOCKED_DOWN) != 0);
}

TEST(twice_is_as_good) {
    expect_equal(banos_lock_down(nullptr), 0);
    refused(install_driver("test_empty"), -EPERM, "banos was locked down");
}

TEST(module_cannot_be_reloaded_instead) {
    expect_equal(syscall(SYS_delete_module, "banos", O_NONBLOCK), -1L);
    expect_equal(errno, EWOULDBLOCK);
}
