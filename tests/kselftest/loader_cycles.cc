// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// Installing and uninstalling over and over again costs nothing in the end.
#include "loader.hpp"
#include "memory_usage.hpp"
#include "test.hpp"

using namespace banos::test;

namespace {

constexpr unsigned full = 10000;
constexpr unsigned quick = 200;
constexpr unsigned warm_up = 50;

void cycle(std::string_view driver, unsigned rounds) {
    for (unsigned i = 0; i < rounds; i++) {
        const answer installed = install_driver(driver);
        require_equal(installed.error, 0);
        require_equal(uninstall(installed.id).error, 0);
    }
}

// An object that every round leaves behind is found by its number; half of that are tolerated,
// for what the kernel itself does meanwhile. What it makes once and keeps is not there again the
// next time; a leak is, so it is looked for up to three times.
void cycle_without_leak(std::string_view driver, unsigned rounds) {
    cycle(driver, warm_up);
    const no_trace check;
    const std::uint64_t tolerated = rounds / 2;
    std::string grown;
    for (unsigned attempt = 0; attempt < 3; attempt++) {
        const memory_usage before = current_memory();
        cycle(driver, rounds);
        grown = lasting_growth(before, tolerated, 4 * tolerated);
        if (grown.empty())
            return;
        ksft_print_msg("%s", grown.c_str());
    }
    expect_equal(grown, "");
}

} // namespace

TEST(smallest_driver) {
    cycle_without_leak("test_empty", scaled(full, quick));
}

TEST(driver_with_devices) {
    cycle_without_leak("ring", scaled(full / 10, quick / 2));
}

TEST(driver_with_parameters) {
    cycle_without_leak("test_parameters", scaled(full / 10, quick / 2));
}

TEST(driver_that_forgets) {
    cycle_without_leak("test_forgets", scaled(full / 20, quick / 4));
}

TEST(provider_and_consumer) {
    const unsigned rounds = scaled(full / 10, quick / 2);
    const no_trace check;
    for (unsigned i = 0; i < rounds; i++) {
        const instance provider("provider");
        const instance consumer("consumer");
    }
}

TEST(many_at_once) {
    const no_trace check;
    std::vector<std::uint64_t> ids;
    for (unsigned i = 0; i < scaled(1000, 100); i++) {
        const answer installed = install_driver("test_empty");
        require_equal(installed.error, 0);
        ids.push_back(installed.id);
    }
    expect_equal(statistics().instances, ids.size());
    for (const std::uint64_t id : ids)
        require_equal(uninstall(id).error, 0);
}
