// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// Installing and uninstalling, when nothing is wrong.
#include "driver_image.hpp"
#include "kernel_log.hpp"
#include "loader.hpp"
#include "test.hpp"

#include <algorithm>
#include <cerrno>

using namespace banos::test;

TEST(installed_driver_is_listed) {
    const instance driver("test_empty");
    const auto ids = list_instances();
    expect(std::find(ids.begin(), ids.end(), driver.id()) != ids.end());
    expect_equal(std::string(info(driver.id()).name), "test_empty");
    expect_equal(info(driver.id()).state, std::uint32_t{BANOS_LIVE});
}

TEST(uninstalled_driver_is_gone) {
    instance driver("test_empty");
    const std::uint64_t id = driver.id();
    require_equal(driver.uninstall().error, 0);
    const auto ids = list_instances();
    expect(std::find(ids.begin(), ids.end(), id) == ids.end());
    expect_equal(uninstall(id).error, -ENOENT);
}

TEST(image_made_by_hand_runs) {
    kernel_log log;
    const usage before = current_usage();
    {
        const instance driver(sample_file());
        expect(log.has("sample"));
    }
    expect_equal(current_usage(), before);
}
