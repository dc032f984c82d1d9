// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Regions against a bitmap of the same pixels.
#include <gtest/gtest.h>

#include <banos/surface/region.hpp>

#include <bitset>
#include <limits>
#include <random>

namespace {

using banos::point;
using banos::rectangle;
using banos::region;

constexpr int side = 32;

// What a region must contain, pixel by pixel.
class bitmap {
  public:
    void set(rectangle which, bool on) {
        for (int y = 0; y < side; y++)
            for (int x = 0; x < side; x++)
                if (which.contains({x, y}))
                    bits_[std::size_t(y * side + x)] = on;
    }
    void keep(rectangle which) {
        for (int y = 0; y < side; y++)
            for (int x = 0; x < side; x++)
                if (!which.contains({x, y}))
                    bits_[std::size_t(y * side + x)] = false;
    }
    [[nodiscard]] bool operator[](point at) const { return bits_[std::size_t(at.y * side + at.x)]; }
    [[nodiscard]] std::size_t count() const { return bits_.count(); }

  private:
    std::bitset<side * side> bits_;
};

void expect_same(const region& some, const bitmap& model) {
    for (int y = 0; y < side; y++)
        for (int x = 0; x < side; x++)
            ASSERT_EQ(some.contains({x, y}), (model[{x, y}])) << x << ", " << y;
    std::size_t pixels = 0;
    for (const rectangle one : some.rectangles()) {
        ASSERT_FALSE(one.empty());
        pixels += std::size_t(one.width) * std::size_t(one.height);
    }
    ASSERT_EQ(pixels, model.count()) << "rectangles overlap";
    ASSERT_EQ(some.empty(), model.count() == 0);
}

TEST(region, is_what_a_bitmap_of_it_is) {
    std::mt19937 random(1);
    const auto at_most = [&random](int limit) { return int(random() % unsigned(limit + 1)); };
    for (int round = 0; round < 200; round++) {
        region some;
        bitmap model;
        for (int step = 0; step < 30; step++) {
            const rectangle one = banos::intersection(
                {at_most(side), at_most(side), at_most(9), at_most(9)}, {0, 0, side, side});
            switch (random() % 8) {
            case 0:
            case 1:
                some.subtract(one);
                model.set(one, false);
                break;
            case 2: {
                const rectangle large{one.x / 4, one.y / 4, side - 4, side - 4};
                some.intersect(large);
                model.keep(large);
                break;
            }
            default:
                some.add(one);
                model.set(one, true);
            }
        }
        expect_same(some, model);
    }
}

TEST(region, of_regions) {
    region frame(rectangle{0, 0, 10, 10});
    frame.subtract(region(rectangle{2, 2, 6, 6}));
    region left(rectangle{0, 0, 5, 10});
    left.intersect(frame);
    region both = left;
    both.add(region(rectangle{5, 0, 5, 10}));
    EXPECT_FALSE(left.contains({2, 2}));
    EXPECT_TRUE(left.contains({1, 5}));
    EXPECT_EQ(both.bounds(), (rectangle{0, 0, 10, 10}));
    both.subtract(rectangle{5, 2, 3, 6});
    EXPECT_EQ(both, frame);
}

TEST(region, moves_and_is_cleared) {
    region some(rectangle{1, 2, 3, 4});
    some.move({-11, 8});
    EXPECT_EQ(some.bounds(), (rectangle{-10, 10, 3, 4}));
    some.clear();
    EXPECT_TRUE(some.empty());
    EXPECT_TRUE(some.bounds().empty());
    EXPECT_TRUE(some.rectangles().empty());
}

TEST(region, empty_rectangles_change_nothing) {
    region some(rectangle{1, 2, 3, 4});
    some.add(rectangle{0, 0, 0, 10});
    some.add(rectangle{0, 0, 10, -5});
    some.subtract(rectangle{0, 0, -1, 10});
    EXPECT_EQ(some, region(rectangle{1, 2, 3, 4}));
    some.intersect(rectangle{0, 0, 0, 0});
    EXPECT_TRUE(some.empty());
}

TEST(region, huge_rectangles_are_cut_and_still_cover_every_surface) {
    constexpr std::int32_t least = std::numeric_limits<std::int32_t>::min();
    constexpr std::int32_t most = std::numeric_limits<std::int32_t>::max();
    region some(rectangle{least, least, most, most});
    some.add(rectangle{-1, -1, most, most});
    some.intersect(rectangle{0, 0, 32767, 32767});
    EXPECT_EQ(some, region(rectangle{0, 0, 32767, 32767}));
}

TEST(region, copies_are_apart) {
    const region first(rectangle{0, 0, 4, 4});
    region second = first;
    second.subtract(rectangle{0, 0, 2, 2});
    EXPECT_NE(first, second);
    EXPECT_EQ(first, region(rectangle{0, 0, 4, 4}));
    second = first;
    EXPECT_EQ(first, second);
}

} // namespace
