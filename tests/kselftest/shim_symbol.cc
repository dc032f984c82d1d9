// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// Symbols by name, which the driver checks by itself; drivers that hold each other are in
// loader_symbols.
#include "suite.hpp"
#include "test.hpp"
#include "test_symbol.h"

using namespace banos::test;

#define CASE(name)                                                                                 \
    TEST(name) {                                                                                   \
        run_case("test_symbol", #name);                                                            \
    }
SYMBOL_CASES(CASE)
