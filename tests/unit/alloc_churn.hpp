// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Threads that come and go, allocate, and free each other's blocks. The unit
// test runs it for a moment, the soak test for minutes.
#ifndef ALLOC_CHURN_HPP
#define ALLOC_CHURN_HPP

#include <chrono>
#include <cstdint>

struct churn_outcome {
    std::uint64_t blocks;  // That were allocated and freed.
    std::uint64_t threads; // That have ended.
    std::uint64_t spoiled; // Blocks that did not hold what was written.
};

// Runs with so many threads at a time until both so many have ended and the
// time is over.
churn_outcome run_churn(unsigned threads, std::uint64_t ended, std::chrono::milliseconds time);

#endif
