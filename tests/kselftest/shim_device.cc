// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// Devices, their registers and their configuration, which the driver checks by itself.
#include "suite.hpp"
#include "test.hpp"
#include "test_device.h"

using namespace banos::test;

#define CASE(name)                                                                                 \
    TEST(name) {                                                                                   \
        run_case("test_device", #name);                                                            \
    }
DEVICE_CASES(CASE)
