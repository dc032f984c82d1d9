// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// Memory that devices reach, which the driver checks by itself.
#include "suite.hpp"
#include "test.hpp"
#include "test_dma.h"

using namespace banos::test;

#define CASE(name)                                                                                 \
    TEST(name) {                                                                                   \
        run_case("test_dma", #name);                                                               \
    }
DMA_CASES(CASE)
