// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include <gtest/gtest.h>

#include <banos/surface/rectangle.hpp>

#include <limits>

namespace {

using banos::intersection;
using banos::point;
using banos::rectangle;

constexpr std::int32_t least = std::numeric_limits<std::int32_t>::min();
constexpr std::int32_t most = std::numeric_limits<std::int32_t>::max();

TEST(rectangle, intersection_is_what_both_have) {
    EXPECT_EQ(intersection({0, 0, 10, 10}, {5, 6, 10, 10}), (rectangle{5, 6, 5, 4}));
    EXPECT_EQ(intersection({0, 0, 10, 10}, {2, 3, 4, 5}), (rectangle{2, 3, 4, 5}));
    EXPECT_EQ(intersection({-5, -5, 10, 10}, {0, 0, 100, 100}), (rectangle{0, 0, 5, 5}));
}

TEST(rectangle, neighbours_have_nothing_in_common) {
    EXPECT_EQ(intersection({0, 0, 10, 10}, {10, 0, 10, 10}), rectangle());
    EXPECT_EQ(intersection({0, 0, 10, 10}, {0, 10, 10, 10}), rectangle());
}

TEST(rectangle, negative_sizes_are_empty) {
    EXPECT_TRUE((rectangle{5, 5, -1, 10}).empty());
    EXPECT_EQ(intersection({0, 0, 10, 10}, {5, 5, -4, 3}), rectangle());
    EXPECT_EQ(intersection({0, 0, 10, 10}, {5, 5, 3, least}), rectangle());
}

TEST(rectangle, the_ends_of_the_numbers_do_not_overflow) {
    EXPECT_EQ(intersection({most, most, most, most}, {0, 0, 10, 10}), rectangle());
    EXPECT_EQ(intersection({least, least, most, most}, {0, 0, 10, 10}), rectangle());
    EXPECT_EQ(intersection({-1, -1, most, most}, {0, 0, 10, 10}), (rectangle{0, 0, 10, 10}));
    EXPECT_EQ((rectangle{most, 0, most, 1}).right(), 2 * std::int64_t(most));
}

TEST(rectangle, contains_its_corner_but_not_the_opposite_one) {
    const rectangle some{-2, 3, 4, 5};
    EXPECT_TRUE(some.contains({-2, 3}));
    EXPECT_TRUE(some.contains({1, 7}));
    EXPECT_FALSE(some.contains({2, 7}));
    EXPECT_FALSE(some.contains({1, 8}));
}

} // namespace
