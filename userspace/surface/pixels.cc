// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Rows of pixels: the portable form, and the choice among the forms.
#include "banos/surface/pixels.hpp"

#include <cassert>

#include "banos/instruction_set.hpp"
#include "pixel_arithmetic.hpp"
#include "pixel_forms.hpp"

namespace banos {

namespace detail {

namespace {

void copy_opaque_portable(std::uint32_t* to, const std::uint32_t* from,
                          std::size_t count) noexcept {
    for (; count > 0; count--)
        *to++ = *from++ | alpha_bits;
}

void blend_over_portable(std::uint32_t* to, const std::uint32_t* from, std::size_t count) noexcept {
    for (; count > 0; count--, to++, from++) {
        if (*from >= alpha_bits)
            *to = *from;
        else if (*from != 0)
            *to = over(*from, *to);
    }
}

} // namespace

const pixel_form portable_pixels = {copy_opaque_portable, blend_over_portable};

const pixel_form& best_pixels() noexcept {
#if defined(__x86_64__)
    const processor_features has = allowed_features();
    if (has.avx512)
        return avx512_pixels;
    if (has.avx2)
        return avx2_pixels;
    if (has.sse2)
        return sse_pixels;
#endif
    return portable_pixels;
}

} // namespace detail

void copy_opaque(std::span<std::uint32_t> to, std::span<const std::uint32_t> from) noexcept {
    assert(to.size() == from.size());
    detail::best_pixels().copy_opaque(to.data(), from.data(), to.size());
}

void blend_over(std::span<std::uint32_t> to, std::span<const std::uint32_t> from) noexcept {
    assert(to.size() == from.size());
    detail::best_pixels().blend_over(to.data(), from.data(), to.size());
}

} // namespace banos
