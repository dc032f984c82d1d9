// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// The end of a program that freed what it may not free.
#ifndef BANOS_ALLOC_REPORT_HPP
#define BANOS_ALLOC_REPORT_HPP

namespace banos::alloc {

// Says on stderr what the address is, and aborts.
[[noreturn]] __attribute__((cold)) void report_free(const void* address) noexcept;

} // namespace banos::alloc

#endif
