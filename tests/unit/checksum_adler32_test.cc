// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include <gtest/gtest.h>
#include <zlib.h>

#include <string_view>

#include "banos/checksum.hpp"
#include "checksum_forms.hpp"

namespace {

using adler32_form = each_instruction_set;

std::uint32_t of_zlib(std::span<const std::byte> bytes, std::uint32_t before = 1) {
    return std::uint32_t(::adler32_z(before, plain(bytes), bytes.size()));
}

TEST_P(adler32_form, of_a_known_text) {
    EXPECT_EQ(banos::adler32(std::as_bytes(std::span(std::string_view("Wikipedia")))), 0x11E60398u);
}

TEST_P(adler32_form, of_nothing_changes_nothing) {
    EXPECT_EQ(banos::adler32({}), 1u);
    EXPECT_EQ(banos::adler32({}, 0x12345678), 0x12345678u);
}

TEST_P(adler32_form, every_short_length_at_every_alignment) {
    const auto bytes = random_bytes(1200 + 64);
    for (std::size_t length = 0; length <= 1200; length++) {
        const auto piece = std::span(bytes).subspan(length % 64, length);
        ASSERT_EQ(banos::adler32(piece, 0xA5A5A5A5), of_zlib(piece, 0xA5A5A5A5)) << length;
    }
}

TEST_P(adler32_form, reads_nothing_outside) {
    const auto bytes = random_bytes(700);
    for (std::size_t length = 0; length <= bytes.size(); length++)
        with_exact_copy(std::span(bytes).first(length), [](std::span<const std::byte> copy) {
            ASSERT_EQ(banos::adler32(copy), of_zlib(copy)) << copy.size();
        });
}

// The lanes come closest to overflowing with the largest bytes and sums.
TEST_P(adler32_form, of_the_largest_bytes_in_long_runs) {
    const std::vector<std::byte> bytes(600'000, std::byte{0xFF});
    for (std::size_t length : {5551u, 5552u, 5553u, 16383u, 65536u, 65537u, 131071u, 600'000u}) {
        const auto piece = std::span(bytes).first(length);
        EXPECT_EQ(banos::adler32(piece, 0xFFF0FFF0), of_zlib(piece, 0xFFF0FFF0)) << length;
    }
}

TEST_P(adler32_form, in_pieces_as_at_once) {
    const auto bytes = random_bytes(50'000);
    std::mt19937 random(7);
    std::uint32_t sum = 1;
    for (std::span<const std::byte> left = bytes; !left.empty();) {
        const auto piece = left.first(std::min<std::size_t>(left.size(), random() % 400));
        sum = banos::adler32(piece, sum);
        left = left.subspan(piece.size());
    }
    EXPECT_EQ(sum, of_zlib(bytes));
}

TEST_P(adler32_form, of_random_pieces) {
    const auto bytes = random_bytes(200'000);
    std::mt19937 random(3);
    for (int i = 0; i < 1000; i++) {
        const std::size_t start = random() % 5000;
        const auto piece = std::span(bytes).subspan(start, random() % (bytes.size() - start));
        ASSERT_EQ(banos::adler32(piece), of_zlib(piece));
    }
}

INSTANTIATE_TEST_SUITE_P(with, adler32_form, all_instruction_sets(), instruction_set_name);

TEST(adler32_combine, joins_two_parts) {
    const auto bytes = random_bytes(3000);
    for (std::size_t first = 0; first <= bytes.size(); first += 37) {
        const auto [left, right] =
            std::pair(std::span(bytes).first(first), std::span(bytes).subspan(first));
        EXPECT_EQ(banos::adler32_combine(banos::adler32(left), banos::adler32(right), right.size()),
                  banos::adler32(bytes));
    }
}

TEST(adler32_combine, answers_as_zlib_whatever_the_length) {
    std::mt19937_64 random(11);
    for (unsigned bits = 0; bits < 63; bits++) {
        const auto bytes = random_bytes(40, bits);
        const std::uint32_t first = banos::adler32(std::span(bytes).first(17));
        const std::uint32_t second = banos::adler32(std::span(bytes).subspan(17));
        const std::uint64_t length = random() >> (63 - bits) >> 1;
        ASSERT_EQ(banos::adler32_combine(first, second, length),
                  ::adler32_combine64(first, second, off64_t(length)))
            << length;
    }
}

} // namespace
