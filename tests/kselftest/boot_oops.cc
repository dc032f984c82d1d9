// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// A driver follows a NULL pointer: the kernel log must say which one it was, and where. The log is
// judged from outside, by what the list of boots says; the kernel does not survive this.
#include "loader.hpp"
#include "system.hpp"
#include "test.hpp"

#include <fcntl.h>
#include <unistd.h>

using namespace banos::test;

TEST(oops_in_a_driver) {
    instance bystander("ring");
    instance driver("test_null");
    const descriptor file("/dev/test_null0", O_RDONLY);
    char byte = 0;
    fail(__FILE__, __LINE__, "the driver answered " + std::to_string(read(file.get(), &byte, 1)));
    bystander.forget();
    driver.forget();
}
