// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// CRC-32 with VPCLMULQDQ, 64 bytes a vector.
#include "crc32_fold.hpp"

namespace banos::detail {

namespace {

struct vectors_of_64 {
    using vector = __m512i;

    static vector load(const unsigned char* at) { return _mm512_loadu_si512(at); }
    static vector exclusive_or(vector a, vector b) { return _mm512_xor_si512(a, b); }
    static vector exclusive_or(vector a, vector b, vector c) {
        constexpr int odd_number_of_ones = 0x96;
        return _mm512_ternarylogic_epi64(a, b, c, odd_number_of_ones);
    }
    static vector repeat(__m128i block) { return _mm512_broadcast_i32x4(block); }
    static vector from_first(__m128i block) { return _mm512_zextsi128_si512(block); }
    static vector multiply_lower(vector a, vector b) {
        return _mm512_clmulepi64_epi128(a, b, 0x00);
    }
    static vector multiply_upper(vector a, vector b) {
        return _mm512_clmulepi64_epi128(a, b, 0x11);
    }

    // The four blocks are 48, 32, 16 and 0 bytes from the end.
    static __m128i join(vector four) {
        const __m128i last = _mm512_extracti32x4_epi32(four, 3);
        const __m128i first =
            fold<vectors_of_16>(_mm512_castsi512_si128(four), multipliers<48>(), last);
        const __m128i second =
            fold<vectors_of_16>(_mm512_extracti32x4_epi32(four, 1), multipliers<32>(), first);
        return fold_16(_mm512_extracti32x4_epi32(four, 2), second);
    }
};

} // namespace

uint32_t crc32_avx512(uint32_t state, const unsigned char* data, size_t length) noexcept {
    return crc32_by_folding<vectors_of_64>(state, data, length);
}

} // namespace banos::detail
