// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "inflate_libdeflate.hpp"
#include "inflate_run.hpp"

#include <cstdio>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size);
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    auto data = std::as_bytes(std::span(bytes, size));
    std::string differs = banos::test::compare_decoders(data);
    if (differs.empty())
        differs = banos::test::compare_with_libdeflate(data);
    if (!differs.empty()) {
        std::fprintf(stderr, "%s\n", differs.c_str());
        std::abort();
    }
    return 0;
}
