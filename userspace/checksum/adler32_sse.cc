// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Adler-32 with SSE2, 16 bytes a vector.
#include "adler32_lanes.hpp"

namespace banos::detail {

namespace {

struct vectors_of_16 {
    using vector = __m128i;

    static vector load(const unsigned char* at) {
        return _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    }
    static vector both(vector a, vector b) { return _mm_and_si128(a, b); }
    static vector add(vector a, vector b) { return _mm_add_epi32(a, b); }
    static vector add_bytes(vector sum, vector bytes) {
        return add(sum, _mm_sad_epu8(bytes, _mm_setzero_si128()));
    }
    static vector add_weighted(vector sum, vector bytes, vector weights) {
        const vector zero = _mm_setzero_si128();
        const vector lower =
            _mm_madd_epi16(_mm_unpacklo_epi8(bytes, zero), _mm_unpacklo_epi8(weights, zero));
        const vector upper =
            _mm_madd_epi16(_mm_unpackhi_epi8(bytes, zero), _mm_unpackhi_epi8(weights, zero));
        return add(sum, add(lower, upper));
    }
    // These sums are in every second lane.
    static vector times(vector sum, uint32_t n) {
        return _mm_mul_epu32(sum, _mm_set1_epi32(int(n)));
    }
    static uint64_t total(vector sum, vector widths) {
        return total(sum) + sizeof(vector) * total(widths);
    }
    static uint32_t short_total(vector sum, vector widths) { return uint32_t(total(sum, widths)); }

  private:
    static uint64_t total(vector sum) {
        alignas(16) uint32_t lane[4];
        _mm_store_si128(reinterpret_cast<__m128i*>(lane), sum);
        return uint64_t(lane[0]) + lane[1] + lane[2] + lane[3];
    }
};

} // namespace

uint32_t adler32_sse(uint32_t sum, const unsigned char* data, size_t length) noexcept {
    sum = adler32_by_lanes<vectors_of_16>(sum, data, length);
    return length == 0 ? sum : adler32_portable(sum, data, length);
}

} // namespace banos::detail
