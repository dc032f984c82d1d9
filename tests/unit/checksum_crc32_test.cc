// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include <gtest/gtest.h>
#include <zlib.h>

#include <string_view>

#include "banos/checksum.hpp"
#include "checksum_forms.hpp"

namespace {

using crc32_form = each_instruction_set;

std::uint32_t of_zlib(std::span<const std::byte> bytes, std::uint32_t before = 0) {
    return std::uint32_t(::crc32_z(before, plain(bytes), bytes.size()));
}

TEST_P(crc32_form, of_the_check_text) {
    EXPECT_EQ(banos::crc32(std::as_bytes(std::span(std::string_view("123456789")))), 0xCBF43926);
}

TEST_P(crc32_form, of_nothing_changes_nothing) {
    EXPECT_EQ(banos::crc32({}), 0u);
    EXPECT_EQ(banos::crc32({}, 0x12345678), 0x12345678u);
}

TEST_P(crc32_form, every_short_length_at_every_alignment) {
    const auto bytes = random_bytes(1200 + 64);
    for (std::size_t length = 0; length <= 1200; length++) {
        const auto piece = std::span(bytes).subspan(length % 64, length);
        ASSERT_EQ(banos::crc32(piece, 0xA5A5A5A5), of_zlib(piece, 0xA5A5A5A5)) << length;
    }
}

TEST_P(crc32_form, reads_nothing_outside) {
    const auto bytes = random_bytes(700);
    for (std::size_t length = 0; length <= bytes.size(); length++)
        with_exact_copy(std::span(bytes).first(length), [](std::span<const std::byte> copy) {
            ASSERT_EQ(banos::crc32(copy), of_zlib(copy)) << copy.size();
        });
}

TEST_P(crc32_form, of_zeros_and_of_ones) {
    for (std::byte value : {std::byte{0}, std::byte{0xFF}}) {
        const std::vector<std::byte> bytes(100'000, value);
        EXPECT_EQ(banos::crc32(bytes), of_zlib(bytes));
    }
}

TEST_P(crc32_form, in_pieces_as_at_once) {
    const auto bytes = random_bytes(50'000);
    std::mt19937 random(7);
    std::uint32_t sum = 0;
    for (std::span<const std::byte> left = bytes; !left.empty();) {
        const auto piece = left.first(std::min<std::size_t>(left.size(), random() % 400));
        sum = banos::crc32(piece, sum);
        left = left.subspan(piece.size());
    }
    EXPECT_EQ(sum, of_zlib(bytes));
}

TEST_P(crc32_form, of_random_pieces) {
    const auto bytes = random_bytes(70'000);
    std::mt19937 random(3);
    for (int i = 0; i < 2000; i++) {
        const std::size_t start = random() % 5000;
        const auto piece = std::span(bytes).subspan(start, random() % (bytes.size() - start));
        const auto before = std::uint32_t(random());
        ASSERT_EQ(banos::crc32(piece, before), of_zlib(piece, before));
    }
}

INSTANTIATE_TEST_SUITE_P(with, crc32_form, all_instruction_sets(), instruction_set_name);

TEST(crc32_combine, joins_two_parts) {
    const auto bytes = random_bytes(3000);
    for (std::size_t first = 0; first <= bytes.size(); first += 37) {
        const auto [left, right] =
            std::pair(std::span(bytes).first(first), std::span(bytes).subspan(first));
        EXPECT_EQ(banos::crc32_combine(banos::crc32(left), banos::crc32(right), right.size()),
                  banos::crc32(bytes));
    }
}

TEST(crc32_combine, answers_as_zlib_whatever_the_length) {
    std::mt19937_64 random(11);
    for (unsigned bits = 0; bits < 63; bits++) {
        const auto first = std::uint32_t(random());
        const auto second = std::uint32_t(random());
        const std::uint64_t length = random() >> (63 - bits) >> 1;
        ASSERT_EQ(banos::crc32_combine(first, second, length),
                  ::crc32_combine64(first, second, off64_t(length)))
            << length;
    }
}

TEST(crc32_combine, is_prepared_once_for_a_length) {
    const banos::crc32_combiner combine(12'345);
    EXPECT_EQ(combine.factor(), ::crc32_combine_gen(12'345));
    EXPECT_EQ(combine(1, 2), banos::crc32_combine(1, 2, 12'345));
    EXPECT_EQ(banos::crc32_combiner::from_factor(combine.factor())(3, 4), combine(3, 4));
}

TEST(crc32_table, is_the_classic_one) {
    for (std::size_t i = 0; i < 256; i++)
        EXPECT_EQ(banos::crc32_table()[i], ::get_crc_table()[i]);
}

} // namespace
