// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// CRC-32 by carry-less multiplication, after Gopal et al., "Fast CRC Computation
// for Generic Polynomials Using PCLMULQDQ Instruction", Intel, 2009; here in the
// reflected order of bits and for vectors of 16, 32 or 64 bytes.
//
// A block of 16 bytes is a polynomial of degree 127, H * x^64 + L, where H is the
// lower half of the register, which came first. "Folding" moves it on by d bits:
//
//     (H * x^64 + L) * x^d = H * (x^(d+64) mod G) + L * (x^d mod G)     (mod G),
//
// two multiplications, whose sum has fewer than 128 bits and is added to the
// block d bits further on. Four vectors are folded at once, since one
// multiplication takes longer than the next may start.
//
// For inclusion by the files that are compiled with the options of their
// processors, each with a type of vectors (see choice.hpp):
//
//     struct vectors {
//         using vector = ...;
//         static vector load(const unsigned char*);
//         static vector exclusive_or(vector, vector);
//         static vector exclusive_or(vector, vector, vector);
//         static vector repeat(__m128i);                  // in each 16 bytes
//         static vector from_first(__m128i);              // zeros after it
//         static vector multiply_lower(vector, vector);   // in each 16 bytes
//         static vector multiply_upper(vector, vector);
//         static __m128i join(vector);                    // to one block of 16 bytes
//     };
#ifndef BANOS_CHECKSUM_CRC32_FOLD_HPP
#define BANOS_CHECKSUM_CRC32_FOLD_HPP

#include <immintrin.h>

#include "choice.hpp"
#include "polynomial.hpp"

namespace banos::detail {

namespace {

struct vectors_of_16 {
    using vector = __m128i;

    static vector load(const unsigned char* at) {
        return _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    }
    static vector exclusive_or(vector a, vector b) { return _mm_xor_si128(a, b); }
    static vector exclusive_or(vector a, vector b, vector c) {
        return _mm_xor_si128(_mm_xor_si128(a, b), c);
    }
    static vector repeat(__m128i block) { return block; }
    static vector from_first(__m128i block) { return block; }
    static vector multiply_lower(vector a, vector b) { return _mm_clmulepi64_si128(a, b, 0x00); }
    static vector multiply_upper(vector a, vector b) { return _mm_clmulepi64_si128(a, b, 0x11); }
    static __m128i join(vector block) { return block; }
};

// The two multipliers that move a block on by so many bytes.
template<unsigned bytes>
__m128i multipliers() {
    constexpr uint64_t lower = wide_power_of_x(8 * bytes + 64 - 1);
    constexpr uint64_t upper = wide_power_of_x(8 * bytes - 1);
    return _mm_set_epi64x(int64_t(upper), int64_t(lower));
}

// `moved` moved on by what `by` says, and added to `next`.
template<typename vectors>
typename vectors::vector fold(typename vectors::vector moved, typename vectors::vector by,
                              typename vectors::vector next) {
    return vectors::exclusive_or(vectors::multiply_lower(moved, by),
                                 vectors::multiply_upper(moved, by), next);
}

inline __m128i fold_16(__m128i moved, __m128i next) {
    return fold<vectors_of_16>(moved, multipliers<16>(), next);
}

// All of the data but at most one vector less a byte, as one vector. There must be
// at least one vector of it; `at` and `left` are moved on.
template<typename vectors>
typename vectors::vector fold_vectors(uint32_t state, const unsigned char*& at, size_t& left) {
    using vector = typename vectors::vector;
    constexpr size_t width = sizeof(vector);
    const vector by_one = vectors::repeat(multipliers<width>());

    vector sum = vectors::exclusive_or(vectors::load(at),
                                       vectors::from_first(_mm_cvtsi32_si128(int(state))));
    if (left >= 8 * width) {
        const vector by_four = vectors::repeat(multipliers<4 * width>());
        vector second = vectors::load(at + width);
        vector third = vectors::load(at + 2 * width);
        vector fourth = vectors::load(at + 3 * width);
        for (at += 4 * width, left -= 4 * width; left >= 4 * width;
             at += 4 * width, left -= 4 * width) {
            sum = fold<vectors>(sum, by_four, vectors::load(at));
            second = fold<vectors>(second, by_four, vectors::load(at + width));
            third = fold<vectors>(third, by_four, vectors::load(at + 2 * width));
            fourth = fold<vectors>(fourth, by_four, vectors::load(at + 3 * width));
        }
        const vector by_two = vectors::repeat(multipliers<2 * width>());
        third = fold<vectors>(sum, by_two, third);
        fourth = fold<vectors>(second, by_two, fourth);
        sum = fold<vectors>(third, by_one, fourth);
    } else {
        at += width;
        left -= width;
    }
    for (; left >= width; at += width, left -= width)
        sum = fold<vectors>(sum, by_one, vectors::load(at));
    return sum;
}

// The block, followed by the 1 to 15 last bytes of the data, as one block. The
// data has at least 16 bytes, so that the 16 before its end may be read.
inline __m128i fold_last_bytes(__m128i block, const unsigned char* at, size_t left) {
    // Bytes from 16 on in a shuffle with a set highest bit become 0.
    alignas(16) static constexpr int8_t slide[48] = {
        -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, //
        0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, //
        -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
    };
    const auto* slides = reinterpret_cast<const unsigned char*>(slide);
    const __m128i to_end = vectors_of_16::load(slides + left);
    const __m128i to_start = vectors_of_16::load(slides + 16 + left);
    const __m128i last = vectors_of_16::load(at + left - 16);

    const __m128i first_bytes = _mm_shuffle_epi8(block, to_end);
    const __m128i rest = _mm_blendv_epi8(_mm_shuffle_epi8(block, to_start), last, to_start);
    return fold_16(first_bytes, rest);
}

// (H * x^64 + L) * x^32 mod G: folds H, which leaves 96 bits, and takes off the
// multiple of G that the quotient of x^95 by G tells (Barrett).
inline uint32_t reduce(__m128i block) {
    constexpr uint64_t by_96 = wide_power_of_x(64 + 32 - 1);
    constexpr uint64_t quotient_of_95 = barrett_quotient();
    const __m128i folding = _mm_cvtsi64_si128(int64_t(by_96));
    const __m128i quotient_and_g =
        _mm_set_epi64x(int64_t(whole_polynomial), int64_t(quotient_of_95));

    const __m128i lower = _mm_slli_si128(_mm_srli_si128(block, 8), 4);
    const __m128i t = _mm_xor_si128(_mm_clmulepi64_si128(block, folding, 0x00), lower);
    const __m128i upper_64_bits = _mm_srli_si128(t, 4);
    const __m128i quotient = _mm_clmulepi64_si128(upper_64_bits, quotient_and_g, 0x00);
    const __m128i multiple = _mm_clmulepi64_si128(quotient, quotient_and_g, 0x10);
    return uint32_t(_mm_extract_epi32(t, 3)) ^ uint32_t(_mm_extract_epi32(multiple, 2));
}

template<typename vectors>
uint32_t crc32_by_folding(uint32_t state, const unsigned char* data, size_t length) {
    __m128i block;
    if (length >= sizeof(typename vectors::vector))
        block = vectors::join(fold_vectors<vectors>(state, data, length));
    else if (length >= 16)
        block = fold_vectors<vectors_of_16>(state, data, length);
    else
        return crc32_slicing(state, data, length);
    for (; length >= 16; data += 16, length -= 16)
        block = fold_16(block, vectors_of_16::load(data));
    if (length != 0)
        block = fold_last_bytes(block, data, length);
    return reduce(block);
}

} // namespace

} // namespace banos::detail

#endif
