// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// Installing and uninstalling, when nothing is wrong.
#include "driver_image.hpp"
#include "kernel_log.hpp"
#include "loader.hpp"
#include "system.hpp"
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

// One installs only with parameters, and one only beside another.
TEST(images_of_another_compiler_run) {
    const std::string folder = "drivers/clang";
    if (!exists(folder) || entries_of(folder).empty())
        skip("the sample drivers were built without clang");
    const no_trace clean;
    const instance provider(read_bytes(folder + "/provider.bko"));
    for (const std::string& name : entries_of(folder)) {
        if (name == "provider.bko" || name == "mirror.bko")
            continue;
        const instance driver(read_bytes(folder + "/" + name));
        expect_equal(std::string(info(driver.id()).name) + ".bko", name);
    }
    const instance first("ramdisk", {"size_mib=1"});
    const instance second("ramdisk", {"size_mib=1"});
    const instance mirror(read_bytes(folder + "/mirror.bko"),
                          {"first=/dev/ramdisk0", "second=/dev/ramdisk1"});
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
