// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Relocation tables: what is refused when an image is parsed, and what pointers point to.
#include "image_fixture.hpp"

#include <cstring>

namespace banos::test {
namespace {

TEST(image_relocation, tables_of_the_other_kinds) {
    bytes file = sample_file();
    section_of(file, ".rela.text").sh_type = SHT_REL;
    EXPECT_TRUE(refused(file, "(.rela.text) holds SHT_REL relocations, expected SHT_RELA ones"));
    for (std::uint32_t type : {std::uint32_t{19}, std::uint32_t{0x40000014}}) {
        file = sample_file();
        section_of(file, ".rela.text").sh_type = type;
        EXPECT_TRUE(refused(file, ", packed relocations, expected plain SHT_RELA ones"));
    }
    // clang writes one for a section that nobody loads.
    driver_image image;
    const std::uint32_t graph =
        image.add({.name = ".llvm.call-graph-profile", .type = 0x6fff4c09, .content = bytes(16)});
    image.add({.name = ".rel.llvm.call-graph-profile",
               .type = SHT_REL,
               .content = bytes(16),
               .info = graph,
               .entry_size = 16});
    EXPECT_TRUE(accepted(image.write()));
}

TEST(image_relocation, target_section_out_of_range) {
    bytes file = sample_file();
    section_of(file, ".rela.text").sh_info = 11;
    EXPECT_TRUE(refused(file, "(.rela.text): sh_info is 11, but there are 11 sections"));
}

TEST(image_relocation, tables_of_a_wrong_shape) {
    bytes file = sample_file();
    section_of(file, ".rela.text").sh_entsize = 16;
    EXPECT_TRUE(refused(file, "(.rela.text): sh_entsize is 16, sh_size 0x18"));
    file = sample_file();
    section_of(file, ".rela.text").sh_size = 23;
    EXPECT_TRUE(refused(file, "sh_size 0x17"));
    file = sample_file();
    section_of(file, ".rela.text").sh_link = 1;
    EXPECT_TRUE(refused(file, "(.rela.text): sh_link is 1, expected 8, the symbol table"));
    driver_image image;
    image.add({.name = ".pad", .content = bytes(8)});
    image.add({.name = ".rela.data",
               .type = SHT_RELA,
               .alignment = 8,
               .content = bytes(24),
               .info = image.data,
               .entry_size = 24});
    file = image.write();
    section_of(file, ".pad").sh_size = 4;
    section_of(file, ".rela.data").sh_offset -= 4;
    EXPECT_TRUE(refused(file, "and a multiple of 8"));
}

TEST(image_relocation, two_tables_for_one_section) {
    driver_image image;
    image.add({.name = ".rela.text2",
               .type = SHT_RELA,
               .alignment = 8,
               .content = bytes(24),
               .info = image.text,
               .entry_size = 24});
    EXPECT_TRUE(refused(image.write(), "(.rela.text2): section 1 (.text) has another section of "
                                       "relocations already"));
}

TEST(image_relocation, of_zeroes) {
    driver_image image;
    image.relocate(image.bss, 0, R_X86_64_64, image.init);
    EXPECT_TRUE(refused(image.write(), "(.rela.bss) changes section 4 (.bss), which has no bytes"));
    image.unrelocate(image.bss, 0);
    EXPECT_TRUE(accepted(image.write())); // an empty table changes nothing
}

TEST(image_relocation, of_a_section_that_is_not_loaded) {
    driver_image image;
    const std::uint32_t debug = image.add({.name = ".debug_info", .content = bytes(8)});
    image.relocate(debug, 1000, 250, 99999);
    EXPECT_TRUE(accepted(image.write()));
}

TEST(image_relocation, to_a_section_that_is_not_loaded) {
    driver_image image;
    const std::uint32_t debug = image.add({.name = ".debug_info", .content = bytes(8)});
    const std::uint32_t symbol = image.add_symbol("debug", debug);
    image.relocate(image.data, 8, R_X86_64_64, symbol);
    EXPECT_TRUE(refused(image.write(), "R_X86_64_64 at .data+0x8 to debug: that is in section 8 "
                                       "(.debug_info), which isn't loaded"));
}

TEST(image_relocation, unknown_types) {
    for (std::uint32_t type = 0; type < 300; type++) {
        switch (type) {
        case R_X86_64_NONE:
        case R_X86_64_64:
        case R_X86_64_PC32:
        case R_X86_64_PLT32:
        case R_X86_64_GOTPCREL:
        case R_X86_64_32:
        case R_X86_64_32S:
        case R_X86_64_PC64:
        case R_X86_64_GOTPCRELX:
        case R_X86_64_REX_GOTPCRELX:
            continue;
        default:
            break;
        }
        driver_image image;
        image.relocate(image.data, 16, type, image.init);
        EXPECT_TRUE(refused(image.write(), "relocation 0 of section 3 (.data), at offset 0x10: "
                                           "type " +
                                               std::to_string(type) + " is unknown"));
    }
    bytes file = sample_file();
    relocation_of(file, ".text", 0).r_info |= 0xffffffff;
    EXPECT_TRUE(refused(file, "type 4294967295 is unknown"));
}

TEST(image_relocation, symbol_out_of_range) {
    bytes file = sample_file();
    for (std::uint64_t symbol : {std::uint64_t{9}, std::uint64_t{0xffffffff}}) {
        relocation_of(file, ".text", 0).r_info = ELF64_R_INFO(symbol, R_X86_64_PLT32);
        EXPECT_TRUE(refused(file, "relocation 0 of section 1 (.text), at offset 0x1: it is to "
                                  "symbol " +
                                      std::to_string(symbol) + ", but there are 9"));
    }
    relocation_of(file, ".text", 0).r_info = ELF64_R_INFO(9, R_X86_64_NONE);
    EXPECT_TRUE(refused(file, "it is to symbol 9"));
}

TEST(image_relocation, outside_its_section) {
    bytes file = sample_file();
    Elf64_Rela& rela = relocation_of(file, ".text", 0);
    rela.r_offset = text_size - 4;
    EXPECT_TRUE(accepted(file));
    for (std::uint64_t offset :
         {std::uint64_t{text_size - 3}, std::uint64_t{text_size}, std::uint64_t{1} << 63,
          ~std::uint64_t{0} - 3, ~std::uint64_t{0}}) {
        rela.r_offset = offset;
        EXPECT_TRUE(refused(file, "relocation 0 of section 1 (.text): its 4 bytes at offset 0x"));
    }
    rela.r_offset = text_size - 7;
    rela.r_info = ELF64_R_INFO(6, R_X86_64_64);
    EXPECT_TRUE(refused(file, "its 8 bytes at offset 0x29 aren't inside the section"));
}

// Not only the first one to its symbol, which is looked at more closely.
TEST(image_relocation, later_ones_outside_their_section) {
    for (std::uint64_t offset :
         {std::uint64_t{data_size - 7}, std::uint64_t{data_size}, std::uint64_t{data_size + 1},
          std::uint64_t{1} << 63, ~std::uint64_t{0} - 7, ~std::uint64_t{0}}) {
        for (std::uint32_t type :
             std::initializer_list<std::uint32_t>{R_X86_64_64, R_X86_64_PC64, R_X86_64_32}) {
            driver_image image;
            const std::uint32_t target =
                type == R_X86_64_32 ? image.add_symbol("absolute", SHN_ABS, 1) : image.init;
            image.relocate(image.data, 0, type, target);
            image.relocate(image.data, offset, type, target);
            EXPECT_TRUE(type == R_X86_64_32 && offset == data_size - 7
                            ? accepted(image.write())
                            : refused(image.write(), "relocation 1 of section 3 (.data): its "));
        }
    }
}

TEST(image_relocation, later_ones_to_other_symbols) {
    bytes file = [] {
        driver_image image;
        image.relocate(image.data, 0, R_X86_64_64, image.init);
        image.relocate(image.data, 8, R_X86_64_64, image.init);
        return image.write();
    }();
    Elf64_Rela& second = relocation_of(file, ".data", 1);
    second.r_info = ELF64_R_INFO(0xffffffff, R_X86_64_64);
    EXPECT_TRUE(refused(file, "relocation 1 of section 3 (.data), at offset 0x8: it is to symbol"));
    second.r_info = ELF64_R_INFO(6, 64);
    EXPECT_TRUE(refused(file, "relocation 1 of section 3 (.data), at offset 0x8: type 64"));
    second.r_info = ELF64_R_INFO(6, 0xffffff01);
    EXPECT_TRUE(refused(file, "type 4294967041 is unknown"));
}

// R_X86_64_NONE doesn't use its symbol, whatever that is.
TEST(image_relocation, none_to_anything) {
    driver_image image;
    const std::uint32_t debug = image.add({.name = ".debug_info", .content = bytes(8)});
    image.relocate(image.data, 8, R_X86_64_NONE, image.add_symbol("debug", debug));
    image.relocate(image.data, 8, R_X86_64_NONE, image.add_symbol("printk", SHN_UNDEF));
    image.relocate(image.data, data_size, R_X86_64_NONE, 0);
    const parse_result result(image.write());
    ASSERT_EQ(result.error(), 0) << result.log();
    EXPECT_FALSE(result->imports[result.import("printk")].used);
}

TEST(image_relocation, over_each_other) {
    for (std::uint64_t second : {8U, 9U, 15U, 1U, 7U}) {
        driver_image image;
        image.relocate(image.data, 8, R_X86_64_64, image.init);
        image.relocate(image.data, second, R_X86_64_64, image.init);
        EXPECT_TRUE(refused(image.write(), "change the same bytes")) << second;
    }
    driver_image image;
    image.relocate(image.data, 8, R_X86_64_64, image.init);
    image.relocate(image.data, 0, R_X86_64_64, image.init);
    image.relocate(image.data, 16, R_X86_64_64, image.init);
    image.relocate(image.data, 12, R_X86_64_NONE, 0); // changes nothing
    EXPECT_TRUE(accepted(image.write()));
}

TEST(image_relocation, plain_32_bits_can_never_hold_a_kernel_address) {
    for (bool import : {false, true}) {
        driver_image image;
        const std::uint32_t target = import ? image.dprintln : image.init;
        image.relocate(image.text, 40, R_X86_64_32, target);
        EXPECT_TRUE(refused(image.write(),
                            std::string("R_X86_64_32 at .text+0x28 to ") +
                                (import ? "banos_dprintln" : "sample_init") +
                                ": no kernel address fits 32 bits without a sign; compile with "
                                "-mcmodel=kernel"));
    }
    driver_image image;
    const std::uint32_t absolute = image.add_symbol("port", SHN_ABS, 0x3f8);
    const std::uint32_t weak = image.add_symbol("banos_w", SHN_UNDEF, 0, 0, STT_FUNC, STB_WEAK);
    image.relocate(image.data, 0, R_X86_64_32, absolute);
    image.relocate(image.data, 8, R_X86_64_32, weak);
    EXPECT_TRUE(accepted(image.write()));
}

TEST(image_relocation, messages_name_sections_of_section_symbols) {
    driver_image image;
    const std::uint32_t symbol = image.add_symbol("", image.rodata, 0, 0, STT_SECTION, STB_LOCAL);
    image.relocate(image.text, 40, R_X86_64_32, symbol);
    EXPECT_TRUE(refused(image.write(), "R_X86_64_32 at .text+0x28 to .rodata: "));
}

// The place that a pointer in .data of this image points to.
int pointer_at(driver_image& image, std::uint64_t offset, image_place* pointer) {
    const parse_result result(image.write());
    EXPECT_EQ(result.error(), 0) << result.log();
    return image_pointer(&result.image(), {image.data, offset}, pointer);
}

TEST(image_pointer, null) {
    driver_image image;
    image_place place{7, 7};
    EXPECT_EQ(pointer_at(image, 0, &place), 0);
    EXPECT_EQ(place.section, 0U);
    EXPECT_EQ(place.offset, 0U);
    image.relocate(image.data, 0, R_X86_64_NONE, 0);
    EXPECT_EQ(pointer_at(image, 0, &place), 0);
    EXPECT_EQ(place.section, 0U);
}

TEST(image_pointer, to_a_place_of_the_image) {
    driver_image image;
    image_place place{};
    image.relocate(image.data, 0, R_X86_64_64, image.find_symbol("sample_uninit"), 3);
    EXPECT_EQ(pointer_at(image, 0, &place), 0);
    EXPECT_EQ(place.section, image.text);
    EXPECT_EQ(place.offset, uninit_offset + 3);
}

TEST(image_pointer, found_among_many_in_any_order) {
    driver_image image;
    for (std::uint64_t offset : {40U, 0U, 56U, 8U, 24U})
        image.point(image.data, offset, image.bss, offset + 1);
    image.relocate(image.data, 16, R_X86_64_NONE, 0);
    const parse_result result(image.write());
    ASSERT_EQ(result.error(), 0) << result.log();
    ASSERT_NE(result->sections[image.data].order, nullptr);
    EXPECT_EQ(result->sections[image.data].order_count, 5U);
    for (std::uint64_t offset : {40U, 0U, 56U, 8U, 24U}) {
        image_place place{};
        EXPECT_EQ(image_pointer(&result.image(), {image.data, offset}, &place), 0);
        EXPECT_EQ(place.section, image.bss);
        EXPECT_EQ(place.offset, offset + 1);
    }
    for (std::uint64_t offset : {16U, 32U, 48U}) {
        image_place place{};
        EXPECT_EQ(image_pointer(&result.image(), {image.data, offset}, &place), 0);
        EXPECT_EQ(place.section, 0U);
    }
}

TEST(image_pointer, neither_null_nor_relocated) {
    driver_image image;
    image_place place{};
    image.set64(image.data, 0, 0x1234);
    EXPECT_EQ(pointer_at(image, 0, &place), -ENOEXEC);
}

TEST(image_pointer, of_another_kind) {
    for (const std::uint32_t type :
         std::initializer_list<std::uint32_t>{R_X86_64_PC64, R_X86_64_32S, R_X86_64_PC32}) {
        driver_image image;
        image_place place{};
        image.relocate(image.data, 0, type, image.init);
        EXPECT_EQ(pointer_at(image, 0, &place), -ENOEXEC) << type;
    }
}

TEST(image_pointer, partly_relocated) {
    driver_image image;
    image_place place{};
    image.relocate(image.data, 8, R_X86_64_64, image.init);
    EXPECT_EQ(pointer_at(image, 4, &place), -ENOEXEC);
    EXPECT_EQ(pointer_at(image, 12, &place), -ENOEXEC);
    EXPECT_EQ(pointer_at(image, 0, &place), 0);
    EXPECT_EQ(pointer_at(image, 16, &place), 0);
}

TEST(image_pointer, to_somewhere_else) {
    image_place place{};
    for (std::int64_t addend : {std::int64_t{text_size}, std::int64_t{-1}, INT64_MIN, INT64_MAX}) {
        driver_image image;
        image.relocate(image.data, 0, R_X86_64_64, image.init, addend);
        EXPECT_EQ(pointer_at(image, 0, &place), -ENOEXEC) << addend;
    }
    driver_image image;
    image.relocate(image.data, 0, R_X86_64_64, image.dprintln);
    image.relocate(image.data, 8, R_X86_64_64, image.add_symbol("absolute", SHN_ABS, 5));
    image.relocate(image.data, 16, R_X86_64_64, 0, 5);
    for (std::uint64_t offset : {0U, 8U, 16U})
        EXPECT_EQ(pointer_at(image, offset, &place), -ENOEXEC) << offset;
}

TEST(image_pointer, out_of_range) {
    const parse_result result(sample_file());
    image_place place{};
    const std::uint32_t data = result.section(".data");
    for (const image_place at :
         {image_place{data, data_size - 7}, image_place{data, data_size},
          image_place{data, ~std::uint64_t{0}}, image_place{0, 0}, image_place{1000, 0},
          image_place{result.section(".bss"), 0}, image_place{result.section(".symtab"), 0}})
        EXPECT_EQ(image_pointer(&result.image(), at, &place), -ENOEXEC);
}

TEST(image_string, ends_inside_its_section) {
    driver_image image;
    std::memcpy(image.section(image.data).content.data() + data_size - 8, "abc\0defg", 8);
    const parse_result result(image.write());
    const struct image* parsed = &result.image();
    EXPECT_STREQ(image_string(parsed, {image.data, data_size - 8}), "abc");
    EXPECT_STREQ(image_string(parsed, {image.data, data_size - 5}), "");
    EXPECT_EQ(image_string(parsed, {image.data, data_size - 4}), nullptr);
    EXPECT_EQ(image_string(parsed, {image.data, data_size}), nullptr);
    EXPECT_EQ(image_string(parsed, {image.bss, 0}), nullptr);
    EXPECT_EQ(image_string(parsed, {0, 0}), nullptr);
    EXPECT_EQ(image_string(parsed, {99, 0}), nullptr);
}

TEST(image_string, has_a_limit) {
    driver_image image;
    const std::uint64_t longest = image.put(std::string(255, 'a'));
    const std::uint64_t too_long = image.put(std::string(256, 'a'));
    const parse_result result(image.write());
    EXPECT_NE(image_string(&result.image(), {image.rodata, longest}), nullptr);
    EXPECT_EQ(image_string(&result.image(), {image.rodata, too_long}), nullptr);
}

} // namespace
} // namespace banos::test
