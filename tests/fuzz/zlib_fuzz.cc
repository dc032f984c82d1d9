// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "zlib_agree.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string difference = difference_of_faces({data, size});
    if (!difference.empty()) {
        std::fprintf(stderr, "%s\n", difference.c_str());
        std::abort();
    }
    return 0;
}
