// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "container_run.hpp"
#include "sanitizers.hpp"

#include <gtest/gtest.h>

namespace {

using banos::test::run_container_randomly;

constexpr std::size_t operations = banos::test::sanitized ? 1'000'000 : 10'000'000;

TEST(hash_map_model, does_what_unordered_map_does) {
    run_container_randomly(20261122, operations);
}

} // namespace
