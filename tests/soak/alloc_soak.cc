// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Usage: alloc_soak SEED MINUTES
//
// The model with ten million operations, then 64 threads that come and go and
// free each other's blocks for so many minutes; the counters must balance.
#include "../unit/alloc_churn.hpp"
#include "../unit/alloc_model.hpp"
#include "../unit/alloc_statistics.hpp"

#include <cstdio>
#include <cstdlib>

int main(int count, char** words) {
    const std::uint64_t seed = count > 1 ? std::strtoull(words[1], nullptr, 10) : 1;
    const long minutes = count > 2 ? std::atol(words[2]) : 10;
    const std::size_t before = live_blocks();
    {
        random_choices choices(seed, 10'000'000);
        alloc_model model(1000 + seed * 7919 % 100'000);
        model.run(choices);
        if (!model.complaint().empty()) {
            std::printf("seed %lu: %s\n", seed, model.complaint().c_str());
            return 1;
        }
    }
    const churn_outcome outcome = run_churn(64, 64, std::chrono::minutes(minutes));
    const std::size_t after = live_blocks();
    std::printf("seed %lu: %lu threads, %lu blocks, %lu spoiled, %zu live before, %zu after\n",
                seed, outcome.threads, outcome.blocks, outcome.spoiled, before, after);
    return outcome.spoiled == 0 && after == before ? 0 : 1;
}
