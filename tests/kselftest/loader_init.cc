// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// What init() and uninit() answer, and what they leave behind.
#include "kernel_log.hpp"
#include "loader.hpp"
#include "system.hpp"
#include "test.hpp"

#include <algorithm>
#include <cerrno>
#include <unistd.h>

using namespace banos::test;

TEST(error_of_init) {
    const no_trace check;
    kernel_log log;
    for (const int error : {1, 5, 12, 16, 110, 133}) {
        const answer result = install_driver("test_answer", {"answer=-" + std::to_string(error)});
        expect_contains(result.log,
                        "init() of test_answer failed with error " + std::to_string(error));
        if (error < 133)
            expect_equal(result.error, -error);
    }
    expect_equal(log.count("init runs"), 6U);
    expect_equal(log.count("uninit runs"), 0U);
}

TEST(unknown_error_of_init_is_eio) {
    const no_trace check;
    kernel_log log;
    for (const char* answer : {"answer=-512", "answer=-4095", "answer=-100000"})
        refused(install_driver("test_answer", {answer}), -EIO, "failed with error");
}

TEST(positive_answer_of_init) {
    const no_trace check;
    kernel_log log;
    refused(install_driver("test_answer", {"answer=1"}), -EINVAL,
            "init() of test_answer returned 1: expected 0 or a negative error");
    expect_equal(log.count("uninit runs"), 0U);
}

TEST(answer_of_uninit_is_logged_and_stops_nothing) {
    const no_trace check;
    kernel_log log;
    instance driver("test_answer", {"uninit_answer=-16"});
    const std::uint64_t id = driver.id();
    expect_equal(driver.uninstall().error, 0);
    expect_equal(log.count("uninit runs"), 1U);
    expect(log.has("uninit() of test_answer (instance " + std::to_string(id) + ") returned -16"));
}

TEST(forgotten_things_are_released_and_reported) {
    const no_trace check;
    kernel_log log;
    const std::uint64_t before = statistics().resources_reclaimed;
    {
        const instance driver("test_forgets", {"pieces=25"});
        const auto pages = 3 * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
        expect_equal(info(driver.id()).heap_size, 25000 + pages);
        expect(exists("/dev/test_forgotten0"));
        expect(info(driver.id()).resources >= 9);
    }
    expect(!exists("/dev/test_forgotten0"));
    expect(log.has("left 25 pieces of memory, 25000 bytes, behind: released"));
    for (const auto& kind : {"mutex", "timer", "work", "thread", "character device"})
        expect(log.has(std::string("left 1 of kind ") + kind));
    expect(statistics().resources_reclaimed >= before + 9);
}

TEST(things_of_a_failed_init_are_released) {
    const no_trace check;
    for (int i = 0; i < 20; i++)
        refused(install_driver("test_forgets", {"answer=-5"}), -EIO, "failed with error 5");
    expect(!exists("/dev/test_forgotten0"));
}

TEST(same_image_twice) {
    const no_trace check;
    instance first("test_empty");
    instance second("test_empty");
    expect(first.id() < second.id());
    expect_equal(std::string(info(first.id()).name), std::string(info(second.id()).name));
    expect_equal(first.uninstall().error, 0);
    expect_equal(info(second.id()).state, std::uint32_t{BANOS_LIVE});
}

TEST(ids_are_never_used_again) {
    const no_trace check;
    std::uint64_t last = 0;
    for (int i = 0; i < 20; i++) {
        instance driver("test_empty");
        expect(driver.id() > last);
        last = driver.id();
        // Also not those of installs that failed.
        const answer result = install_driver("test_answer", {"answer=-5"});
        if (result.id != 0) {
            expect(result.id > last);
            last = result.id;
        }
    }
}

TEST(list_is_in_growing_order_and_in_pages) {
    const no_trace check;
    std::vector<std::uint64_t> installed;
    for (int i = 0; i < 100; i++) {
        const answer result = install_driver("test_empty");
        require_equal(result.error, 0);
        installed.push_back(result.id);
    }
    expect(list_instances() == installed);
    for (const std::uint64_t id : installed)
        expect_equal(uninstall(id).error, 0);
    expect(list_instances().empty());
}

TEST(revision_0_images) {
    const no_trace check;
    for (const char* name : {"original", "original_pie"}) {
        const answer result = install_driver(name);
        expect_equal(result.error, 0);
        expect_equal(std::string(info(result.id).name), name);
        expect_equal(uninstall(result.id).error, 0);
    }
}
