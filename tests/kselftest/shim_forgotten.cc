// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// What a driver forgets, of every kind and in use: it is released, reported, and nothing is left.
#include "kernel_log.hpp"
#include "loader.hpp"
#include "system.hpp"
#include "test.hpp"

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

using namespace banos::test;

namespace {

const char* const kinds[] = {"mutex",      "spinlock",   "raw spinlock", "reader/writer lock",
                             "completion", "wait queue", "work queue",   "work",
                             "timer",      "thread",     "page memory",  "character device"};

void expect_reports(kernel_log& log) {
    for (const char* kind : kinds)
        expect_equal(log.count(std::string("left 10 of kind ") + kind + " behind: released"),
                     std::size_t{1});
    expect_equal(log.count("left 100 pieces of memory, 505000 bytes, behind: released"),
                 std::size_t{1});
}

} // namespace

TEST(forgotten_things_are_released_at_uninstall) {
    const usage before = current_usage();
    {
        instance driver("test_forgotten");
        kernel_log log;
        require_equal(driver.uninstall().error, 0);
        expect_reports(log);
    }
    expect_equal(current_usage(), before);
}

TEST(forgotten_things_are_released_when_init_fails) {
    const usage before = current_usage();
    kernel_log log;
    expect_equal(install_driver("test_forgotten", {"fail=1"}).error, -ENXIO);
    expect_reports(log);
    expect_equal(current_usage(), before);
}

TEST(forgotten_things_are_released_at_detach) {
    const usage before = current_usage();
    {
        instance driver("test_forgotten");
        const descriptor node("/dev/banosforgotten0", O_RDWR);
        expect_equal(driver.uninstall().error, -EBUSY);
        kernel_log log;
        require_equal(driver.detach().error, 0);
        expect_reports(log);
        char byte = 0;
        expect(read(node.get(), &byte, 1) < 0 && errno == ENODEV);
    }
    expect_equal(current_usage(), before);
}

TEST(forgetting_again_and_again_leaves_nothing) {
    const usage before = current_usage();
    for (unsigned round = 0; round < scaled(50, 10); round++) {
        instance driver("test_forgotten");
        require_equal(driver.uninstall().error, 0);
        require_equal(install_driver("test_forgotten", {"fail=1"}).error, -ENXIO);
    }
    expect_equal(current_usage(), before);
}
