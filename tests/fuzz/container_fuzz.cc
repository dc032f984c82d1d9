// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "container_run.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size);
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    banos::test::run_container(bytes, size);
    return 0;
}
