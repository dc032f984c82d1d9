// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Where sections go in their pools, and what the pools hold when nothing is relocated.
#include "image_fixture.hpp"
#include "relocate.h"

namespace banos::test {
namespace {

constexpr std::uint8_t trap = 0xcc;

TEST(image_layout, sections_follow_each_other_at_their_alignment) {
    driver_image image;
    const std::uint32_t a = image.add(
        {.name = ".data.a", .flags = SHF_ALLOC | SHF_WRITE, .alignment = 1, .content = bytes(3)});
    const std::uint32_t b = image.add(
        {.name = ".data.b", .flags = SHF_ALLOC | SHF_WRITE, .alignment = 256, .content = bytes(5)});
    const std::uint32_t c = image.add(
        {.name = ".data.c", .flags = SHF_ALLOC | SHF_WRITE, .alignment = 0, .content = bytes(1)});
    const parse_result result(image.write());
    ASSERT_EQ(result.error(), 0) << result.log();
    const std::uint64_t before = data_size + bss_size + sizeof(banos_driver);
    EXPECT_EQ(result->sections[image.data].offset, 0U);
    EXPECT_EQ(result->sections[image.bss].offset, data_size);
    EXPECT_EQ(result->sections[image.driver].offset, data_size + bss_size);
    EXPECT_EQ(result->sections[a].offset, before);
    EXPECT_EQ(result->sections[b].offset, (before + 3 + 255) / 256 * 256);
    EXPECT_EQ(result->sections[c].offset, result->sections[b].offset + 5);
    EXPECT_EQ(result->pool_size[IMAGE_DATA], result->sections[c].offset + 1);
    EXPECT_EQ(result->pool_alignment[IMAGE_DATA], 256U);
}

TEST(image_layout, text_ends_in_a_trap) {
    driver_image image;
    image.unrelocate(image.text, init_offset + 1); // no stubs
    const parse_result result(image.write());
    ASSERT_EQ(result.error(), 0) << result.log();
    EXPECT_FALSE(result->has_stubs);
    EXPECT_EQ(result->pool_size[IMAGE_TEXT], text_size + 1 + RELOCATE_STOP_SIZE);
    build_result built(result);
    ASSERT_EQ(built.build(), 0) << built.log();
    EXPECT_EQ(built.pool(IMAGE_TEXT)[text_size], trap);
    EXPECT_EQ(result->end_offset, text_size + 1);
    const std::uint8_t* end = built.pool(IMAGE_TEXT).data() + result->end_offset;
    EXPECT_EQ(bytes(end, end + RELOCATE_STOP_SIZE),
              bytes(relocate_text_stop, relocate_text_stop + RELOCATE_STOP_SIZE));
}

TEST(image_layout, gaps_in_text_trap) {
    driver_image image;
    image.add({.name = ".text.a",
               .flags = SHF_ALLOC | SHF_EXECINSTR,
               .alignment = 16,
               .content = bytes(1, 0x90)});
    const std::uint32_t b = image.add({.name = ".text.b",
                                       .flags = SHF_ALLOC | SHF_EXECINSTR,
                                       .alignment = 64,
                                       .content = bytes(1, 0x90)});
    const parse_result result(image.write());
    build_result built(result);
    ASSERT_EQ(built.build(), 0) << built.log();
    EXPECT_EQ(built.pool(IMAGE_TEXT)[text_size], 0x90);
    for (std::uint64_t at = text_size + 1; at < result->sections[b].offset; at++)
        EXPECT_EQ(built.pool(IMAGE_TEXT)[at], trap);
}

TEST(image_layout, contents_are_copied_and_zeroes_stay) {
    driver_image image;
    image.put("constant");
    image.set64(image.data, 8, 0x1122334455667788);
    const parse_result result(image.write());
    build_result built(result);
    ASSERT_EQ(built.build(), 0) << built.log();
    EXPECT_EQ(built.get64(image.data, 8), 0x1122334455667788U);
    const bytes& data = built.pool(IMAGE_DATA);
    for (std::uint64_t i = 0; i < bss_size; i++)
        EXPECT_EQ(data[result->sections[image.bss].offset + i], 0);
    const std::string rodata(built.pool(IMAGE_RODATA).begin(), built.pool(IMAGE_RODATA).end());
    EXPECT_NE(rodata.find("constant"), std::string::npos);
}

TEST(image_layout, addresses_of_places) {
    const parse_result result(sample_file());
    const build_result built(result);
    EXPECT_EQ(image_address(&result.image(), &built.addresses, {result.section(".bss"), 5}),
              data_address + data_size + 5);
    EXPECT_EQ(image_address(&result.image(), &built.addresses, result->driver.init),
              text_address + init_offset);
    EXPECT_EQ(image_address(&result.image(), &built.addresses, {0, 77}), 0U);
}

// A smaller pool than the image's needs is never asked for, nor a larger alignment given up.
TEST(image_layout, empty_pools_need_no_memory) {
    driver_image image;
    image.section(image.rodata).flags |= SHF_WRITE; // strings in .data, nothing constant
    const parse_result result(image.write());
    ASSERT_EQ(result.error(), 0) << result.log();
    EXPECT_EQ(result->pool_size[IMAGE_RODATA], 0U);
    EXPECT_EQ(result->pool_alignment[IMAGE_RODATA], 1U);
    build_result built(result);
    EXPECT_EQ(built.build(), 0) << built.log();
}

TEST(image_layout, got_is_counted_against_the_limit) {
    driver_image image;
    const std::uint32_t big = image.add(
        {.name = ".rodata.big", .type = SHT_NOBITS, .flags = SHF_ALLOC, .nobits_size = 0});
    image.relocate(image.text, 36, R_X86_64_GOTPCREL, image.init, -4);
    const std::uint64_t strings = image.section(image.rodata).content.size();
    image.section(big).nobits_size = IMAGE_SIZE_MAX - strings - 8;
    bytes file = image.write();
    EXPECT_TRUE(accepted(file));
    section_of(file, ".rodata.big").sh_size++;
    EXPECT_TRUE(refused(file, "the rodata of the image needs more than 0x1000000 bytes", EFBIG));
}

// An image whose .text sections take a page each, all but the last, which has this size.
bytes pages_of_text(std::uint32_t pages, std::uint64_t last) {
    driver_image image;
    for (std::uint32_t i = 1; i < pages; i++) // .text is the first
        image.add({.name = "x",
                   .flags = SHF_ALLOC | SHF_EXECINSTR,
                   .content = bytes(i + 1 < pages ? 1 : last)});
    bytes file = image.write();
    for (std::uint32_t i = 1; i < header_of(file).e_shnum; i++)
        if (section_of(file, i).sh_flags & SHF_EXECINSTR)
            section_of(file, i).sh_addralign = 4096;
    return file;
}

TEST(image_layout, stubs_and_end_of_text_are_counted_against_the_limit) {
    const char* sentence = "the text of the image needs more than 0x1000000 bytes";
    constexpr std::uint32_t most = IMAGE_SIZE_MAX / 4096;
    constexpr std::uint64_t stubs = 64;
    EXPECT_TRUE(refused(pages_of_text(most + 1, 1), sentence, EFBIG));
    EXPECT_TRUE(refused(pages_of_text(most, 4096), sentence, EFBIG));
    EXPECT_TRUE(refused(pages_of_text(most, 4095), sentence, EFBIG));
    EXPECT_TRUE(refused(pages_of_text(most, 4096 - stubs), sentence, EFBIG));
    EXPECT_TRUE(refused(pages_of_text(most, 4096 - stubs - RELOCATE_STOP_SIZE), sentence, EFBIG));
    // What ends the functions is padded to the stubs' alignment of 16.
    EXPECT_TRUE(accepted(pages_of_text(most, 4096 - stubs - 16)));
}

} // namespace
} // namespace banos::test
