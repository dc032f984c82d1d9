// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// Sections that no image may have. Every rule of the parser has a unit test; here is one of each
// kind, through the whole loader.
#include "driver_image.hpp"
#include "loader.hpp"
#include "test.hpp"

#include <cerrno>
#include <elf.h>

using namespace banos::test;

namespace {

constexpr std::uint64_t huge = ~std::uint64_t{0};

} // namespace

TEST(outside_the_file) {
    const no_trace check;
    for (const std::uint64_t value : {std::uint64_t{0x100000}, std::uint64_t{1} << 63, huge}) {
        bytes file = sample_file();
        section_of(file, ".text").sh_offset = value;
        refused(file, -ENOEXEC, "section 1 (.text): its 0x30 bytes at 0x");
        file = sample_file();
        section_of(file, ".text").sh_size = value;
        refused(file, -ENOEXEC, "aren't inside the file");
    }
}

// Offset and size fit each, and their sum is small because it overflowed.
TEST(offset_and_size_overflow) {
    bytes file = sample_file();
    section_of(file, ".text").sh_offset = huge - 15;
    section_of(file, ".text").sh_size = 32;
    refused(file, -ENOEXEC, "aren't inside the file");
}

TEST(overlapping) {
    bytes file = sample_file();
    section_of(file, ".data").sh_offset = section_of(file, ".text").sh_offset + 40;
    refused(file, -ENOEXEC, "section 1 (.text) at 0x40 overlaps section 3 (.data) at 0x68");
    file = sample_file();
    section_of(file, ".text").sh_offset = header_of(file).e_shoff + 64;
    refused(file, -ENOEXEC, "overlap the section headers");
    file = sample_file();
    section_of(file, ".text").sh_offset = 0;
    refused(file, -ENOEXEC, "inside the ELF header");
}

TEST(writable_and_executable) {
    const no_trace check;
    bytes file = sample_file();
    section_of(file, ".text").sh_flags |= SHF_WRITE;
    refused(file, -ENOEXEC, "section 1 (.text) is writable and executable");
    file = sample_file();
    section_of(file, ".data").sh_flags |= SHF_EXECINSTR;
    refused(file, -ENOEXEC, "(.data) is writable and executable");
}

TEST(constructors_and_destructors) {
    for (const auto& [name, type] :
         {std::pair{".init_array", SHT_INIT_ARRAY}, std::pair{".fini_array", SHT_FINI_ARRAY},
          std::pair{".preinit_array", SHT_PREINIT_ARRAY}, std::pair{".ctors", SHT_PROGBITS}}) {
        driver_image image;
        image.add({.name = name,
                   .type = static_cast<std::uint32_t>(type),
                   .flags = SHF_ALLOC | SHF_WRITE,
                   .alignment = 8,
                   .content = bytes(8)});
        refused(image.write(), -ENOEXEC, "constructors or destructors");
    }
}

TEST(thread_local_variables) {
    driver_image image;
    image.add({.name = ".tdata", .flags = SHF_ALLOC | SHF_WRITE | SHF_TLS, .content = bytes(8)});
    refused(image.write(), -ENOEXEC, "thread-local");
}

TEST(alignment_out_of_range) {
    for (const std::uint64_t alignment : {std::uint64_t{3}, std::uint64_t{8192}, huge}) {
        bytes file = sample_file();
        section_of(file, ".data").sh_addralign = alignment;
        refused(file, -ENOEXEC, "sh_addralign is 0x");
    }
}

TEST(zeroes_without_end) {
    const no_trace check;
    for (const std::uint64_t size : {std::uint64_t{17} << 20, std::uint64_t{1} << 40, huge}) {
        bytes file = sample_file();
        section_of(file, ".bss").sh_size = size;
        const answer result = install(file);
        expect(result.error == -ENOEXEC || result.error == -EFBIG || result.error == -ENOMEM);
        expect(!result.log.empty());
    }
}

// Fits the parser's limits, and nothing else: the arena says so.
TEST(larger_than_the_arena) {
    const no_trace check;
    driver_image image;
    image.section(image.bss).nobits_size = 15U << 20;
    const answer result = install(image.write());
    if (statistics().data_size > 15U << 20) {
        uninstall(result.id);
        skip("the arena for data has room for it");
    }
    refused(result, -ENOMEM, "no room in the data arena for ");
}

TEST(comdat_group) {
    driver_image image;
    image.add({.name = ".text.group",
               .flags = SHF_ALLOC | SHF_EXECINSTR | SHF_GROUP,
               .content = bytes(8)});
    refused(image.write(), -ENOEXEC, "COMDAT group");
}

TEST(no_symbol_table) {
    bytes file = sample_file();
    section_of(file, ".symtab").sh_type = SHT_PROGBITS;
    refused(file, -ENOEXEC, "");
}

TEST(symbol_of_no_section) {
    bytes file = sample_file();
    symbol_of(file, "sample_init").st_shndx = header_of(file).e_shnum;
    refused(file, -ENOEXEC, "sections");
}

TEST(symbol_outside_its_section) {
    bytes file = sample_file();
    symbol_of(file, "sample_init").st_value = huge;
    refused(file, -ENOEXEC, "aren't inside section 1 (.text)");
}
