// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// CRC-32 with VPCLMULQDQ, 32 bytes a vector.
#include "crc32_fold.hpp"

namespace banos::detail {

namespace {

struct vectors_of_32 {
    using vector = __m256i;

    static vector load(const unsigned char* at) {
        return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at));
    }
    static vector exclusive_or(vector a, vector b) { return _mm256_xor_si256(a, b); }
    static vector exclusive_or(vector a, vector b, vector c) {
        return _mm256_xor_si256(_mm256_xor_si256(a, b), c);
    }
    static vector repeat(__m128i block) { return _mm256_broadcastsi128_si256(block); }
    static vector from_first(__m128i block) { return _mm256_zextsi128_si256(block); }
    static vector multiply_lower(vector a, vector b) {
        return _mm256_clmulepi64_epi128(a, b, 0x00);
    }
    static vector multiply_upper(vector a, vector b) {
        return _mm256_clmulepi64_epi128(a, b, 0x11);
    }
    static __m128i join(vector both) {
        return fold_16(_mm256_castsi256_si128(both), _mm256_extracti128_si256(both, 1));
    }
};

} // namespace

uint32_t crc32_avx2(uint32_t state, const unsigned char* data, size_t length) noexcept {
    return crc32_by_folding<vectors_of_32>(state, data, length);
}

} // namespace banos::detail
