// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Rows of pixels with AVX2, 8 pixels a vector.
#include "pixel_vectors.hpp"

namespace banos::detail {

namespace {

struct vectors_of_8 {
    using vector = __m256i;

    static vector load(const uint32_t* at) {
        return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at));
    }
    static void store(uint32_t* at, vector pixels) {
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(at), pixels);
    }
    static vector both(vector a, vector b) { return _mm256_and_si256(a, b); }
    static vector either(vector a, vector b) { return _mm256_or_si256(a, b); }
    static vector alpha() { return _mm256_set1_epi32(int(alpha_bits)); }
    static bool has_all_alpha(vector pixels) { return _mm256_testc_si256(pixels, alpha()) != 0; }
    static bool is_zero(vector pixels) { return _mm256_testz_si256(pixels, pixels) != 0; }

    // Channels in pairs of 16 bits, as in pixel_arithmetic.hpp; the high half of a
    // product with 257 is t + t / 256, divided by 256.
    static vector over(vector from, vector to) {
        const vector low_bytes = _mm256_set1_epi16(0xFF);
        const vector rest =
            _mm256_xor_si256(_mm256_shuffle_epi8(from, alpha_of_pairs()), low_bytes);
        const vector low = scaled(_mm256_and_si256(to, low_bytes), rest);
        const vector high = scaled(_mm256_srli_epi16(to, 8), rest);
        return _mm256_adds_epu8(from, _mm256_or_si256(low, _mm256_slli_epi16(high, 8)));
    }

  private:
    // The alpha of each pixel into both of its pairs.
    static vector alpha_of_pairs() {
        constexpr char none = char(0x80);
        return _mm256_broadcastsi128_si256(_mm_setr_epi8(3, none, 3, none, 7, none, 7, none, 11,
                                                         none, 11, none, 15, none, 15, none));
    }
    static vector scaled(vector pairs, vector factors) {
        const vector t =
            _mm256_add_epi16(_mm256_mullo_epi16(pairs, factors), _mm256_set1_epi16(128));
        return _mm256_mulhi_epu16(t, _mm256_set1_epi16(257));
    }
};

using rows = pixel_rows<vectors_of_8>;

} // namespace

const pixel_form avx2_pixels = {rows::copy_opaque, rows::blend_over};

} // namespace banos::detail
