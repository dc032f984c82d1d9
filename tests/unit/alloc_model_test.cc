// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "alloc_model.hpp"

#include "alloc_statistics.hpp"

#include <gtest/gtest.h>

namespace {

void run_model(std::size_t most_blocks, std::uint64_t seed, std::uint64_t count) {
    const std::size_t before = live_blocks();
    {
        random_choices choices(seed, count);
        alloc_model model(most_blocks);
        model.run(choices);
        EXPECT_EQ(model.complaint(), "");
        EXPECT_EQ(model.operations(), count);
    }
    EXPECT_EQ(live_blocks(), before);
}

TEST(alloc_model, few_blocks) {
    run_model(100, 1, 2'000'000);
}

TEST(alloc_model, some_blocks) {
    run_model(3'000, 2, 4'000'000);
}

TEST(alloc_model, many_blocks) {
    run_model(100'000, 3, 4'000'000);
}

} // namespace
