// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Usage: inflate_soak FIRST COUNT
//
// Decodes COUNT random streams from number FIRST on, each cut in 40 ways, beside
// zlib. Ends with 1 at the first difference.
#include "inflate_cases.hpp"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

int main(int argc, char** argv) {
    if (argc != 3) {
        std::fprintf(stderr, "usage: inflate_soak FIRST COUNT\n");
        return 2;
    }
    auto first = std::uint32_t(std::strtoul(argv[1], nullptr, 10));
    auto count = std::uint32_t(std::strtoul(argv[2], nullptr, 10));
    for (std::uint32_t i = 0; i < count; i++) {
        std::string differs = banos::test::run_random_stream(first + i, 40);
        if (!differs.empty()) {
            std::fprintf(stderr, "%s\n", differs.c_str());
            return 1;
        }
    }
    return 0;
}
