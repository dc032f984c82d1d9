// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// What an image may not say about itself.
#include "driver_image.hpp"
#include "loader.hpp"
#include "test.hpp"

#include <cerrno>
#include <cstddef>
#include <elf.h>

using namespace banos::test;

TEST(no_driver_section) {
    driver_image image;
    image.section(image.driver).name = ".data.other";
    refused(image.write(), -ENOEXEC, "no section .banos-driver");
}

TEST(two_driver_sections) {
    driver_image image;
    image.add({.name = ".banos-driver",
               .flags = SHF_ALLOC | SHF_WRITE,
               .alignment = 8,
               .content = bytes(sizeof(banos_driver))});
    refused(image.write(), -ENOEXEC, "2 sections are named .banos-driver");
}

TEST(two_drivers_in_one_section) {
    driver_image image;
    image.section(image.driver).content.resize(2 * sizeof(banos_driver));
    image.set64(image.driver, sizeof(banos_driver), sizeof(banos_driver));
    refused(image.write(), -ENOEXEC, "one BANOS_DRIVER() in the whole image");
}

TEST(driver_size_too_small) {
    for (const std::uint64_t size : {0, 8, 48, 55}) {
        driver_image image;
        image.set64(image.driver, offsetof(banos_driver, driver_size), size);
        refused(image.write(), -ENOEXEC, "driver_size is " + std::to_string(size) + ", expected");
    }
}

TEST(driver_size_beyond_the_section) {
    for (const std::uint64_t size :
         {std::uint64_t{sizeof(banos_driver) + 8}, ~std::uint64_t{0} - 7}) {
        driver_image image;
        image.set64(image.driver, offsetof(banos_driver, driver_size), size);
        refused(image.write(), -ENOEXEC, "driver_size is " + std::to_string(size) + ", expected");
    }
}

TEST(members_that_are_unknown) {
    driver_image image;
    const std::uint64_t size = sizeof(banos_driver) + 16;
    image.section(image.driver).content.resize(size);
    image.set64(image.driver, offsetof(banos_driver, driver_size), size);
    const answer zero = install(image.write());
    expect_equal(zero.error, 0);
    expect_equal(uninstall(zero.id).error, 0);
    image.set32(image.driver, size - 4, 1);
    refused(image.write(), -ENOEXEC, "the image needs a newer banos");
}

TEST(banos_version_too_new) {
    const no_trace check;
    for (const std::uint32_t version :
         {std::uint32_t{BANOS_VERSION_CURRENT + 1}, std::uint32_t{BANOS_VERSION(255, 0, 0)},
          ~std::uint32_t{0}}) {
        driver_image image;
        image.set32(image.driver, offsetof(banos_driver, minimal_banos_version), version);
        const answer result = install(image.write());
        refused(result, -ENOPKG,
                "sample needs banos " + std::to_string(BANOS_VERSION_MAJOR(version)) + ".");
        expect_contains(result.log, "or newer; this is ");
    }
}

// What was made for another 0.x, which was not stable, is refused; revision 0 is not.
TEST(banos_version_of_another_0_x) {
    const no_trace check;
    driver_image image;
    image.set32(image.driver, offsetof(banos_driver, minimal_banos_version),
                BANOS_VERSION(0, 8, 3));
    refused(image.write(), -ENOPKG, "sample is for banos 0.8 alone");
}

TEST(init_outside_text) {
    const no_trace check;
    driver_image image;
    image.point(image.driver, offsetof(banos_driver, init), image.data, 0);
    refused(image.write(), -ENOEXEC, "expected an executable section");
    image = driver_image();
    image.point(image.driver, offsetof(banos_driver, init), image.text, text_size);
    refused(image.write(), -ENOEXEC, "init");
    image = driver_image();
    image.unrelocate(image.driver, offsetof(banos_driver, init));
    refused(image.write(), -ENOEXEC, "init is NULL");
    image.set64(image.driver, offsetof(banos_driver, init), 0xffffffff81000000);
    refused(image.write(), -ENOEXEC, "init, at offset 40, is neither NULL nor a pointer");
}

TEST(uninit_outside_text) {
    driver_image image;
    image.point(image.driver, offsetof(banos_driver, uninit), image.rodata, 0);
    refused(image.write(), -ENOEXEC, "expected an executable section");
}

TEST(bad_name) {
    for (const char* name : {"", "with space", "with/slash", "..", "\x1b[31m"}) {
        driver_image image;
        image.point_to_string(image.driver, offsetof(banos_driver, name), name);
        refused(image.write(), -ENOEXEC, "name");
    }
}

TEST(string_that_does_not_end) {
    driver_image image;
    image.section(image.data).content.back() = 'a';
    image.point(image.driver, offsetof(banos_driver, license), image.data, data_size - 1);
    refused(image.write(), -ENOEXEC, "license doesn't point to a string");
}

// The oldest struct, and the newest, must work.
TEST(sizes_that_are_fine) {
    const no_trace check;
    for (const std::uint64_t size :
         {std::uint64_t{BANOS_DRIVER_SIZE_REVISION_0}, std::uint64_t{sizeof(banos_driver)}}) {
        driver_image image;
        image.section(image.driver).content.resize(size);
        image.set64(image.driver, offsetof(banos_driver, driver_size), size);
        const answer result = install(image.write());
        expect_equal(result.error, 0);
        expect_equal(uninstall(result.id).error, 0);
    }
}
