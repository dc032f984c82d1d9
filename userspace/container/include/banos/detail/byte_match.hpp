// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Compares 12 bytes with one value at once: with SSE2, and in 64-bit words elsewhere.
#ifndef BANOS_DETAIL_BYTE_MATCH_HPP
#define BANOS_DETAIL_BYTE_MATCH_HPP

#include <bit>
#include <cstdint>
#include <cstring>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace banos::detail {

// Bit i is set if byte i of the word, counted from the lowest, equals the value.
constexpr unsigned match_8_bytes(std::uint64_t word, std::uint8_t value) noexcept {
    constexpr std::uint64_t ones = 0x0101010101010101;
    constexpr std::uint64_t low_bits = 0x7f * ones;
    const std::uint64_t different = word ^ value * ones;
    // The high bit of each byte: set where all of the byte is 0. No byte carries into the next.
    const std::uint64_t equal = ~(((different & low_bits) + low_bits) | different | low_bits);
    // The multiplication brings the eight bits together, in the highest byte.
    return static_cast<unsigned>((equal >> 7) * 0x0102040810204080 >> 56);
}

inline std::uint64_t little_endian_word(const std::uint8_t* bytes) noexcept {
    std::uint64_t word;
    std::memcpy(&word, bytes, sizeof(word));
    if constexpr (std::endian::native == std::endian::big)
        word = __builtin_bswap64(word);
    return word;
}

inline unsigned match_12_bytes_portably(const void* bytes, std::uint8_t value) noexcept {
    const auto* first = static_cast<const std::uint8_t*>(bytes);
    return match_8_bytes(little_endian_word(first), value) |
           (match_8_bytes(little_endian_word(first + 4), value) >> 4) << 8;
}

// Bit i of the answer is set if byte i is the value, which comes four times over. Reads 16
// bytes, aligned to 16.
inline unsigned match_12_bytes(const void* bytes, std::uint32_t values) noexcept {
#ifdef __SSE2__
    const __m128i all = _mm_load_si128(static_cast<const __m128i*>(bytes));
    const __m128i equal = _mm_cmpeq_epi8(all, _mm_set1_epi32(static_cast<int>(values)));
    return static_cast<unsigned>(_mm_movemask_epi8(equal)) & 0xfff;
#else
    return match_12_bytes_portably(bytes, static_cast<std::uint8_t>(values));
#endif
}

} // namespace banos::detail

#endif
