// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// The forms of each operation on rows. Those with vectors are compiled with their
// own options, in files of their own, and are called only where the processor has
// the instructions. Those files must include no header with inline functions but
// those of the intrinsics: the linker keeps one copy of such a function, and it
// might be theirs.
#ifndef BANOS_SURFACE_PIXEL_FORMS_HPP
#define BANOS_SURFACE_PIXEL_FORMS_HPP

#include <stddef.h>
#include <stdint.h>

namespace banos::detail {

struct pixel_form {
    void (*copy_opaque)(uint32_t* to, const uint32_t* from, size_t count) noexcept;
    void (*blend_over)(uint32_t* to, const uint32_t* from, size_t count) noexcept;
};

extern const pixel_form portable_pixels;
extern const pixel_form sse_pixels;
extern const pixel_form avx2_pixels;
extern const pixel_form avx512_pixels;

// The best that the processor has and that is allowed now.
const pixel_form& best_pixels() noexcept;

} // namespace banos::detail

#endif
