// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// What drivers do to the kernel's taint: as modules of the same licence would.
#include "kernel_log.hpp"
#include "loader.hpp"
#include "system.hpp"
#include "test.hpp"

using namespace banos::test;

namespace {

constexpr unsigned long proprietary = 1UL << 0;
constexpr unsigned long unsigned_module = 1UL << 13;

unsigned long taint() {
    return std::stoul(read_file("/proc/sys/kernel/tainted"));
}

} // namespace

TEST(driver_with_a_free_licence) {
    const instance driver("test_empty");
    expect_equal(taint() & proprietary, 0UL);
    expect_equal(info(driver.id()).gpl_compatible, 1U);
    if (exists("/sys/module/module/parameters/sig_enforce"))
        expect((taint() & unsigned_module) != 0);
}

TEST(refused_driver_taints_nothing) {
    refused(install_driver("test_gpl_thief"), -13, "GPL-compatible images only");
    expect_equal(taint() & proprietary, 0UL);
}

TEST(proprietary_driver) {
    kernel_log log;
    const instance driver("test_proprietary");
    expect((taint() & proprietary) != 0);
    expect(log.has("banos: test_proprietary: its licence taints the kernel"));
    expect(log.has("a proprietary driver runs"));
    expect_equal(info(driver.id()).gpl_compatible, 0U);
    expect_equal(driver.attribute("license"), "Proprietary");
}

TEST(taint_is_told_once) {
    kernel_log log;
    const instance driver("test_proprietary");
    expect(!log.has("taints the kernel"));
}
