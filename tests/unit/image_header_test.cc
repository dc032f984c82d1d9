// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// What is refused by the file header alone.
#include "image_fixture.hpp"

#include <cstring>

namespace banos::test {
namespace {

TEST(image_header, sample_is_accepted) {
    EXPECT_TRUE(accepted(sample_file()));
    EXPECT_TRUE(accepted(rich_image().write()));
}

TEST(image_header, an_empty_file_is_not_elf) {
    EXPECT_TRUE(refused({}, "not an ELF file"));
}

TEST(image_header, other_files_are_called_by_their_names) {
    const auto file = [](std::string_view text) { return bytes(text.begin(), text.end()); };
    EXPECT_TRUE(refused(file("\x1f\x8b\x08 and more"), "compressed with gzip"));
    EXPECT_TRUE(refused(file("\xfd"
                             "7zXZ and more"),
                        "compressed with xz"));
    EXPECT_TRUE(refused(file("\x28\xb5\x2f\xfd and more"), "compressed with zstd"));
    EXPECT_TRUE(refused(file("!<arch>\n"), "an archive"));
    EXPECT_TRUE(refused(file("#!/bin/sh\n"), "a script"));
    EXPECT_TRUE(refused(file("MZ and more"), "a program for another system"));
    EXPECT_TRUE(refused(file("M"), "doesn't begin with 7f 45 4c 46"));
    EXPECT_TRUE(refused(file("something else"), "doesn't begin with 7f 45 4c 46"));
}

TEST(image_header, truncated_at_every_byte_is_refused) {
    for (const bytes& whole : {sample_file(), rich_image().write()}) {
        for (std::size_t size = 0; size < whole.size(); size++) {
            const bytes part(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
            const parse_result result(part);
            ASSERT_EQ(result.error(), -ENOEXEC) << "of " << size << " bytes";
            ASSERT_FALSE(result.log().empty());
        }
    }
}

TEST(image_header, a_part_of_the_header_only) {
    bytes file = sample_file();
    file.resize(63);
    EXPECT_TRUE(refused(file,
                        "the file has 63 bytes, expected at least the 64 of an ELF header: is "
                        "it truncated?"));
}

TEST(image_header, bytes_behind_the_section_headers_are_ignored) {
    bytes file = sample_file();
    file.resize(file.size() + 100, 0xff);
    EXPECT_TRUE(accepted(file));
}

TEST(image_header, larger_than_the_limit_is_refused_before_it_is_read) {
    EXPECT_TRUE(refused(bytes(IMAGE_SIZE_MAX + 1),
                        "the file has 16777217 bytes, expected at most "
                        "16777216",
                        EFBIG));
}

TEST(image_header, wrong_class) {
    bytes file = sample_file();
    header_of(file).e_ident[EI_CLASS] = ELFCLASS32;
    EXPECT_TRUE(refused(file, "e_ident[EI_CLASS] is 1, expected 2: an image is a 64-bit object"));
}

TEST(image_header, wrong_endianness) {
    bytes file = sample_file();
    header_of(file).e_ident[EI_DATA] = ELFDATA2MSB;
    EXPECT_TRUE(refused(file, "e_ident[EI_DATA] is 2, expected 1: an image is little endian"));
}

TEST(image_header, wrong_versions) {
    bytes file = sample_file();
    header_of(file).e_ident[EI_VERSION] = 0;
    EXPECT_TRUE(refused(file, "e_ident[EI_VERSION] is 0, expected 1"));
    file = sample_file();
    header_of(file).e_version = 0x10001;
    EXPECT_TRUE(refused(file, "e_version is 65537, expected 1"));
}

TEST(image_header, wrong_system) {
    bytes file = sample_file();
    header_of(file).e_ident[EI_OSABI] = ELFOSABI_GNU;
    EXPECT_TRUE(accepted(file));
    header_of(file).e_ident[EI_OSABI] = ELFOSABI_FREEBSD;
    EXPECT_TRUE(refused(file, "e_ident[EI_OSABI] is 9, expected 0 (System V) or 3 (GNU)"));
    file = sample_file();
    header_of(file).e_ident[EI_ABIVERSION] = 1;
    EXPECT_TRUE(refused(file, "e_ident[EI_ABIVERSION] is 1, expected 0"));
}

TEST(image_header, wrong_type) {
    for (const std::uint32_t type :
         std::initializer_list<std::uint32_t>{ET_NONE, ET_EXEC, ET_DYN, ET_CORE}) {
        bytes file = sample_file();
        header_of(file).e_type = static_cast<std::uint16_t>(type);
        EXPECT_TRUE(refused(file, "e_type is " + std::to_string(type) + ", expected 1"));
    }
}

TEST(image_header, wrong_machine) {
    bytes file = sample_file();
    header_of(file).e_machine = EM_AARCH64;
    EXPECT_TRUE(refused(file, "e_machine is 183, expected 62: this banos takes images for x86-64"));
}

TEST(image_header, wrong_sizes) {
    bytes file = sample_file();
    header_of(file).e_ehsize = 63;
    EXPECT_TRUE(refused(file, "e_ehsize is 63, expected 64"));
    file = sample_file();
    header_of(file).e_shentsize = 40;
    EXPECT_TRUE(refused(file, "e_shentsize is 40, expected 64"));
    file = sample_file();
    header_of(file).e_phnum = 1;
    EXPECT_TRUE(refused(file, "e_phnum is 1, expected 0"));
}

TEST(image_header, unknown_flags) {
    bytes file = sample_file();
    header_of(file).e_flags = 0x80000000;
    EXPECT_TRUE(refused(file, "e_flags is 2147483648, expected 0"));
}

TEST(image_header, extended_numbering) {
    bytes file = sample_file();
    header_of(file).e_shnum = 0;
    EXPECT_TRUE(refused(file, "e_shnum is 0: the file has no sections, or more than 32768"));
    file = sample_file();
    header_of(file).e_shnum = 32769;
    EXPECT_TRUE(refused(file, "e_shnum is 32769, expected at most 32768 sections"));
    file = sample_file();
    header_of(file).e_shstrndx = SHN_XINDEX;
    EXPECT_TRUE(refused(file, "e_shstrndx is 65535, expected 1 to"));
}

TEST(image_header, section_headers_elsewhere) {
    const bytes sample = sample_file();
    for (std::uint64_t offset : {std::uint64_t{0}, std::uint64_t{8}, std::uint64_t{56},
                                 std::uint64_t{sample.size()}, std::uint64_t{1} << 32,
                                 ~std::uint64_t{7}, (~std::uint64_t{0} - 63) & ~std::uint64_t{7}}) {
        bytes file = sample;
        header_of(file).e_shoff = offset;
        EXPECT_TRUE(refused(file, "aren't inside the file"));
    }
    bytes file = sample;
    header_of(file).e_shoff += 4;
    EXPECT_TRUE(refused(file, "expected a multiple of 8"));
    file = sample;
    header_of(file).e_shnum++;
    EXPECT_TRUE(refused(file, "aren't inside the file"));
}

TEST(image_header, wrong_names_section) {
    bytes file = sample_file();
    header_of(file).e_shstrndx = 0;
    EXPECT_TRUE(refused(file, "e_shstrndx is 0, expected 1 to"));
    header_of(file).e_shstrndx = header_of(file).e_shnum;
    EXPECT_TRUE(refused(file, "expected 1 to"));
    header_of(file).e_shstrndx = 1;
    EXPECT_TRUE(refused(file, "section 1, which e_shstrndx names, isn't a string table"));
}

// Every byte of the header with every kind of wrong value: never taken for something else.
TEST(image_header, hostile_values_everywhere) {
    const bytes sample = sample_file();
    const parse_result plain(sample);
    for (std::size_t at = 0; at < sizeof(Elf64_Ehdr); at++) {
        for (unsigned value :
             {0x00U, 0x01U, 0x7fU, 0x80U, 0xffU, sample[at] ^ 1U, sample[at] + 1U}) {
            bytes file = sample;
            file[at] = static_cast<std::uint8_t>(value);
            const parse_result result(file);
            if (result.error() != 0)
                EXPECT_FALSE(result.log().empty());
            else
                EXPECT_STREQ(result->driver.name, plain->driver.name);
        }
    }
}

} // namespace
} // namespace banos::test
