// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Usage: container_soak SEED OPERATIONS
#include "container_run.hpp"

#include <cstdio>
#include <cstdlib>

int main(int count, char** words) {
    if (count != 3) {
        std::fprintf(stderr, "Usage: container_soak SEED OPERATIONS\n");
        return 2;
    }
    banos::test::run_container_randomly(std::strtoull(words[1], nullptr, 10),
                                        std::strtoull(words[2], nullptr, 10));
    return 0;
}
