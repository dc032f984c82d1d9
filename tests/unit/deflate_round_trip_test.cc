// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// The fuzzer's body over random inputs: encoded in random pieces with random flushes,
// decoded by banos::inflate and by zlib.
#include "../fuzz/deflate_run.hpp"

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace {

TEST(deflate_round_trip, of_random_inputs) {
    std::mt19937 random(12);
    for (int i = 0; i < 400; i++) {
        std::vector<std::uint8_t> input(4 + random() % 3000);
        const unsigned values = 1 + unsigned(random() % 256);
        for (std::uint8_t& byte : input)
            byte = std::uint8_t(random() % values);
        for (std::size_t choice = 0; choice < 4; choice++)
            input[choice] = std::uint8_t(random());
        ASSERT_EQ(wrong_in_round_trip(input), "") << i;
    }
}

} // namespace
