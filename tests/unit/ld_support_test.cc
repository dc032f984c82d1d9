// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// The functions that banos-ld supplies, against what this compiler does.
#include <cstdint>
#include <random>
#include <vector>

#include <gtest/gtest.h>

extern "C" {
__extension__ typedef __int128 int128;
__extension__ typedef unsigned __int128 uint128;
uint128 tested_udivmodti4(uint128 dividend, uint128 divisor, uint128* remainder);
int128 tested_divmodti4(int128 dividend, int128 divisor, int128* remainder);
uint128 tested_udivti3(uint128 dividend, uint128 divisor);
uint128 tested_umodti3(uint128 dividend, uint128 divisor);
int128 tested_divti3(int128 dividend, int128 divisor);
int128 tested_modti3(int128 dividend, int128 divisor);
int tested_popcountdi2(std::uint64_t value);
int tested_paritydi2(std::uint64_t value);
int tested_clrsbdi2(std::int64_t value);
}

namespace {

// Numbers near every power of two, where divisions go wrong, and random ones.
std::vector<uint128> interesting_numbers() {
    std::vector<uint128> numbers;
    for (int bit = 0; bit < 128; bit += 3) {
        const uint128 power = uint128{1} << bit;
        numbers.insert(numbers.end(), {power - 1, power, power + 1, ~power});
    }
    numbers.push_back(~uint128{0});
    std::mt19937_64 random(1);
    for (int i = 0; i < 200; ++i)
        numbers.push_back((uint128{random()} << 64 | random()) >> (random() % 128));
    return numbers;
}

TEST(ld_support, unsigned_division) {
    for (const uint128 dividend : interesting_numbers()) {
        for (const uint128 divisor : interesting_numbers()) {
            if (divisor == 0)
                continue;
            uint128 remainder = 0;
            ASSERT_TRUE(tested_udivmodti4(dividend, divisor, &remainder) == dividend / divisor);
            ASSERT_TRUE(remainder == dividend % divisor);
            ASSERT_TRUE(tested_udivti3(dividend, divisor) == dividend / divisor);
            ASSERT_TRUE(tested_umodti3(dividend, divisor) == dividend % divisor);
        }
    }
}

TEST(ld_support, signed_division) {
    const int128 smallest = static_cast<int128>(uint128{1} << 127);
    for (const uint128 left : interesting_numbers()) {
        for (const uint128 right : interesting_numbers()) {
            const auto dividend = static_cast<int128>(left);
            const auto divisor = static_cast<int128>(right);
            if (divisor == 0 || (dividend == smallest && divisor == -1))
                continue;
            int128 remainder = 0;
            ASSERT_TRUE(tested_divmodti4(dividend, divisor, &remainder) == dividend / divisor);
            ASSERT_TRUE(remainder == dividend % divisor);
            ASSERT_TRUE(tested_divti3(dividend, divisor) == dividend / divisor);
            ASSERT_TRUE(tested_modti3(dividend, divisor) == dividend % divisor);
        }
    }
}

TEST(ld_support, bits) {
    for (const uint128 number : interesting_numbers()) {
        const auto value = static_cast<std::uint64_t>(number);
        int set = 0;
        for (int bit = 0; bit < 64; ++bit)
            set += static_cast<int>(value >> bit & 1);
        ASSERT_EQ(tested_popcountdi2(value), set);
        ASSERT_EQ(tested_paritydi2(value), set & 1);
        int redundant = 0;
        while (redundant < 63 && (value >> (62 - redundant) & 1) == value >> 63)
            ++redundant;
        ASSERT_EQ(tested_clrsbdi2(static_cast<std::int64_t>(value)), redundant);
    }
}

} // namespace
