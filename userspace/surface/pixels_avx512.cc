// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Rows of pixels with AVX-512, 16 pixels a vector.
#include "pixel_vectors.hpp"

namespace banos::detail {

namespace {

struct vectors_of_16 {
    using vector = __m512i;

    static vector load(const uint32_t* at) { return _mm512_loadu_si512(at); }
    static void store(uint32_t* at, vector pixels) { _mm512_storeu_si512(at, pixels); }
    static vector both(vector a, vector b) { return _mm512_and_si512(a, b); }
    static vector either(vector a, vector b) { return _mm512_or_si512(a, b); }
    static vector alpha() { return _mm512_set1_epi32(int(alpha_bits)); }
    static bool has_all_alpha(vector pixels) {
        return _mm512_cmpge_epu32_mask(pixels, alpha()) == 0xFFFF;
    }
    static bool is_zero(vector pixels) { return _mm512_test_epi32_mask(pixels, pixels) == 0; }

    // Channels in pairs of 16 bits, as in pixel_arithmetic.hpp; the high half of a
    // product with 257 is t + t / 256, divided by 256.
    static vector over(vector from, vector to) {
        const vector low_bytes = _mm512_set1_epi16(0xFF);
        const vector rest =
            _mm512_xor_si512(_mm512_shuffle_epi8(from, alpha_of_pairs()), low_bytes);
        const vector low = scaled(_mm512_and_si512(to, low_bytes), rest);
        const vector high = scaled(_mm512_srli_epi16(to, 8), rest);
        return _mm512_adds_epu8(from, _mm512_or_si512(low, _mm512_slli_epi16(high, 8)));
    }

  private:
    // The alpha of each pixel into both of its pairs.
    static vector alpha_of_pairs() {
        constexpr char none = char(0x80);
        return _mm512_broadcast_i32x4(_mm_setr_epi8(3, none, 3, none, 7, none, 7, none, 11, none,
                                                    11, none, 15, none, 15, none));
    }
    static vector scaled(vector pairs, vector factors) {
        const vector t =
            _mm512_add_epi16(_mm512_mullo_epi16(pairs, factors), _mm512_set1_epi16(128));
        return _mm512_mulhi_epu16(t, _mm512_set1_epi16(257));
    }
};

using rows = pixel_rows<vectors_of_16>;

} // namespace

const pixel_form avx512_pixels = {rows::copy_opaque, rows::blend_over};

} // namespace banos::detail
