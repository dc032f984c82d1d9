// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Which kind of block is chosen, and the worst that can happen to the bound.
#include <gtest/gtest.h>

#include <random>

#include "deflate_fixture.hpp"

namespace {

using banos::deflate::format;

int type_of_first_block(std::span<const std::byte> data) {
    return int(deflated(data, {format::raw, 6})[0]) >> 1 & 3;
}

TEST(deflate_block, little_text_has_fixed_codes) {
    EXPECT_EQ(type_of_first_block(text(20)), 1);
}

TEST(deflate_block, much_text_has_codes_of_its_own) {
    EXPECT_EQ(type_of_first_block(text(20'000)), 2);
}

TEST(deflate_block, noise_is_stored) {
    EXPECT_EQ(type_of_first_block(noise(20'000)), 0);
}

TEST(deflate_block, nothing_is_two_bytes) {
    EXPECT_EQ(deflated({}, {format::raw, 6}), (bytes{std::byte{3}, std::byte{0}}));
}

// Bytes of all values, with matches of the least worth strewn in.
bytes barely_compressible(std::size_t count, unsigned distance, unsigned every) {
    bytes data = noise(count, every);
    for (std::size_t at = distance; at + 4 <= count; at += every)
        for (std::size_t i = 0; i < 4; i++)
            data[at + i] = data[at + i - distance];
    return data;
}

TEST(deflate_block, bound_holds_where_matches_save_hardly_anything) {
    for (unsigned distance : {5u, 4000u, 30'000u})
        for (unsigned every : {5u, 6u, 8u, 12u, 20u, 100u})
            for (int level : {1, 6, 9}) {
                const bytes data = barely_compressible(200'000, distance, every);
                EXPECT_LE(deflated(data, {format::raw, level}).size(),
                          data.size() + 5 * (data.size() / 16384 + 1));
            }
}

TEST(deflate_block, bound_is_close) {
    EXPECT_LE(banos::deflate::bound(0, format::gzip), 30u);
    EXPECT_LE(banos::deflate::bound(1'000'000, format::gzip), 1'000'400u);
}

} // namespace
