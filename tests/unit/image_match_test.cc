// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// .banos-match.
#include "image_fixture.hpp"

#include <banos/pci.h>
#include <banos/platform.h>

#include <cstring>

namespace banos::test {
namespace {

constexpr banos_pci_match sample = BANOS_PCI_MATCH(0x1234, 0x11e8, 7);

template<typename T>
void append(bytes& content, const T& value) {
    const auto* from = reinterpret_cast<const std::uint8_t*>(&value);
    content.insert(content.end(), from, from + sizeof(value));
}

bytes image_with(const bytes& content) {
    driver_image image;
    image.add({.name = ".banos-match", .flags = SHF_ALLOC, .alignment = 8, .content = content});
    return image.write();
}

template<typename... T>
bytes image_of_matches(const T&... matches) {
    bytes content;
    (append(content, matches), ...);
    return image_with(content);
}

std::vector<image_match> matches_of(const parse_result& result) {
    std::vector<image_match> found;
    std::uint64_t position = 0;
    for (image_match next = {}; image_next_match(result.operator->(), &position, &next);)
        found.push_back(next);
    return found;
}

banos_platform_match named(const char* name, std::uint32_t bus = BANOS_BUS_PLATFORM) {
    banos_platform_match match = {sizeof(match), bus, "", 0};
    std::memcpy(match.name, name, std::strlen(name));
    return match;
}

TEST(image_match, none) {
    const parse_result plain(sample_file());
    ASSERT_EQ(plain.error(), 0) << plain.log();
    EXPECT_TRUE(matches_of(plain).empty());
    const parse_result empty(image_with({}));
    ASSERT_EQ(empty.error(), 0) << empty.log();
    EXPECT_TRUE(matches_of(empty).empty());
}

TEST(image_match, are_listed_in_order) {
    const parse_result result(image_of_matches(sample, named("a.b-c_9"), std::uint64_t{0},
                                               std::uint64_t{0},
                                               named("QEMU0002", BANOS_BUS_ACPI)));
    ASSERT_EQ(result.error(), 0) << result.log();
    const auto found = matches_of(result);
    ASSERT_EQ(found.size(), 3U);
    EXPECT_EQ(found[0].bus, BANOS_BUS_PCI);
    EXPECT_EQ(found[0].size, sizeof(banos_pci_match));
    EXPECT_EQ(std::memcmp(found[0].bytes, &sample, sizeof(sample)), 0);
    EXPECT_EQ(found[1].bus, BANOS_BUS_PLATFORM);
    EXPECT_EQ(found[2].bus, BANOS_BUS_ACPI);
}

TEST(image_match, unknown_ones_are_passed_over) {
    const std::uint32_t unknown[] = {24, 4711, 1, 2, 3, 4};
    struct {
        banos_pci_match now;
        std::uint64_t later;
    } longer = {sample, 5};
    longer.now.size = sizeof(longer);
    const parse_result result(image_of_matches(unknown, longer, unknown));
    ASSERT_EQ(result.error(), 0) << result.log();
    const auto found = matches_of(result);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].size, sizeof(longer));
}

TEST(image_match, sizes) {
    for (const std::uint32_t size : {1U, 8U, 12U, 20U, 48U, 0xfffffff8U, 0xffffffffU}) {
        banos_pci_match match = sample;
        match.size = size;
        EXPECT_TRUE(refused(image_of_matches(match),
                            ".banos-match: the match at offset 0x0 has a size of " +
                                std::to_string(size) + ", expected a multiple of 8, 16 to"));
    }
    banos_pci_match match = sample;
    match.size = 32;
    EXPECT_TRUE(
        refused(image_of_matches(sample, match),
                "the match at offset 0x28 has a size of 32, expected at least 40 for bus 1"));
    match.size = 0;
    EXPECT_TRUE(refused(image_of_matches(match), "has a size of 0"));
}

TEST(image_match, names) {
    for (const char* name : {"", "a b", "a\n", "a*", "a\"", "\xff", "012345678901234567890123"})
        EXPECT_TRUE(refused(image_of_matches(named(name)), "its name isn't 1 to 23 of"));
    banos_platform_match tail = named("a");
    tail.name[2] = 'b';
    EXPECT_TRUE(refused(image_of_matches(tail), "its name isn't 1 to 23 of"));
    EXPECT_EQ(parse_result(image_of_matches(named("01234567890123456789012"))).error(), 0);
}

TEST(image_match, section_of_a_wrong_kind) {
    bytes content;
    append(content, sample);
    driver_image image;
    image.add({.name = ".banos-match", .flags = SHF_ALLOC, .alignment = 8, .content = content});
    bytes file = image.write();
    section_of(file, ".banos-match").sh_addralign = 4;
    EXPECT_TRUE(refused(file, "(.banos-match): sh_addralign is 4, expected at least 8"));
    file = image.write();
    section_of(file, ".banos-match").sh_flags = 0;
    EXPECT_TRUE(refused(file, "(.banos-match): expected data that is loaded"));
    const auto section = image.find(".banos-match");
    image.point(section, 32, image.data, 0);
    EXPECT_TRUE(refused(image.write(), "(.banos-match) has relocations, expected numbers"));
    content.resize(44);
    EXPECT_TRUE(refused(image_with(content), "(.banos-match) has 44 bytes, expected a multiple"));
}

TEST(image_match, two_sections) {
    driver_image image;
    image.add({.name = ".banos-match", .flags = SHF_ALLOC, .alignment = 8});
    image.add({.name = ".banos-match", .flags = SHF_ALLOC, .alignment = 8});
    EXPECT_TRUE(refused(image.write(), "2 sections are named .banos-match, expected at most one"));
}

} // namespace
} // namespace banos::test
