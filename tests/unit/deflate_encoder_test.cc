// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Whole buffers: what comes out is right, small, and within its bound.
#include <gtest/gtest.h>

#include <cerrno>
#include <random>
#include <tuple>

#include "deflate_fixture.hpp"

namespace {

using banos::deflate::format;

class each_way : public testing::TestWithParam<std::tuple<format, int>> {
  protected:
    banos::deflate::options wanted{std::get<0>(GetParam()), std::get<1>(GetParam())};
};

TEST_P(each_way, is_what_zlib_decodes_to_the_same_bytes) {
    for (const sample& sample : samples())
        EXPECT_EQ(inflated_by_zlib(deflated(sample.data, wanted), wanted.format), sample.data)
            << sample.name;
}

TEST_P(each_way, every_short_length) {
    const bytes words = text(600, 5);
    const bytes random = noise(600, 5);
    for (std::size_t size = 0; size <= 600; size++)
        for (const bytes& data : {words, random}) {
            const auto piece = std::span(data).first(size);
            const auto back = inflated_by_zlib(deflated(piece, wanted), wanted.format);
            ASSERT_TRUE(back && std::ranges::equal(*back, piece)) << size;
        }
}

TEST_P(each_way, random_lengths) {
    const bytes data = text(200'000, 9);
    std::mt19937 random(2);
    for (int i = 0; i < 20; i++) {
        const auto piece = std::span(data).first(random() % data.size());
        const auto back = inflated_by_zlib(deflated(piece, wanted), wanted.format);
        ASSERT_TRUE(back && std::ranges::equal(*back, piece)) << piece.size();
    }
}

INSTANTIATE_TEST_SUITE_P(as, each_way,
                         testing::Combine(testing::Values(format::raw, format::zlib, format::gzip),
                                          testing::Values(1, 6, 9)));

// Of noise the encoder soon looks for matches at few positions; what comes again is
// found there all the same.
TEST(deflate, finds_what_repeats_in_noise) {
    bytes data = noise(30'000);
    data.insert(data.end(), data.begin(), data.end());
    for (int level : {1, 6, 9})
        EXPECT_LT(deflated(data, {format::gzip, level}).size(), 30'700U) << level;
}

TEST(deflate, is_about_as_small_as_zlib) {
    for (int level : {6, 9})
        for (const sample& sample : samples())
            EXPECT_LE(double(deflated(sample.data, {format::gzip, level}).size()),
                      1.03 * double(size_by_zlib(sample.data, level)) + 6)
                << sample.name << " at " << level;
}

TEST(deflate, stores_what_does_not_compress) {
    const bytes data = noise(1'000'000);
    EXPECT_LE(deflated(data, {format::raw, 6}).size(), data.size() + data.size() / 2000);
}

TEST(deflate, other_levels_are_the_nearest) {
    const bytes data = text(100'000);
    const auto size = [&](int level) { return deflated(data, {format::raw, level}).size(); };
    EXPECT_EQ(size(-5), size(1));
    EXPECT_EQ(size(3), size(1));
    EXPECT_EQ(size(4), size(6));
    EXPECT_EQ(size(7), size(6));
    EXPECT_EQ(size(8), size(9));
    EXPECT_EQ(size(100), size(9));
    EXPECT_LT(size(9), size(1));
}

TEST(deflate, says_if_the_output_is_too_small) {
    const bytes data = noise(1000);
    bytes output(900);
    const auto answer = banos::deflate::compress(data, output);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().number(), ENOSPC);
    EXPECT_EQ(banos::deflate::compress(data, {}).error().number(), ENOSPC);
}

TEST(deflate, headers_are_those_of_the_documents) {
    const auto start = [](format wrapping, int level, std::size_t size) {
        bytes stream = deflated(text(10), {wrapping, level});
        stream.resize(size);
        return stream;
    };
    const auto of = [](std::initializer_list<int> values) {
        bytes made;
        for (int value : values)
            made.push_back(std::byte(value));
        return made;
    };
    EXPECT_EQ(start(format::zlib, 1, 2), of({0x78, 0x01}));
    EXPECT_EQ(start(format::zlib, 6, 2), of({0x78, 0x9C}));
    EXPECT_EQ(start(format::zlib, 9, 2), of({0x78, 0xDA}));
    EXPECT_EQ(start(format::gzip, 1, 10), of({0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 4, 255}));
    EXPECT_EQ(start(format::gzip, 6, 10), of({0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255}));
    EXPECT_EQ(start(format::gzip, 9, 10), of({0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 2, 255}));
}

} // namespace
