// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// What the program was built with: gcc says it by macros, clang by features.
#ifndef BANOS_TESTS_UNIT_SANITIZERS_HPP
#define BANOS_TESTS_UNIT_SANITIZERS_HPP

namespace banos::test {

#if defined(__has_feature)
inline constexpr bool address_sanitizer = __has_feature(address_sanitizer);
inline constexpr bool thread_sanitizer = __has_feature(thread_sanitizer);
#else
#if defined(__SANITIZE_ADDRESS__)
inline constexpr bool address_sanitizer = true;
#else
inline constexpr bool address_sanitizer = false;
#endif
#if defined(__SANITIZE_THREAD__)
inline constexpr bool thread_sanitizer = true;
#else
inline constexpr bool thread_sanitizer = false;
#endif
#endif

// Programs are some twenty times as slow then.
inline constexpr bool sanitized = address_sanitizer || thread_sanitizer;

} // namespace banos::test

#endif
