// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// One pixel at a time: the portable form, and what is left over by the others.
// In an unnamed namespace, because files of different options include it.
#ifndef BANOS_SURFACE_PIXEL_ARITHMETIC_HPP
#define BANOS_SURFACE_PIXEL_ARITHMETIC_HPP

#include <stdint.h>

namespace banos::detail {

namespace {

inline constexpr uint32_t alpha_bits = 0xFF000000;

// Two channels in the low bytes of two halves, each times `factor` / 255, rounded:
// for t = x + 128, x at most 255 * 255, it is (t + t / 256) / 256.
constexpr uint32_t scale_pair(uint32_t pair, uint32_t factor) {
    const uint32_t t = pair * factor + 0x00800080;
    return (t + (t >> 8 & 0x00FF00FF)) >> 8 & 0x00FF00FF;
}

// A sum that does not fit has bit 8 set: its byte becomes 0xFF.
constexpr uint32_t add_pair(uint32_t a, uint32_t b) {
    const uint32_t sum = a + b;
    const uint32_t overflowed = sum >> 8 & 0x00010001;
    return (sum | overflowed * 0xFF) & 0x00FF00FF;
}

constexpr uint32_t over(uint32_t from, uint32_t to) {
    const uint32_t rest = 255 - (from >> 24);
    const uint32_t low = add_pair(from & 0x00FF00FF, scale_pair(to & 0x00FF00FF, rest));
    const uint32_t high = add_pair(from >> 8 & 0x00FF00FF, scale_pair(to >> 8 & 0x00FF00FF, rest));
    return high << 8 | low;
}

} // namespace

} // namespace banos::detail

#endif
