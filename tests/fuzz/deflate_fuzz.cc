// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include <cstdio>
#include <cstdlib>

#include "deflate_run.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string wrong = wrong_in_round_trip({data, size});
    if (!wrong.empty()) {
        std::fprintf(stderr, "%s\n", wrong.c_str());
        std::abort();
    }
    return 0;
}
