// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// A driver that is in use stays, and the log says who uses it.
#include "loader.hpp"
#include "process.hpp"
#include "system.hpp"
#include "test.hpp"

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <unistd.h>

using namespace banos::test;

namespace {

constexpr const char* ring = "/dev/ring0";
constexpr std::size_t page = 4096;

// Refused, with that sentence, and as alive as before.
void is_held(instance& driver, std::string_view sentence) {
    const answer result = driver.uninstall();
    expect_equal(result.error, -EBUSY);
    expect_contains(result.log, sentence);
    require(driver.id() != 0);
    expect_equal(info(driver.id()).state, std::uint32_t{BANOS_LIVE});
    expect_contains(driver.attribute("holders"), sentence);
    expect(info(driver.id()).holders != 0);
}

std::string in_process(const char* how, pid_t id) {
    return std::string(ring) + " is " + how + " in process " + std::to_string(id) + " (";
}

} // namespace

TEST(open) {
    const no_trace check;
    instance driver("ring");
    {
        const descriptor file(ring, O_RDWR);
        is_held(driver, in_process("open", getpid()) + "loader_holders)");
        // It works on.
        expect_equal(write(file.get(), "abc", 3), ssize_t{3});
        char text[3] = {};
        expect_equal(read(file.get(), text, 3), ssize_t{3});
    }
    expect_equal(info(driver.id()).holders, 0U);
    expect_equal(driver.uninstall().error, 0);
}

TEST(open_twice) {
    instance driver("ring");
    const descriptor first(ring, O_RDWR);
    descriptor second(ring, O_RDWR);
    expect_equal(info(driver.id()).holders, 2U);
    second.close();
    is_held(driver, "is open in process");
    expect_equal(info(driver.id()).holders, 1U);
}

TEST(open_in_another_process) {
    instance driver("ring");
    {
        process other([] {
            const descriptor file(ring, O_RDWR);
            pause();
            return 0;
        });
        require(eventually([&] { return info(driver.id()).holders == 1; }));
        is_held(driver, in_process("open", other.id()));
    }
    expect_equal(driver.uninstall().error, 0);
}

TEST(mapped) {
    const no_trace check;
    instance driver("ring");
    descriptor file(ring, O_RDWR);
    void* map = mmap(nullptr, page, PROT_READ | PROT_WRITE, MAP_SHARED, file.get(), 0);
    require(map != MAP_FAILED);
    is_held(driver, in_process("mapped", getpid()));
    // Also when it is mapped only.
    file.close();
    is_held(driver, in_process("mapped", getpid()));
    static_cast<volatile char*>(map)[0] = 1;
    munmap(map, page);
    expect_equal(driver.uninstall().error, 0);
}

TEST(being_read) {
    instance driver("ring");
    process reader([] {
        const descriptor file(ring, O_RDWR);
        char byte = 0;
        return read(file.get(), &byte, 1) == 1 ? byte : 200;
    });
    require(eventually([&] { return info(driver.id()).holders == 1 && reader.state() == 'S'; }));
    is_held(driver, in_process("open", reader.id()));
    {
        const descriptor file(ring, O_RDWR);
        expect_equal(write(file.get(), "A", 1), ssize_t{1});
    }
    expect_equal(reader.wait(), int{'A'});
    expect_equal(driver.uninstall().error, 0);
}

TEST(being_polled) {
    instance driver("ring");
    process poller([] {
        const descriptor file(ring, O_RDWR);
        pollfd what = {file.get(), POLLIN, 0};
        return poll(&what, 1, -1) == 1 && (what.revents & POLLIN) != 0 ? 0 : 1;
    });
    require(eventually([&] { return info(driver.id()).holders == 1 && poller.state() == 'S'; }));
    is_held(driver, in_process("open", poller.id()));
    {
        const descriptor file(ring, O_RDWR);
        expect_equal(write(file.get(), "A", 1), ssize_t{1});
    }
    expect_equal(poller.wait(), 0);
    expect_equal(driver.uninstall().error, 0);
}

TEST(one_of_many_devices) {
    instance driver("ring", {"count=100"});
    const descriptor file("/dev/ring77", O_RDWR);
    is_held(driver, "/dev/ring77 is open in process");
    const answer result = driver.uninstall();
    expect(!contains(result.log, "/dev/ring76 "));
}

TEST(kind_of_what_is_held_is_told) {
    const instance driver("ring", {"count=2"});
    const descriptor file(ring, O_RDWR);
    bool found = false;
    for (const banos_resource_info& resource : resources_of(driver.id())) {
        if (std::string_view(resource.kind) != "character device")
            continue;
        found = true;
        expect_equal(resource.count, 2U);
        expect_equal(resource.holders, 1U);
    }
    expect(found);
}
