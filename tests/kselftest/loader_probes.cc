// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// kprobes on functions of drivers, and what they must never do to the next driver.
#include "../drivers/test_probed.h"
#include "loader.hpp"
#include "probe.hpp"
#include "system.hpp"
#include "test.hpp"

#include <atomic>
#include <cerrno>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <thread>

using namespace banos::test;

namespace {

constexpr const char* function = "test_probed_calculate";

int calculate(unsigned long argument) {
    const descriptor file("/dev/test_probed0", O_RDWR);
    return ioctl(file.get(), TEST_PROBED_CALCULATE, argument);
}

int calculate_otherwise(unsigned long argument) {
    const descriptor file("/dev/test_probed_other0", O_RDWR);
    return ioctl(file.get(), TEST_PROBED_CALCULATE, argument);
}

// The kernel puts the code back a moment after it was told to: it may have replaced the breakpoint
// by a jump.
void uninstall_unprobed(instance& driver) {
    answer last;
    const bool gone = eventually([&] {
        last = driver.uninstall();
        return last.error == 0;
    });
    if (!gone)
        fail(__FILE__, __LINE__, text_of(last));
}

// The number before the name.
std::string address_of_end(std::string_view driver) {
    return symbol_lines("banos_end_of_" + std::string(driver)).substr(0, 13);
}

// A probe that was asked for while the driver was there may be set when its text has just been
// looked at for the last time. Then that place stays out of use, and is all that does.
usage without_quarantine(usage usage) {
    usage.text -= usage.quarantined;
    usage.quarantined = 0;
    return usage;
}

} // namespace

TEST(probe_fires) {
    const prober prober;
    const instance driver("test_probed");
    expect_equal(calculate(5), 16);
    const probe probe("fires", function);
    require_equal(probe.error(), 0);
    require_equal(probe.enable(true), 0);
    for (unsigned i = 0; i < 100; i++)
        expect_equal(calculate(i), static_cast<int>(3 * i + 1));
    expect_equal(probe.hits(), 100U);
    require_equal(probe.enable(false), 0);
    expect_equal(calculate(5), 16);
    expect_equal(probe.hits(), 100U);
}

TEST(probe_inside_a_function_fires) {
    const prober prober;
    const instance driver("test_probed");
    // Behind ENDBR and "push %rbp", with which a function begins that calls others.
    const probe probe("inside", "test_probed_sleeps", 5);
    require_equal(probe.error(), 0);
    require_equal(probe.enable(true), 0);
    const descriptor file("/dev/test_probed0", O_RDWR);
    expect_equal(ioctl(file.get(), TEST_PROBED_SLEEP, 1), 0);
    expect_equal(probe.hits(), 1U);
}

TEST(no_probe_without_the_driver) {
    const prober prober;
    const probe before("absent", function);
    expect_equal(before.error(), -ENOENT);
    { const instance driver("test_probed"); }
    const probe after("absent", function);
    expect_equal(after.error(), -ENOENT);
}

TEST(probed_driver_stays) {
    const prober prober;
    const no_trace check;
    instance driver("test_probed");
    {
        const probe probe("stays", function);
        require_equal(probe.error(), 0);
        require_equal(probe.enable(true), 0);
        refused(driver.uninstall(), -EBUSY, "probed at test_probed_calculate+0x");
        refused(driver.detach(), -EBUSY, "probed at test_probed_calculate+0x");
        require(driver.id() != 0);
        // Nothing has changed: it works, the probe fires, and its name is there.
        expect_equal(calculate(5), 16);
        expect_equal(probe.hits(), 1U);
        expect_contains(symbol_lines("test_probed_calculate"), "[banos]");
        expect_equal(info(driver.id()).state, std::uint32_t{BANOS_LIVE});
    }
    uninstall_unprobed(driver);
    expect_equal(symbol_lines("test_probed_calculate"), "");
}

// Two probes of one address are one breakpoint.
TEST(driver_with_two_probes_stays_until_both_are_gone) {
    const prober prober;
    instance driver("test_probed");
    const probe first("first", function);
    probe second("second", function);
    require_equal(first.enable(true), 0);
    require_equal(second.enable(true), 0);
    refused(driver.uninstall(), -EBUSY, "probed at");
    expect_equal(second.remove(), 0);
    refused(driver.uninstall(), -EBUSY, "probed at");
    require_equal(first.enable(false), 0);
    uninstall_unprobed(driver);
}

// A probe that is off is not seen. Taking it away later must not change what lies there by then.
TEST(leftover_probe_does_not_damage_the_next_driver) {
    const prober prober;
    const no_trace check;
    instance old("test_probed");
    const std::string place = address_of_end("test_probed");
    probe leftover("leftover", function);
    require_equal(leftover.error(), 0);
    require_equal(leftover.enable(true), 0);
    expect_equal(calculate(5), 16);
    require_equal(leftover.enable(false), 0);
    uninstall_unprobed(old);
    const instance next("test_probed_other");
    // Else the test says nothing.
    expect_equal(address_of_end("test_probed_other"), place);
    expect_equal(calculate_otherwise(1234), 10);
    expect_equal(leftover.remove(), 0);
    expect_equal(calculate_otherwise(1234), 10);
    expect_equal(calculate_otherwise(99999), 45);
}

// Readers of the table of names, and setters of probes, at any moment of other drivers' lives.
// tracefs looks for the function as well, and then refuses what ftrace can't trace.
TEST(names_and_probes_while_drivers_come_and_go) {
    const prober prober;
    const usage before = current_usage();
    const std::string events = "/sys/kernel/tracing/kprobe_events";
    std::atomic<bool> done = false;
    std::atomic<unsigned> readings = 0;
    std::atomic<unsigned> asked = 0;
    std::atomic<unsigned> set = 0;
    std::jthread reader([&] {
        for (; !done; readings++)
            expect_contains(read_file("/proc/kallsyms"), "\t[banos]\n");
    });
    std::jthread tracer([&] {
        for (; !done; asked++)
            if (append_file(events, "p:banos_test/racing banos:test_probed_calculate\n") == 0)
                append_file(events, "-:banos_test/racing\n");
    });
    std::jthread setter([&] {
        while (!done) {
            const probe probe("racing", function);
            if (probe.error() == 0 && probe.enable(true) == 0)
                set++;
        }
    });
    const unsigned rounds = scaled(1000, 50);
    for (unsigned i = 0; i < rounds; i++) {
        instance driver("test_probed");
        if (i % 5 == 0) {
            const unsigned set_before = set;
            if (!expect(eventually([&] { return set != set_before; })))
                break;
        }
        // As long as the probe is there, it cannot go.
        const bool gone = eventually([&] {
            const answer result = driver.uninstall();
            if (result.error != 0)
                expect_equal(result.error, -EBUSY);
            return result.error == 0;
        });
        if (!expect(gone))
            break;
    }
    done = true;
    reader.join();
    tracer.join();
    setter.join();
    const usage after = current_usage();
    ksft_print_msg("%u readings of kallsyms, %u probes asked for, %u set, %llu bytes lost\n",
                   readings.load(), asked.load(), set.load(),
                   static_cast<unsigned long long>(after.quarantined - before.quarantined));
    expect(readings != 0 && asked != 0 && set != 0);
    expect_equal(without_quarantine(after), without_quarantine(before));
}
