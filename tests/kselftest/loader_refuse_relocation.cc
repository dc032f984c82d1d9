// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// Relocations that would write where nothing is to be written, or what cannot be right.
#include "driver_image.hpp"
#include "loader.hpp"
#include "test.hpp"

#include <cerrno>
#include <elf.h>

using namespace banos::test;

TEST(outside_its_section) {
    const no_trace check;
    for (const std::uint64_t offset :
         {std::uint64_t{data_size - 7}, std::uint64_t{data_size}, std::uint64_t{1} << 32,
          ~std::uint64_t{0} - 7, ~std::uint64_t{0}}) {
        driver_image image;
        image.relocate(image.data, offset, R_X86_64_64, image.init);
        refused(image.write(), -ENOEXEC, "relocation 0 of section 3 (.data)");
    }
}

TEST(of_unknown_type) {
    const no_trace check;
    for (const std::uint32_t type :
         {std::uint32_t{R_X86_64_COPY}, std::uint32_t{R_X86_64_RELATIVE},
          std::uint32_t{R_X86_64_TPOFF32}, std::uint32_t{200}, ~std::uint32_t{0}}) {
        driver_image image;
        image.relocate(image.data, 16, type, image.init);
        refused(image.write(), -ENOEXEC, "type " + std::to_string(type) + " is unknown");
    }
}

TEST(to_a_symbol_that_is_not_there) {
    bytes file = sample_file();
    relocation_of(file, ".text", 0).r_info = ELF64_R_INFO(0xffffff, R_X86_64_PLT32);
    refused(file, -ENOEXEC, "it is to symbol 16777215, but there are ");
}

TEST(without_addend) {
    bytes file = sample_file();
    section_of(file, ".rela.text").sh_type = SHT_REL;
    refused(file, -ENOEXEC, "holds SHT_REL relocations");
}

TEST(of_a_section_that_is_not_there) {
    bytes file = sample_file();
    section_of(file, ".rela.text").sh_info = header_of(file).e_shnum;
    refused(file, -ENOEXEC, "(.rela.text): sh_info is ");
}

TEST(of_zeroes) {
    driver_image image;
    image.relocate(image.bss, 0, R_X86_64_64, image.init);
    refused(image.write(), -ENOEXEC, "which has no bytes");
}

TEST(twice_at_the_same_place) {
    driver_image image;
    image.relocate(image.data, 16, R_X86_64_64, image.init);
    image.relocate(image.data, 20, R_X86_64_32S, image.init);
    refused(image.write(), -ENOEXEC, "change the same bytes");
}

// An address in the kernel's half, in 32 unsigned bits: found out when the image has its place,
// and everything that the image has by then is given back.
TEST(value_that_does_not_fit) {
    const no_trace check;
    driver_image image;
    image.relocate(image.data, 16, R_X86_64_32, image.init);
    refused(image.write(), -ENOEXEC, "R_X86_64_32 at .data+0x10");
}

TEST(addend_that_does_not_fit) {
    const no_trace check;
    driver_image image;
    image.relocate(image.data, 16, R_X86_64_PC32, image.init, std::int64_t{1} << 40);
    refused(image.write(), -ENOEXEC, "R_X86_64_PC32 at .data+0x10");
}
