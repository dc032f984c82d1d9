// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Rows of pixels with SSE2, which every x86-64 processor has: 4 pixels a vector.
#include "pixel_vectors.hpp"

namespace banos::detail {

namespace {

struct vectors_of_4 {
    using vector = __m128i;

    static vector load(const uint32_t* at) {
        return _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    }
    static void store(uint32_t* at, vector pixels) {
        _mm_storeu_si128(reinterpret_cast<__m128i*>(at), pixels);
    }
    static vector both(vector a, vector b) { return _mm_and_si128(a, b); }
    static vector either(vector a, vector b) { return _mm_or_si128(a, b); }
    static vector alpha() { return _mm_set1_epi32(int(alpha_bits)); }
    static bool has_all_alpha(vector pixels) {
        return (_mm_movemask_epi8(_mm_cmpeq_epi8(pixels, _mm_set1_epi8(-1))) & 0x8888) == 0x8888;
    }
    static bool is_zero(vector pixels) {
        return _mm_movemask_epi8(_mm_cmpeq_epi8(pixels, _mm_setzero_si128())) == 0xFFFF;
    }

    // Channels in pairs of 16 bits, as in pixel_arithmetic.hpp; the high half of a
    // product with 257 is t + t / 256, divided by 256.
    static vector over(vector from, vector to) {
        const vector low_bytes = _mm_set1_epi16(0xFF);
        const vector alpha_twice = _mm_srli_epi32(from, 24);
        const vector rest =
            _mm_xor_si128(_mm_or_si128(alpha_twice, _mm_slli_epi32(alpha_twice, 16)), low_bytes);
        const vector low = scaled(_mm_and_si128(to, low_bytes), rest);
        const vector high = scaled(_mm_srli_epi16(to, 8), rest);
        return _mm_adds_epu8(from, _mm_or_si128(low, _mm_slli_epi16(high, 8)));
    }

  private:
    static vector scaled(vector pairs, vector factors) {
        const vector t = _mm_add_epi16(_mm_mullo_epi16(pairs, factors), _mm_set1_epi16(128));
        return _mm_mulhi_epu16(t, _mm_set1_epi16(257));
    }
};

using rows = pixel_rows<vectors_of_4>;

} // namespace

const pixel_form sse_pixels = {rows::copy_opaque, rows::blend_over};

} // namespace banos::detail
