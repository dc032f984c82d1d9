// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "container_run.hpp"

#include <gtest/gtest.h>

namespace {

using banos::test::run_container_randomly;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr std::size_t operations = 1'000'000;
#else
constexpr std::size_t operations = 10'000'000;
#endif

TEST(hash_map_model, does_what_unordered_map_does) {
    run_container_randomly(20261122, operations);
}

} // namespace
