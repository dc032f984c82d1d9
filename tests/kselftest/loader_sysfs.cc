// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// /sys/kernel/banos/instances/<id>/: what it says, and that it says it to readers only.
#include "loader.hpp"
#include "system.hpp"
#include "test.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace banos::test;

namespace {

std::string hexadecimal(const std::uint8_t* from, std::size_t size) {
    static constexpr char digits[] = "0123456789abcdef";
    std::string text;
    for (std::size_t i = 0; i < size; i++) {
        text += digits[from[i] >> 4];
        text += digits[from[i] & 15];
    }
    return text;
}

} // namespace

TEST(what_an_instance_is) {
    const instance driver("test_empty");
    expect_equal(driver.attribute("name"), "test_empty");
    expect_equal(driver.attribute("version"), "1.2.3");
    expect_equal(driver.attribute("license"), "GPL");
    expect_equal(driver.attribute("state"), "live");
    expect_equal(driver.attribute("references"), "0");
    expect_equal(driver.attribute("holders"), "");
    expect_equal(driver.attribute("exports"), "");
    const banos_instance_info told = info(driver.id());
    expect_equal(driver.attribute("image"), hexadecimal(told.image_hash, sizeof(told.image_hash)));
}

TEST(what_it_offers_and_who_holds_it) {
    const instance provider("provider");
    const instance consumer("consumer");
    const std::string exports = "\n" + provider.attribute("exports") + "\n";
    for (const char* name :
         {"banos_x_provider_add", "banos_x_provider_calls", "banos_x_provider_greeting"})
        expect_contains(exports, "\n" + std::string(name) + "\n");
    expect_equal(provider.attribute("references"), "1");
    expect_contains(provider.attribute("holders"), "instance " + std::to_string(consumer.id()) +
                                                       " (consumer) is bound to provider");
    expect_equal(consumer.attribute("references"), "0");
}

TEST(memory_by_kind) {
    const instance driver("test_forgets", {"pieces=3"});
    const banos_instance_info told = info(driver.id());
    expect(told.text_size != 0 && told.data_size != 0);
    expect_equal(driver.attribute("memory/text"), std::to_string(told.text_size));
    expect_equal(driver.attribute("memory/rodata"), std::to_string(told.rodata_size));
    expect_equal(driver.attribute("memory/data"), std::to_string(told.data_size));
    expect_equal(driver.attribute("memory/heap"), std::to_string(told.heap_size));
    expect(told.heap_size >= 3000);
}

TEST(nothing_can_be_written) {
    const instance driver("test_empty");
    const std::string folder = driver.attribute_path("");
    for (const std::string& name : entries_of(folder)) {
        struct stat status = {};
        require_equal(stat((folder + name).c_str(), &status), 0);
        if (S_ISREG(status.st_mode) && name != "uevent")
            expect_equal(status.st_mode & 0222, 0U);
    }
}

TEST(folder_goes_with_the_instance) {
    instance driver("test_parameters");
    const std::string folder = driver.attribute_path("");
    expect(exists(folder + "parameters"));
    expect_equal(driver.uninstall().error, 0);
    expect(!exists(folder));
}

// Held open over the end: reading it then says so, and does no harm.
TEST(file_that_stays_open) {
    const no_trace check;
    instance driver("test_parameters");
    const descriptor name(driver.attribute_path("name"), O_RDONLY);
    const descriptor parameter(driver.attribute_path("parameters/text"), O_RDONLY);
    const descriptor writable(driver.attribute_path("parameters/writable"), O_WRONLY);
    expect_equal(driver.uninstall().error, 0);
    char byte = 0;
    expect_equal(read(name.get(), &byte, 1), ssize_t{-1});
    expect_equal(errno, ENODEV);
    expect_equal(read(parameter.get(), &byte, 1), ssize_t{-1});
    expect_equal(errno, ENODEV);
    expect_equal(write(writable.get(), "1", 1), ssize_t{-1});
    expect_equal(errno, ENODEV);
}

// No file of the tree tells an address of the kernel.
TEST(no_addresses) {
    const instance driver("test_parameters");
    const std::string folder = driver.attribute_path("");
    for (const std::string& name : entries_of(folder)) {
        if (name == "uevent" || name == "image" || name == "parameters" || name == "memory")
            continue;
        expect(!contains(read_file(folder + name), "ffff"));
    }
}
