// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// Interrupts of devices, which the driver checks by itself.
#include "suite.hpp"
#include "test.hpp"
#include "test_interrupt.h"

using namespace banos::test;

#define CASE(name)                                                                                 \
    TEST(name) {                                                                                   \
        run_case("test_interrupt", #name);                                                         \
    }
INTERRUPT_CASES(CASE)
