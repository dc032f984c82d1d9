// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// From surface to surface, against a pixel at a time.
#include <gtest/gtest.h>

#include <banos/surface/pixels.hpp>
#include <banos/surface/surface.hpp>

#include <limits>
#include <random>

namespace {

using banos::composition;
using banos::pixel_format;
using banos::point;
using banos::rectangle;
using banos::surface;

constexpr std::int32_t least = std::numeric_limits<std::int32_t>::min();
constexpr std::int32_t most = std::numeric_limits<std::int32_t>::max();

// All bytes of it, those behind each row included.
std::vector<std::uint32_t> contents(const surface& some) {
    const std::size_t words = some.layout().stride / 4 * std::size_t(some.layout().height);
    return {some.at({0, 0}), some.at({0, 0}) + words};
}

surface made(std::int32_t width, std::int32_t height, pixel_format format, std::mt19937& random,
             std::uint32_t gap = 0) {
    auto fresh = surface::make({.width = width,
                                .height = height,
                                .stride = 4 * (std::uint32_t(width) + gap),
                                .format = format});
    EXPECT_TRUE(fresh);
    const std::size_t words = fresh->layout().stride / 4 * std::size_t(height);
    for (std::size_t i = 0; i < words; i++) {
        const auto kind = random() % 3;
        fresh->at({0, 0})[i] =
            kind == 0 ? 0 : std::uint32_t(random()) | (kind == 1 ? 0xFF000000u : 0u);
    }
    return std::move(*fresh);
}

std::uint32_t composed(std::uint32_t to, std::uint32_t from, bool to_has_alpha, bool from_has_alpha,
                       composition how) {
    if (how == composition::over && from_has_alpha) {
        banos::blend_over({&to, 1}, {&from, 1});
        return to;
    }
    return to_has_alpha && from_has_alpha ? from : from | 0xFF000000;
}

struct move {
    point place;
    rectangle part;
    composition how;
};

// Pixel by pixel, in 64 bits; answers the rectangle that changed.
std::vector<std::uint32_t> expected(const surface& onto, const surface& from, const move& wanted) {
    std::vector<std::uint32_t> words = contents(onto);
    const std::size_t row = onto.layout().stride / 4;
    for (std::int32_t y = 0; y < onto.layout().height; y++)
        for (std::int32_t x = 0; x < onto.layout().width; x++) {
            const std::int64_t there_x = std::int64_t(x) - wanted.place.x + wanted.part.x;
            const std::int64_t there_y = std::int64_t(y) - wanted.place.y + wanted.part.y;
            if (there_x < wanted.part.x || there_x >= wanted.part.right() ||
                there_y < wanted.part.y || there_y >= wanted.part.bottom() || there_x < 0 ||
                there_y < 0 || there_x >= from.layout().width || there_y >= from.layout().height)
                continue;
            std::uint32_t& to = words[std::size_t(y) * row + std::size_t(x)];
            to = composed(to, *from.at({std::int32_t(there_x), std::int32_t(there_y)}),
                          onto.has_alpha(), from.has_alpha(), wanted.how);
        }
    return words;
}

// Where contents differ must be inside of what was answered.
void expect_inside(const surface& onto, const std::vector<std::uint32_t>& before,
                   rectangle answered) {
    const std::vector<std::uint32_t> after = contents(onto);
    const std::size_t row = onto.layout().stride / 4;
    for (std::size_t i = 0; i < after.size(); i++)
        if (after[i] != before[i]) {
            ASSERT_TRUE(answered.contains({std::int32_t(i % row), std::int32_t(i / row)}));
        }
}

TEST(surface_compose, is_what_pixel_by_pixel_gives) {
    std::mt19937 random(5);
    const auto between = [&random](std::int32_t low, std::int32_t high) {
        return low + std::int32_t(random() % unsigned(high - low + 1));
    };
    for (int round = 0; round < 4000; round++) {
        const auto format = [&random] { return pixel_format(random() % 2); };
        surface onto =
            made(between(1, 40), between(1, 20), format(), random, std::uint32_t(random() % 3));
        const surface from =
            made(between(1, 40), between(1, 20), format(), random, std::uint32_t(random() % 3));
        const move wanted{
            .place = {between(-30, 30), between(-30, 30)},
            .part = {between(-30, 30), between(-30, 30), between(-1, 60), between(-1, 60)},
            .how = composition(random() % 2)};
        const auto before = contents(onto);
        const auto right = expected(onto, from, wanted);
        const rectangle changed = banos::compose(onto, wanted.place, from, wanted.part, wanted.how);
        ASSERT_EQ(contents(onto), right) << round;
        expect_inside(onto, before, changed);
    }
}

TEST(surface_compose, the_ends_of_the_numbers_do_not_overflow) {
    std::mt19937 random(6);
    surface onto = made(8, 8, pixel_format::argb, random);
    const surface from = made(8, 8, pixel_format::argb, random);
    for (const std::int32_t x : {least, least + 1, -9, -1, 0, 1, 9, most - 1, most})
        for (const std::int32_t part_x : {least, -3, 0, 3, most})
            for (const std::int32_t width : {least, -1, 0, 5, most}) {
                const move wanted{{x, 0}, {part_x, 0, width, 8}, composition::source};
                const auto right = expected(onto, from, wanted);
                banos::compose(onto, wanted.place, from, wanted.part, wanted.how);
                ASSERT_EQ(contents(onto), right) << x << ", " << part_x << ", " << width;
            }
}

TEST(surface_invalidate, brings_the_same_rectangle_and_says_which) {
    std::mt19937 random(7);
    surface shown = made(20, 10, pixel_format::argb, random);
    const surface drawn = made(16, 12, pixel_format::argb, random);
    const auto right = expected(shown, drawn, {{-5, 3}, {-5, 3, 100, 100}, composition::source});
    EXPECT_EQ(banos::invalidate(shown, drawn, {-5, 3, 100, 100}), (rectangle{0, 3, 16, 7}));
    EXPECT_EQ(contents(shown), right);
    EXPECT_TRUE(banos::invalidate(shown, drawn, {30, 0, 5, 5}).empty());
    EXPECT_EQ(contents(shown), right);
}

TEST(surface_invalidate, of_a_window_without_alpha_is_opaque) {
    std::mt19937 random(8);
    surface shown = made(33, 9, pixel_format::rgb, random);
    const surface drawn = made(33, 9, pixel_format::argb, random);
    banos::invalidate(shown, drawn, drawn.bounds());
    for (std::int32_t y = 0; y < 9; y++)
        for (std::int32_t x = 0; x < 33; x++)
            ASSERT_EQ(*shown.at({x, y}), *drawn.at({x, y}) | 0xFF000000);
}

TEST(surface_fill, is_clipped_and_opaque_where_it_must_be) {
    std::mt19937 random(9);
    for (const pixel_format format : {pixel_format::argb, pixel_format::rgb}) {
        surface some = made(13, 7, format, random, 2);
        auto right = contents(some);
        for (std::size_t y = 2; y < 7; y++)
            for (std::size_t x = 0; x < 4; x++)
                right[y * 15 + x] = format == pixel_format::rgb ? 0xFF204060 : 0x80204060;
        EXPECT_EQ(banos::fill(some, {-6, 2, 10, most}, 0x80204060), (rectangle{0, 2, 4, 5}));
        EXPECT_EQ(contents(some), right);
        EXPECT_TRUE(banos::fill(some, {0, 0, -1, 3}, 1).empty());
        EXPECT_EQ(contents(some), right);
    }
}

} // namespace
