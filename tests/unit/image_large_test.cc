// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Files of nearly the largest size, made to be slow: whoever compares everything with everything
// does not end within the test's time limit.
#include "image_fixture.hpp"

namespace banos::test {
namespace {

TEST(image_large, relocations_backwards) {
    constexpr std::uint64_t count = 400'000;
    driver_image image;
    const std::uint32_t big = image.add({.name = ".data.big",
                                         .flags = SHF_ALLOC | SHF_WRITE,
                                         .alignment = 8,
                                         .content = bytes(count * 8)});
    const std::uint32_t table = image.add({.name = ".rela.data.big",
                                           .type = SHT_RELA,
                                           .alignment = 8,
                                           .info = big,
                                           .entry_size = sizeof(Elf64_Rela)});
    bytes& content = image.section(table).content;
    for (std::uint64_t i = count; i > 0; i--)
        append(content, Elf64_Rela{(i - 1) * 8, ELF64_R_INFO(image.init, R_X86_64_64), 0});
    const parse_result result(image.write());
    ASSERT_EQ(result.error(), 0) << result.log();
    EXPECT_EQ(result->sections[big].order_count, count);
    image_place place{};
    EXPECT_EQ(image_pointer(&result.image(), {big, 8}, &place), 0);
    EXPECT_EQ(place.section, image.text);
    build_result built(result);
    EXPECT_EQ(built.build(), 0) << built.log();
}

// Half a million relocations that do nothing, all where the first export is.
TEST(image_large, relocations_at_one_place) {
    constexpr std::size_t exports = 10'000;
    constexpr int nothings = 500'000;
    driver_image image;
    std::vector<std::int64_t> names;
    names.reserve(exports);
    for (std::size_t i = 0; i < exports; i++)
        names.push_back(static_cast<std::int64_t>(image.put("e" + std::to_string(i))));
    const std::uint32_t section = image.add({.name = ".banos-export",
                                             .flags = SHF_ALLOC,
                                             .alignment = 8,
                                             .content = bytes(16 * exports)});
    const std::uint32_t table = image.add({.name = ".rela.banos-export",
                                           .type = SHT_RELA,
                                           .alignment = 8,
                                           .info = section,
                                           .entry_size = sizeof(Elf64_Rela)});
    const std::uint32_t rodata = image.find_symbol("at.rodata");
    bytes& content = image.section(table).content;
    for (std::uint64_t i = 0; i < exports; i++) {
        append(content, Elf64_Rela{16 * i, ELF64_R_INFO(rodata, R_X86_64_64), names[i]});
        append(content, Elf64_Rela{16 * i + 8, ELF64_R_INFO(image.init, R_X86_64_64), 0});
    }
    for (int i = 0; i < nothings; i++)
        append(content, Elf64_Rela{8, R_X86_64_NONE, 0});
    const parse_result result(image.write());
    ASSERT_EQ(result.error(), 0) << result.log();
    EXPECT_EQ(result->export_count, static_cast<std::uint32_t>(exports));
    EXPECT_STREQ(result->exports[exports - 1].name, "e9999");
}

TEST(image_large, most_sections) {
    driver_image image;
    while (image.add({.name = "s", .flags = SHF_ALLOC, .content = bytes(1)}) + 4 <
           IMAGE_SECTIONS_MAX)
        continue;
    bytes file = image.write();
    ASSERT_EQ(header_of(file).e_shnum, IMAGE_SECTIONS_MAX);
    EXPECT_TRUE(accepted(file));
    image.add({.name = "s", .flags = SHF_ALLOC, .content = bytes(1)});
    EXPECT_TRUE(refused(image.write(), "e_shnum is 32769, expected at most 32768 sections"));
}

TEST(image_large, symbols_with_the_longest_names) {
    constexpr int count = 500'000;
    driver_image image;
    const std::uint32_t first = image.add_symbol(std::string(255, 'n'), image.text, 0, 1, STT_FUNC);
    const std::uint32_t name = image.symbol(first).st_name;
    for (int i = 1; i < count; i++)
        image.symbol(image.add_symbol("", image.text, 0, 1, STT_FUNC)).st_name = name;
    const parse_result result(image.write());
    ASSERT_EQ(result.error(), 0) << result.log();
    EXPECT_EQ(result->name_count, static_cast<std::uint32_t>(count + 2));
}

} // namespace
} // namespace banos::test
