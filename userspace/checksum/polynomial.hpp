// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Arithmetic of polynomials over GF(2) modulo that of CRC-32,
//
//     G = x^32 + x^26 + x^23 + x^22 + x^16 + x^12 + x^11 + x^10
//       + x^8 + x^7 + x^5 + x^4 + x^2 + x + 1,
//
// in the order of bits of CRC-32: in a word of n bits, bit i is the coefficient
// of x^(n-1-i). All constants of the faster forms are computed from G here, by
// the compiler.
#ifndef BANOS_CHECKSUM_POLYNOMIAL_HPP
#define BANOS_CHECKSUM_POLYNOMIAL_HPP

#include <stdint.h>

namespace banos::detail {

// G without x^32.
inline constexpr uint32_t crc32_polynomial = 0xEDB88320;

// x^0 and x^1.
inline constexpr uint32_t polynomial_one = 0x80000000;
inline constexpr uint32_t polynomial_x = 0x40000000;

// a * x mod G.
constexpr uint32_t times_x(uint32_t a) {
    return (a >> 1) ^ (crc32_polynomial & (0u - (a & 1)));
}

// a * b mod G.
constexpr uint32_t multiply(uint32_t a, uint32_t b) {
    uint32_t product = 0;
    for (uint32_t bit = polynomial_one; bit != 0; bit >>= 1) {
        product ^= b & (0u - uint32_t((a & bit) != 0));
        b = times_x(b);
    }
    return product;
}

// x^n mod G.
constexpr uint32_t power_of_x(unsigned n) {
    uint32_t power = polynomial_one;
    for (uint32_t square = polynomial_x; n != 0; n >>= 1, square = multiply(square, square))
        if (n & 1)
            power = multiply(power, square);
    return power;
}

// x^n mod G in a word of 64 bits. The product of two such words by carry-less
// multiplication has 127 bits, so as a word of 128 it is x times too large: the
// callers want x^(n+1) and ask for x^n.
constexpr uint64_t wide_power_of_x(unsigned n) {
    return uint64_t(power_of_x(n)) << 32;
}

// G itself, in a word of 33 bits.
inline constexpr uint64_t whole_polynomial = uint64_t(crc32_polynomial) << 1 | 1;

// The quotient of x^95 by G, in a word of 64 bits: by long division, which
// brings down one coefficient a step. The remainder starts as x^31.
constexpr uint64_t barrett_quotient() {
    uint64_t quotient = 0;
    uint32_t remainder = 1;
    for (int i = 0; i < 64; i++) {
        quotient |= uint64_t(remainder & 1) << i;
        remainder = times_x(remainder);
    }
    return quotient;
}

} // namespace banos::detail

#endif
