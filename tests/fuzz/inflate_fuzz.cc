// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "inflate_run.hpp"

#include <cstdio>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size);
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    std::string differs = banos::test::compare_decoders(std::as_bytes(std::span(bytes, size)));
    if (!differs.empty()) {
        std::fprintf(stderr, "%s\n", differs.c_str());
        std::abort();
    }
    return 0;
}
