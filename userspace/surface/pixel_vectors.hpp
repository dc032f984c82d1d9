// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// The operations on rows by vectors, for inclusion by the files that are compiled
// with the options of their processors, each with a type of vectors:
//
//     struct vectors {
//         using vector = ...;
//         static vector load(const uint32_t*);
//         static void store(uint32_t*, vector);
//         static vector both(vector, vector);                 // bitwise and
//         static vector either(vector, vector);               // bitwise or
//         static vector alpha();                              // 0xFF000000 in each pixel
//         static bool has_all_alpha(vector);                  // is each pixel opaque?
//         static bool is_zero(vector);
//         static vector over(vector from, vector to);
//     };
#ifndef BANOS_SURFACE_PIXEL_VECTORS_HPP
#define BANOS_SURFACE_PIXEL_VECTORS_HPP

#include <immintrin.h>

#include "pixel_arithmetic.hpp"
#include "pixel_forms.hpp"

namespace banos::detail {

namespace {

template<typename vectors>
struct pixel_rows {
    using vector = typename vectors::vector;
    static constexpr size_t width = sizeof(vector) / sizeof(uint32_t);

    // Four at a time keep enough loads under way to fill the memory bus.
    static void copy_opaque(uint32_t* to, const uint32_t* from, size_t count) noexcept {
        for (; count >= 4 * width; count -= 4 * width, to += 4 * width, from += 4 * width) {
            const vector a = vectors::load(from);
            const vector b = vectors::load(from + width);
            const vector c = vectors::load(from + 2 * width);
            const vector d = vectors::load(from + 3 * width);
            vectors::store(to, vectors::either(a, vectors::alpha()));
            vectors::store(to + width, vectors::either(b, vectors::alpha()));
            vectors::store(to + 2 * width, vectors::either(c, vectors::alpha()));
            vectors::store(to + 3 * width, vectors::either(d, vectors::alpha()));
        }
        for (; count >= width; count -= width, to += width, from += width)
            vectors::store(to, vectors::either(vectors::load(from), vectors::alpha()));
        for (; count > 0; count--)
            *to++ = *from++ | alpha_bits;
    }

    // Runs of pixels that are all opaque, or all zero, are found in blocks of four
    // vectors first: there the old pixels need not even be read.
    static void blend_over(uint32_t* to, const uint32_t* from, size_t count) noexcept {
        for (; count >= 4 * width; count -= 4 * width, to += 4 * width, from += 4 * width) {
            const vector a = vectors::load(from);
            const vector b = vectors::load(from + width);
            const vector c = vectors::load(from + 2 * width);
            const vector d = vectors::load(from + 3 * width);
            if (vectors::has_all_alpha(vectors::both(vectors::both(a, b), vectors::both(c, d)))) {
                vectors::store(to, a);
                vectors::store(to + width, b);
                vectors::store(to + 2 * width, c);
                vectors::store(to + 3 * width, d);
            } else if (!vectors::is_zero(
                           vectors::either(vectors::either(a, b), vectors::either(c, d)))) {
                blend_vector(to, a);
                blend_vector(to + width, b);
                blend_vector(to + 2 * width, c);
                blend_vector(to + 3 * width, d);
            }
        }
        for (; count >= width; count -= width, to += width, from += width)
            blend_vector(to, vectors::load(from));
        for (; count > 0; count--, to++, from++)
            *to = over(*from, *to);
    }

  private:
    static void blend_vector(uint32_t* to, vector from) {
        vectors::store(to, vectors::over(from, vectors::load(to)));
    }
};

} // namespace

} // namespace banos::detail

#endif
