// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include <banos/hash.hpp>

#include <algorithm>
#include <bit>
#include <bitset>
#include <gtest/gtest.h>
#include <memory>
#include <memory_resource>
#include <set>
#include <string>
#include <vector>

namespace {

using banos::hash;

TEST(hash, of_a_string_is_that_of_its_view) {
    const std::string text = "a key that does not fit into the string object itself";
    EXPECT_EQ(hash<std::string>()(text, 7), hash<std::string_view>()(text, 7));
    EXPECT_EQ(hash<std::string>()("key", 7), hash<std::string_view>()("key", 7));
    EXPECT_EQ(hash<std::pmr::string>()("key", 7), hash<std::string_view>()("key", 7));
    EXPECT_EQ(hash<std::u16string>()(u"key", 7), hash<std::u16string_view>()(u"key", 7));
}

TEST(hash, depends_on_every_byte_of_a_string_of_any_length) {
    for (std::size_t length = 1; length < 200; length++) {
        const std::string plain(length, 'x');
        const std::uint64_t expected = hash<std::string>()(plain, 1);
        EXPECT_NE(hash<std::string>()(std::string(length - 1, 'x'), 1), expected);
        for (std::size_t at = 0; at < length; at++) {
            std::string changed = plain;
            changed[at] = 'y';
            EXPECT_NE(hash<std::string>()(changed, 1), expected) << length << " " << at;
        }
    }
}

TEST(hash, reads_nothing_beside_the_string) {
    for (std::size_t length = 0; length < 100; length++) {
        const std::vector<char> exact(length, 'x');
        const std::string copy(length, 'x');
        EXPECT_EQ(hash<std::string_view>()({exact.data(), length}), hash<std::string>()(copy));
    }
}

TEST(hash, depends_on_the_seed) {
    EXPECT_NE(hash<int>()(5, 1), hash<int>()(5, 2));
    EXPECT_NE(hash<std::string>()("five", 1), hash<std::string>()("five", 2));
    EXPECT_NE(hash<std::string>()("", 1), hash<std::string>()("", 2));
    EXPECT_NE(hash<double>()(5.0, 1), hash<double>()(5.0, 2));
}

TEST(hash, of_equal_floating_point_numbers_is_equal) {
    EXPECT_EQ(hash<double>()(0.0, 3), hash<double>()(-0.0, 3));
}

TEST(hash, takes_what_std_hash_takes) {
    const auto owner = std::make_unique<int>(3);
    EXPECT_EQ(hash<std::unique_ptr<int>>()(owner, 3), hash<std::unique_ptr<int>>()(owner, 3));
    EXPECT_EQ(hash<bool>()(true, 3), hash<bool>()(true, 3));
    enum class color : short { red = -1, green };
    EXPECT_NE(hash<color>()(color::red), hash<color>()(color::green));
    EXPECT_NE(hash<const int*>()(owner.get()), hash<const int*>()(nullptr));
}

TEST(hash, of_pairs_and_tuples_depends_on_each_part_and_its_place) {
    using pair = std::pair<int, std::string>;
    EXPECT_EQ(hash<pair>()({1, "a"}, 5), hash<pair>()({1, "a"}, 5));
    EXPECT_NE(hash<pair>()({1, "a"}, 5), hash<pair>()({1, "b"}, 5));
    using triple = std::tuple<int, int, int>;
    EXPECT_NE(hash<triple>()({1, 2, 3}), hash<triple>()({1, 3, 2}));
    EXPECT_NE(hash<triple>()({1, 2, 3}), hash<triple>()({2, 1, 3}));
}

// Of 64 flipped bits of the result, 32 on the average, for each bit of the key and the seed.
TEST(hash, spreads_each_bit_of_a_number) {
    for (unsigned bit = 0; bit < 64; bit++) {
        int by_key = 0;
        int by_seed = 0;
        constexpr int keys = 1000;
        for (std::uint64_t key = 0; key < keys; key++) {
            const std::uint64_t word = key * banos::detail::salts[0];
            const std::uint64_t plain = hash<std::uint64_t>()(word, 9);
            const std::uint64_t flip = std::uint64_t{1} << bit;
            by_key += std::popcount(plain ^ hash<std::uint64_t>()(word ^ flip, 9));
            by_seed += std::popcount(plain ^ hash<std::uint64_t>()(word, 9 ^ flip));
        }
        EXPECT_NEAR(by_key / keys, 32, 8) << bit;
        EXPECT_NEAR(by_seed / keys, 32, 8) << bit;
    }
}

// The bits that a table takes for buckets and for fingerprints, for keys that differ in few
// bits: no part of the table may get much more than its share.
void expect_spread(std::uint64_t step) {
    constexpr std::uint64_t keys = 1 << 14;
    for (std::uint64_t seed : {0x0ULL, 0x123456789abcdefULL, 0xfedcba9876543210ULL}) {
        std::vector<unsigned> high(keys / 16);
        std::vector<unsigned> low(256);
        for (std::uint64_t i = 0; i < keys; i++) {
            const std::uint64_t spread = hash<std::uint64_t>()(i * step, seed);
            high[spread >> 54]++;
            low[spread % 256]++;
        }
        EXPECT_LE(*std::max_element(high.begin(), high.end()), 16 * 4U) << step << " " << seed;
        EXPECT_LE(*std::max_element(low.begin(), low.end()), 64 * 4U) << step << " " << seed;
    }
}

TEST(hash, spreads_numbers_in_steps) {
    for (unsigned shift = 0; shift < 50; shift++)
        expect_spread(std::uint64_t{1} << shift);
    for (std::uint64_t step : {3ULL, 10ULL, 1000ULL, 4096ULL + 64, 1'000'000'007ULL})
        expect_spread(step);
}

} // namespace
