// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// What an image says that it was compiled with.
#include "image_fixture.hpp"

#include <banos/control.h>

#include <limits>

namespace banos::test {
namespace {

constexpr std::uint32_t x86_feature_1_and = 0xc0000002;
constexpr std::uint32_t nobody = std::numeric_limits<std::uint32_t>::max();

struct note {
    std::string owner = "GNU";
    std::uint32_t type = NT_GNU_PROPERTY_TYPE_0;
    bytes descriptor = {};
    std::uint32_t claimed_size = nobody; // instead of the descriptor's
};

bytes property(std::uint32_t type, std::uint32_t size, std::uint32_t value) {
    bytes result;
    append(result, type);
    append(result, size);
    append(result, value);
    append(result, std::uint32_t{0});
    return result;
}

bytes ibt() {
    return property(x86_feature_1_and, 4, 3);
}

elf_section section(std::string name, const std::vector<note>& notes, std::uint64_t alignment = 8) {
    elf_section result{
        .name = std::move(name), .type = SHT_NOTE, .flags = SHF_ALLOC, .alignment = alignment};
    const auto pad = [&] {
        while (result.content.size() % alignment != 0)
            result.content.push_back(0);
    };
    for (const note& note : notes) {
        const auto size = static_cast<std::uint32_t>(note.descriptor.size());
        append(result.content, static_cast<std::uint32_t>(note.owner.size() + 1));
        append(result.content, note.claimed_size == nobody ? size : note.claimed_size);
        append(result.content, note.type);
        append(result.content, note.owner.c_str(), note.owner.size() + 1);
        pad();
        append(result.content, note.descriptor.data(), note.descriptor.size());
        pad();
    }
    return result;
}

bytes with(const std::vector<elf_section>& sections) {
    driver_image image;
    for (const elf_section& section : sections)
        image.add(section);
    return image.write();
}

std::uint32_t features(const bytes& file) {
    const parse_result result(file);
    EXPECT_EQ(result.error(), 0) << result.log();
    return result->features;
}

elf_section properties(const std::vector<bytes>& descriptors) {
    std::vector<note> notes;
    notes.reserve(descriptors.size());
    for (const bytes& descriptor : descriptors)
        notes.push_back({.descriptor = descriptor});
    return section(".note.gnu.property", notes);
}

TEST(image_note, nothing_said) {
    EXPECT_EQ(features(sample_file()), 0U);
    EXPECT_EQ(features(with({properties({})})), 0U);
    EXPECT_EQ(features(with({properties({{}})})), 0U);
}

TEST(image_note, ibt) {
    EXPECT_EQ(features(with({properties({ibt()})})), std::uint32_t{BANOS_IMAGE_IBT});
    EXPECT_EQ(features(with({properties({property(x86_feature_1_and, 4, 2)})})), 0U);
    EXPECT_EQ(features(with({properties({property(0xc0000001, 4, 1)})})), 0U);
    bytes both = property(0xc0010001, 4, 0xff);
    const bytes more = ibt();
    both.insert(both.end(), more.begin(), more.end());
    EXPECT_EQ(features(with({properties({both})})), std::uint32_t{BANOS_IMAGE_IBT});
}

TEST(image_note, ibt_only_if_all_agree) {
    const bytes no = property(x86_feature_1_and, 4, 2);
    EXPECT_EQ(features(with({properties({ibt(), no})})), 0U);
    EXPECT_EQ(features(with({properties({ibt()}), properties({no})})), 0U);
    EXPECT_EQ(features(with({properties({ibt(), ibt()})})), std::uint32_t{BANOS_IMAGE_IBT});
}

TEST(image_note, all_bits_set_is_no_surprise) {
    EXPECT_EQ(features(with({properties({property(x86_feature_1_and, 4, nobody)})})),
              std::uint32_t{BANOS_IMAGE_IBT});
}

TEST(image_note, owners_and_types_that_are_not_ours) {
    EXPECT_EQ(
        features(with({section(".note.gnu.property", {{.owner = "GNX", .descriptor = ibt()}})})),
        0U);
    EXPECT_EQ(features(with({section(".note.gnu.property", {{.type = 4, .descriptor = ibt()}})})),
              0U);
    EXPECT_EQ(features(with({section(".note.other", {{.descriptor = ibt()}})})), 0U);
}

TEST(image_note, sections_with_the_name_only) {
    elf_section odd = properties({ibt()});
    odd.type = SHT_PROGBITS;
    EXPECT_EQ(features(with({odd})), 0U);
}

TEST(image_note, damaged) {
    const std::string sentence = "(.note.gnu.property): the note that ends 0x";
    for (std::size_t size : {1U, 8U, 11U, 15U, 17U, 24U, 31U}) {
        elf_section cut = properties({ibt()});
        cut.content.resize(size);
        EXPECT_TRUE(refused(with({cut}), "is damaged")) << size;
    }
    EXPECT_TRUE(refused(
        with({section(".note.gnu.property", {{.descriptor = ibt(), .claimed_size = 0xfffffff0}})}),
        sentence));
    elf_section owner = properties({ibt()});
    owner.content[0] = owner.content[1] = owner.content[2] = owner.content[3] = 0xff;
    EXPECT_TRUE(refused(with({owner}), sentence));
    EXPECT_TRUE(refused(with({properties({property(x86_feature_1_and, 8, 1)})}), sentence));
    EXPECT_TRUE(refused(with({properties({property(x86_feature_1_and, 0, 1)})}), sentence));
    EXPECT_TRUE(refused(with({properties({property(0xc0000001, 0xffffffff, 1)})}), sentence));
    EXPECT_TRUE(refused(with({properties({bytes(4)})}), sentence));
}

TEST(image_note, padding_of_the_last_one_may_be_missing) {
    elf_section cut = properties({property(0xc0000001, 4, 0), property(0xc0000001, 0, 0)});
    cut.content.resize(cut.content.size() - 8);
    const parse_result result(with({cut}));
    EXPECT_NE(result.error(), 0); // the descriptor itself is cut
    elf_section own =
        section(".note.banos", {{.owner = "banos", .type = 1, .descriptor = bytes(7)}}, 4);
    own.content.resize(own.content.size() - 1);
    EXPECT_EQ(features(with({own})), 0U);
}

bytes word(std::uint32_t value) {
    bytes result;
    append(result, value);
    return result;
}

TEST(image_note, of_banos_ld) {
    const auto saying = [](std::uint32_t bits) {
        return with(
            {section(".note.banos", {{.owner = "banos", .type = 1, .descriptor = word(bits)}}, 4)});
    };
    EXPECT_EQ(features(saying(0)), 0U);
    EXPECT_EQ(features(saying(2)), std::uint32_t{BANOS_IMAGE_RETURN_THUNKS});
    EXPECT_EQ(features(saying(4)), std::uint32_t{BANOS_IMAGE_INDIRECT_THUNKS});
    EXPECT_EQ(features(saying(8)), std::uint32_t{BANOS_IMAGE_STACK_PROTECTOR});
    EXPECT_EQ(features(saying(1)), 0U); // that one has a note of its own
    EXPECT_EQ(features(saying(0xffffffff)), 14U);
    bytes longer = word(2);
    append(longer, std::uint64_t{~std::uint64_t{0}});
    EXPECT_EQ(features(with({section(".note.banos",
                                     {{.owner = "banos", .type = 1, .descriptor = longer}}, 4)})),
              2U);
    EXPECT_EQ(features(with({section(".note.banos",
                                     {{.owner = "banos", .type = 2, .descriptor = word(2)}}, 4)})),
              0U);
    EXPECT_TRUE(refused(
        with({section(".note.banos", {{.owner = "banos", .type = 1, .descriptor = bytes(3)}}, 4)}),
        "(.note.banos): the note that ends 0x"));
}

TEST(image_note, imports_tell_too) {
    const auto importing = [](const char* name, bool used) {
        driver_image image;
        const std::uint32_t symbol = image.add_symbol(name, SHN_UNDEF);
        if (used)
            image.relocate(image.data, 0, R_X86_64_64, symbol);
        return image.write();
    };
    EXPECT_EQ(features(importing("__x86_return_thunk", true)),
              std::uint32_t{BANOS_IMAGE_RETURN_THUNKS});
    EXPECT_EQ(features(importing("__x86_return_thunk", false)), 0U);
    EXPECT_EQ(features(importing("__x86_indirect_thunk_r11", true)),
              std::uint32_t{BANOS_IMAGE_INDIRECT_THUNKS});
    EXPECT_EQ(features(importing("banos_stack_chk_fail", true)),
              std::uint32_t{BANOS_IMAGE_STACK_PROTECTOR});
    EXPECT_EQ(features(importing("banos_stack_chk_guard", true)),
              std::uint32_t{BANOS_IMAGE_STACK_PROTECTOR});
}

TEST(image_note, of_banos_ld_outweighs_imports) {
    driver_image image;
    image.relocate(image.data, 0, R_X86_64_64, image.add_symbol("__x86_return_thunk", SHN_UNDEF));
    image.add(section(".note.banos", {{.owner = "banos", .type = 1, .descriptor = word(4)}}, 4));
    EXPECT_EQ(features(image.write()), std::uint32_t{BANOS_IMAGE_INDIRECT_THUNKS});
}

TEST(image_note, several_of_banos_ld_must_agree) {
    EXPECT_EQ(features(with({section(".note.banos",
                                     {{.owner = "banos", .type = 1, .descriptor = word(6)},
                                      {.owner = "banos", .type = 1, .descriptor = word(10)}},
                                     4)})),
              std::uint32_t{BANOS_IMAGE_RETURN_THUNKS});
}

TEST(image_note, all_together) {
    EXPECT_EQ(features(rich_image().write()), 7U);
}

} // namespace
} // namespace banos::test
