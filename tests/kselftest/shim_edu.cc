// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// The sample driver examples/edu on QEMU's device, as programs see it.
#include "../../examples/edu/edu.h"
#include "loader.hpp"
#include "pci.hpp"
#include "process.hpp"
#include "system.hpp"
#include "test.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

using namespace banos::test;

namespace {

constexpr const char* node = "/dev/edu0";

std::uint32_t factorial(std::uint32_t number) {
    std::uint32_t product = 1;
    for (; number > 1; number--)
        product *= number;
    return product;
}

void expect_factorials(const descriptor& file) {
    for (const std::uint32_t number : {0U, 1U, 5U, 12U, 13U, 40U}) {
        std::uint32_t answer = number;
        require_equal(ioctl(file.get(), EDU_FACTORIAL, &answer), 0);
        expect_equal(answer, factorial(number));
    }
}

// There and back again, at a few places.
void expect_memory(const descriptor& file) {
    std::string all(EDU_MEMORY, ' ');
    for (std::size_t i = 0; i < all.size(); i++)
        all[i] = static_cast<char>(i * 7 + i / 256);
    require_equal(pwrite(file.get(), all.data(), all.size(), 0), ssize_t{EDU_MEMORY});
    require_equal(pwrite(file.get(), "banos", 5, 1000), ssize_t{5});
    all.replace(1000, 5, "banos");
    std::string found(EDU_MEMORY + 1, ' ');
    require_equal(pread(file.get(), found.data(), found.size(), 0), ssize_t{EDU_MEMORY});
    found.pop_back();
    expect(found == all);
    expect_equal(pread(file.get(), found.data(), 10, EDU_MEMORY - 3), ssize_t{3});
    expect_equal(pread(file.get(), found.data(), 10, EDU_MEMORY), ssize_t{0});
    expect_equal(pwrite(file.get(), "a", 1, EDU_MEMORY), ssize_t{-1});
    expect_equal(errno, ENOSPC);
}

void try_all(const parameters& given) {
    some_edu_devices();
    const no_trace clean;
    const instance driver("edu", given);
    const descriptor file(node, O_RDWR);
    expect_factorials(file);
    expect_memory(file);
}

} // namespace

TEST(messages_carry_it) {
    try_all({"interrupts=2"});
}

TEST(line_carries_it) {
    try_all({"interrupts=1"});
}

// The transfer takes a tenth of a second; the device goes in the middle.
TEST(device_goes_while_a_program_uses_it) {
    const auto devices = some_edu_devices();
    const no_trace clean;
    const instance driver("edu");
    for (unsigned round = 0; round < scaled(20, 2); round++) {
        process reader([] {
            const descriptor file(node, O_RDWR);
            char byte = 0;
            while (pread(file.get(), &byte, 1, 0) == 1)
                continue;
            return errno == ENODEV || errno == EIO ? 0 : 1;
        });
        require(eventually([&] { return reader.state() == 'D'; }));
        for (const std::string& device : devices)
            expect_equal(pci_unbind(device), 0);
        expect_equal(reader.wait(), 0);
        expect(!exists(node));
        for (const std::string& device : devices)
            expect_equal(pci_bind(device, "edu"), 0);
    }
}

TEST(open_device_keeps_the_driver) {
    some_edu_devices();
    const no_trace clean;
    instance driver("edu");
    const descriptor file(node, O_RDWR);
    expect(refused(driver.uninstall(), -EBUSY, "/dev/edu0 is open in process"));
    expect_equal(driver.detach().error, 0);
    char byte = 0;
    expect_equal(read(file.get(), &byte, 1), ssize_t{-1});
    expect_equal(errno, ENODEV);
}
