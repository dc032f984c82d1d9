// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Adler-32 with AVX-512 and VNNI, whose products of bytes are summed by fours,
// 64 bytes a vector.
#include "adler32_lanes.hpp"

namespace banos::detail {

namespace {

struct vectors_of_64 {
    using vector = __m512i;

    static vector load(const unsigned char* at) { return _mm512_loadu_si512(at); }
    static vector both(vector a, vector b) { return _mm512_and_si512(a, b); }
    static vector add(vector a, vector b) { return _mm512_add_epi32(a, b); }
    static vector add_bytes(vector sum, vector bytes) {
        return _mm512_dpbusd_epi32(sum, bytes, _mm512_set1_epi8(1));
    }
    static vector add_weighted(vector sum, vector bytes, vector weights) {
        return _mm512_dpbusd_epi32(sum, bytes, weights);
    }
    static vector times(vector sum, uint32_t n) {
        return _mm512_mullo_epi32(sum, _mm512_set1_epi32(int(n)));
    }
    static uint64_t total(vector sum, vector widths) {
        return uint64_t(_mm512_reduce_add_epi64(
            _mm512_add_epi64(wide(sum), _mm512_slli_epi64(wide(widths), 6))));
    }
    static uint32_t short_total(vector sum, vector widths) {
        return uint32_t(_mm512_reduce_add_epi32(add(sum, _mm512_slli_epi32(widths, 6))));
    }

  private:
    static vector wide(vector sum) {
        const vector lower = _mm512_and_si512(sum, _mm512_set1_epi64(0xFFFFFFFF));
        return _mm512_add_epi64(lower, _mm512_srli_epi64(sum, 32));
    }
};

} // namespace

uint32_t adler32_avx512(uint32_t sum, const unsigned char* data, size_t length) noexcept {
    sum = adler32_by_lanes<vectors_of_64>(sum, data, length);
    return length == 0 ? sum : adler32_sse(sum, data, length);
}

} // namespace banos::detail
