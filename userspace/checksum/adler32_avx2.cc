// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Adler-32 with AVX2, 32 bytes a vector.
#include "adler32_lanes.hpp"

namespace banos::detail {

namespace {

struct vectors_of_32 {
    using vector = __m256i;

    static vector load(const unsigned char* at) {
        return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at));
    }
    static vector both(vector a, vector b) { return _mm256_and_si256(a, b); }
    static vector add(vector a, vector b) { return _mm256_add_epi32(a, b); }
    static vector add_bytes(vector sum, vector bytes) {
        return add(sum, _mm256_sad_epu8(bytes, _mm256_setzero_si256()));
    }
    // Sums of two weighted bytes fit 16 bits: 255 * (32 + 31) < 2^15.
    static vector add_weighted(vector sum, vector bytes, vector weights) {
        const vector pairs = _mm256_maddubs_epi16(bytes, weights);
        return add(sum, _mm256_madd_epi16(pairs, _mm256_set1_epi16(1)));
    }
    // These sums are in every second lane.
    static vector times(vector sum, uint32_t n) {
        return _mm256_mul_epu32(sum, _mm256_set1_epi32(int(n)));
    }
    static uint64_t total(vector sum, vector widths) {
        const vector four = _mm256_add_epi64(wide(sum), _mm256_slli_epi64(wide(widths), 5));
        const __m128i two =
            _mm_add_epi64(_mm256_castsi256_si128(four), _mm256_extracti128_si256(four, 1));
        return uint64_t(_mm_cvtsi128_si64(two)) + uint64_t(_mm_extract_epi64(two, 1));
    }
    static uint32_t short_total(vector sum, vector widths) {
        const vector eight = add(sum, _mm256_slli_epi32(widths, 5));
        const __m128i four =
            _mm_add_epi32(_mm256_castsi256_si128(eight), _mm256_extracti128_si256(eight, 1));
        const __m128i two = _mm_add_epi32(four, _mm_unpackhi_epi64(four, four));
        return uint32_t(_mm_cvtsi128_si32(two)) + uint32_t(_mm_extract_epi32(two, 1));
    }

  private:
    static vector wide(vector sum) {
        const vector lower = _mm256_and_si256(sum, _mm256_set1_epi64x(0xFFFFFFFF));
        return _mm256_add_epi64(lower, _mm256_srli_epi64(sum, 32));
    }
};

} // namespace

uint32_t adler32_avx2(uint32_t sum, const unsigned char* data, size_t length) noexcept {
    sum = adler32_by_lanes<vectors_of_32>(sum, data, length);
    return length == 0 ? sum : adler32_sse(sum, data, length);
}

} // namespace banos::detail
