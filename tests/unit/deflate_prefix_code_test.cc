// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>
#include <vector>

#include "prefix_code.hpp"

namespace {

using banos::deflate::detail::assign_codewords;
using banos::deflate::detail::choose_lengths;

std::vector<std::uint8_t> lengths_of(const std::vector<std::uint32_t>& frequencies,
                                     unsigned limit) {
    std::vector<std::uint8_t> lengths(frequencies.size());
    choose_lengths(frequencies, limit, lengths);
    return lengths;
}

// The share of all codewords that are used, of 2^15.
unsigned used(const std::vector<std::uint8_t>& lengths) {
    unsigned sum = 0;
    for (std::uint8_t length : lengths)
        sum += length == 0 ? 0 : 1u << (15 - length);
    return sum;
}

TEST(prefix_code, is_that_of_huffman) {
    EXPECT_EQ(lengths_of({8, 4, 2, 1, 1}, 15), (std::vector<std::uint8_t>{1, 2, 3, 4, 4}));
    EXPECT_EQ(lengths_of({1, 1, 1, 1}, 15), (std::vector<std::uint8_t>{2, 2, 2, 2}));
}

TEST(prefix_code, has_two_symbols_at_least) {
    EXPECT_EQ(lengths_of({0, 0, 0}, 15), (std::vector<std::uint8_t>{1, 1, 0}));
    EXPECT_EQ(lengths_of({0, 0, 9}, 15), (std::vector<std::uint8_t>{1, 0, 1}));
    EXPECT_EQ(lengths_of({9, 0, 0}, 15), (std::vector<std::uint8_t>{1, 1, 0}));
}

// Frequencies as Fibonacci numbers make the deepest trees.
TEST(prefix_code, keeps_the_limit_and_is_complete) {
    for (unsigned limit : {7u, 9u, 15u}) {
        std::vector<std::uint32_t> frequencies = {1, 1};
        while (frequencies.size() < 19)
            frequencies.push_back(frequencies.back() + *(frequencies.end() - 2));
        const auto lengths = lengths_of(frequencies, limit);
        EXPECT_EQ(used(lengths), 1u << 15);
        EXPECT_LE(*std::max_element(lengths.begin(), lengths.end()), limit);
        EXPECT_TRUE(std::is_sorted(lengths.rbegin(), lengths.rend()));
    }
}

TEST(prefix_code, is_complete_for_random_frequencies) {
    std::mt19937 random(8);
    for (int i = 0; i < 2000; i++) {
        std::vector<std::uint32_t> frequencies(1 + random() % 288 + 1);
        for (std::uint32_t& frequency : frequencies)
            frequency =
                random() % 3 == 0 ? 0 : std::uint32_t(random() % (1u << (1 + random() % 14)));
        const auto lengths = lengths_of(frequencies, 15);
        ASSERT_EQ(used(lengths), 1u << 15);
        for (std::size_t k = 0; k < lengths.size(); k++)
            ASSERT_TRUE(frequencies[k] == 0 || lengths[k] != 0);
    }
}

// The example of RFC 1951, section 3.2.2, with the bits turned round.
TEST(prefix_code, codewords_are_those_of_the_document) {
    const std::array<std::uint8_t, 8> lengths = {3, 3, 3, 3, 3, 2, 4, 4};
    std::array<std::uint16_t, 8> codewords;
    assign_codewords(lengths, codewords);
    EXPECT_EQ(codewords, (std::array<std::uint16_t, 8>{0b010, 0b110, 0b001, 0b101, 0b011, 0b00,
                                                       0b0111, 0b1111}));
}

} // namespace
