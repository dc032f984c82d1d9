// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// .banos-export.
#include "image_fixture.hpp"

#include <cstddef>

namespace banos::test {
namespace {

TEST(image_export, are_listed) {
    driver_image image;
    image.add_export("banos_x_sample_a", image.text, uninit_offset);
    image.add_export("banos_x_sample_b", image.data, 8);
    image.add_export("b", image.bss, bss_size - 1);
    const parse_result result(image.write());
    ASSERT_EQ(result.error(), 0) << result.log();
    ASSERT_EQ(result->export_count, 3U);
    EXPECT_STREQ(result->exports[0].name, "banos_x_sample_a");
    EXPECT_EQ(result->exports[0].place.section, image.text);
    EXPECT_EQ(result->exports[0].place.offset, uninit_offset);
    EXPECT_STREQ(result->exports[1].name, "banos_x_sample_b");
    EXPECT_EQ(result->exports[1].place.section, image.data);
    EXPECT_STREQ(result->exports[2].name, "b");
    EXPECT_EQ(result->exports[2].place.offset, bss_size - 1);
}

TEST(image_export, none_or_an_empty_section) {
    EXPECT_EQ(parse_result(sample_file())->export_count, 0U);
    driver_image image;
    image.add({.name = ".banos-export", .flags = SHF_ALLOC, .alignment = 8});
    const parse_result result(image.write());
    ASSERT_EQ(result.error(), 0) << result.log();
    EXPECT_EQ(result->export_count, 0U);
}

TEST(image_export, two_sections) {
    driver_image image;
    image.add_export("banos_x_sample_a", image.text, 0);
    image.add({.name = ".banos-export", .flags = SHF_ALLOC, .alignment = 8});
    EXPECT_TRUE(refused(image.write(), "2 sections are named .banos-export, expected at most one"));
}

TEST(image_export, section_of_a_wrong_kind) {
    driver_image image;
    image.add_export("banos_x_sample_a", image.text, 0);
    bytes file = image.write();
    section_of(file, ".banos-export").sh_addralign = 1;
    EXPECT_TRUE(refused(file, "(.banos-export): sh_addralign is 1, expected at least 8"));
    file = image.write();
    section_of(file, ".banos-export").sh_flags = 0;
    EXPECT_TRUE(refused(file, "(.banos-export): expected data that is loaded"));
    image.section(image.find(".banos-export")).content.resize(24);
    EXPECT_TRUE(refused(image.write(), "(.banos-export) has 24 bytes, expected a multiple of 16"));
    image.section(image.find(".banos-export")).content.resize(16 * 65537);
    EXPECT_TRUE(refused(image.write(), "and at most 65536 exports"));
}

TEST(image_export, names) {
    for (const std::string& name :
         {std::string(), std::string("a b"), std::string("a\n"), std::string(256, 'a')}) {
        driver_image image;
        image.add_export(name, image.text, 0);
        EXPECT_TRUE(refused(image.write(), "export 0: its name isn't a pointer to 1 to 255 "
                                           "printable characters in this image"));
    }
    driver_image image;
    image.add_export("banos_x_sample_a", image.text, 0);
    image.unrelocate(image.find(".banos-export"), offsetof(banos_export, name));
    EXPECT_TRUE(refused(image.write(), "export 0: its name isn't a pointer"));
    image = driver_image();
    image.add_export("banos_x_sample_a", image.text, 0);
    image.unrelocate(image.find(".banos-export"), offsetof(banos_export, name));
    image.relocate(image.find(".banos-export"), 0, R_X86_64_64, image.dprintln);
    EXPECT_TRUE(refused(image.write(), "export 0: its name isn't a pointer"));
}

TEST(image_export, addresses) {
    const char* sentence = "export 1, second: its address isn't that of something loaded";
    driver_image image;
    image.add_export("first", image.text, 0);
    image.add_export("second", image.text, text_size);
    EXPECT_TRUE(refused(image.write(), sentence));
    image.unrelocate(image.find(".banos-export"), 24);
    EXPECT_TRUE(refused(image.write(), sentence));
    image.relocate(image.find(".banos-export"), 24, R_X86_64_64, image.dprintln);
    EXPECT_TRUE(refused(image.write(), sentence));
}

TEST(image_export, twice_the_same_name) {
    driver_image image;
    for (const char* name : {"c", "a", "d", "b", "a"})
        image.add_export(name, image.text, 0);
    EXPECT_TRUE(refused(image.write(), "a is exported twice"));
}

TEST(image_export, thousands) {
    driver_image image;
    constexpr int count = 5000;
    for (int i = 0; i < count; i++)
        image.put("x" + std::to_string(i * 7919 % count));
    const std::uint32_t exports = image.add({.name = ".banos-export",
                                             .flags = SHF_ALLOC,
                                             .alignment = 8,
                                             .content = bytes(16 * count)});
    const std::uint32_t rodata = image.find_symbol("at.rodata");
    std::int64_t name = sizeof("sample") + sizeof("GPL");
    for (std::uint64_t i = 0; i < count; i++) {
        image.relocate(exports, 16 * i, R_X86_64_64, rodata, name);
        image.relocate(exports, 16 * i + 8, R_X86_64_64, image.init);
        name +=
            static_cast<std::int64_t>(std::char_traits<char>::length(reinterpret_cast<const char*>(
                                          image.section(image.rodata).content.data() + name)) +
                                      1);
    }
    const parse_result result(image.write());
    ASSERT_EQ(result.error(), 0) << result.log();
    EXPECT_EQ(result->export_count, static_cast<std::uint32_t>(count));
    EXPECT_STREQ(result->exports[1].name, "x2919");
}

} // namespace
} // namespace banos::test
