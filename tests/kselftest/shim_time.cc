// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// Clocks, sleeping and random numbers: what the driver checks by itself, and comparisons with the
// clocks that programs have.
#include "process.hpp"
#include "suite.hpp"
#include "test.hpp"
#include "test_time.h"

#include <cerrno>
#include <csignal>
#include <ctime>
#include <limits>
#include <sys/ioctl.h>

using namespace banos::test;

#define CASE(name)                                                                                 \
    TEST(name) {                                                                                   \
        run_case("test_time", #name);                                                              \
    }
TIME_CASES(CASE)

namespace {

std::uint64_t clock_now(clockid_t clock) {
    constexpr std::uint64_t second = 1'000'000'000;
    timespec now = {};
    clock_gettime(clock, &now);
    return static_cast<std::uint64_t>(now.tv_sec) * second +
           static_cast<std::uint64_t>(now.tv_nsec);
}

// A program that sleeps in the driver until a signal comes; its status is the errno number.
int status_after_signal(const suite_driver& driver, std::uint64_t nanoseconds) {
    const int node = driver.node();
    process child([=] {
        catch_signal(SIGUSR1);
        return ioctl(node, TIME_SLEEP, nanoseconds) == 0 ? 0 : errno;
    });
    require(eventually([&] { return child.state() == 'S'; }));
    child.send(SIGUSR1);
    return child.wait();
}

} // namespace

TEST(clocks_are_those_of_programs) {
    const suite_driver driver("test_time");
    const clockid_t ids[] = {CLOCK_MONOTONIC, CLOCK_BOOTTIME, CLOCK_MONOTONIC_RAW, CLOCK_REALTIME};
    std::uint64_t before[4] = {};
    std::uint64_t after[4] = {};
    time_clocks clocks = {};
    for (std::size_t i = 0; i < 4; i++)
        before[i] = clock_now(ids[i]);
    require_equal(driver.command(TIME_READ, &clocks), 0);
    for (std::size_t i = 0; i < 4; i++)
        after[i] = clock_now(ids[i]);
    const std::uint64_t inside[] = {clocks.monotonic, clocks.boot, clocks.raw, clocks.real};
    for (std::size_t i = 0; i < 4; i++)
        expect(before[i] <= inside[i] && inside[i] <= after[i]);
}

TEST(signal_ends_a_sleep) {
    const suite_driver driver("test_time");
    constexpr std::uint64_t hour = 3'600'000'000'000;
    expect_equal(status_after_signal(driver, hour), EINTR);
    expect_equal(status_after_signal(driver, std::numeric_limits<std::uint64_t>::max()), EINTR);
    expect_equal(status_after_signal(driver, std::numeric_limits<std::uint64_t>::max() - 1), EINTR);
    expect_equal(status_after_signal(driver, std::uint64_t{1} << 63), EINTR);
}

// The driver sleeps on: a signal that has come before does not let a sleep begin.
TEST(signal_that_waits_already_ends_a_sleep_at_once) {
    const suite_driver driver("test_time");
    const int node = driver.node();
    process child([=] {
        catch_signal(SIGUSR1);
        return ioctl(node, TIME_SLEEP_ON, 0) == 0 ? 0 : errno;
    });
    require(eventually([&] { return child.state() == 'S'; }));
    child.send(SIGUSR1);
    expect_equal(child.wait(), 0);
}

TEST(random_numbers_are_ready) {
    const suite_driver driver("test_time");
    expect_equal(driver.command(TIME_RANDOM_WAIT), 1);
}
