// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// System calls as 32-bit programs make them, from a program of 64 bits.
#ifndef BANOS_TESTS_CALL_32BIT_HPP
#define BANOS_TESTS_CALL_32BIT_HPP

namespace banos::test {

constexpr long ioctl_of_32bit = 54;

// The 32-bit number of the call, and the lower halves of its arguments; the answer, or a negative
// errno number. Ends a program with SIGSEGV where the kernel runs no such ones.
long call_32bit(long number, long first, long second, long third);

// Skips the TEST on a kernel that runs no 32-bit programs.
void need_32bit();

} // namespace banos::test

#endif
