// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// A driver overwrites its own stack: the kernel must end, and name the driver and its function. The
// log is judged from outside, by what the list of boots says.
#include "loader.hpp"
#include "system.hpp"
#include "test.hpp"

#include <array>
#include <fcntl.h>
#include <unistd.h>

using namespace banos::test;

namespace {

// What fits into the array does no harm; the next byte is the guard.
constexpr std::size_t fitting = 16;
constexpr std::size_t too_much = 24;

} // namespace

TEST(stack_guard_of_a_driver) {
    instance driver("test_smash");
    const descriptor file("/dev/test_smash0", O_WRONLY);
    const std::array<char, too_much> block = {};
    require_equal(write(file.get(), block.data(), fitting), static_cast<ssize_t>(fitting));
    fail(__FILE__, __LINE__,
         "the driver answered " + std::to_string(write(file.get(), block.data(), too_much)));
    driver.forget();
}
