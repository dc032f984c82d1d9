// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Rows of pixels, copied and blended. A pixel is 0xAARRGGBB in the machine's
// byte order; colours are premultiplied by alpha.
//
// All of it runs in vectors of what the processor has, up to AVX-512; see
// <banos/instruction_set.hpp> for how to forbid that. The results are the same to
// the bit in every form.
//
// Since 0.9; safe in any thread; nothing throws. Spans of one call have the same
// length and do not overlap. Pixels that another process changes meanwhile give
// some pixel or other, and nothing worse.
#ifndef BANOS_SURFACE_PIXELS_HPP
#define BANOS_SURFACE_PIXELS_HPP

#include <cstdint>
#include <span>

namespace banos {

// Each alpha becomes 0xFF on the way.
void copy_opaque(std::span<std::uint32_t> to, std::span<const std::uint32_t> from) noexcept;

// Porter and Duff's SRC OVER, bit-identical to pixman's: each channel becomes
// from + to * (255 - alpha of from) / 255, rounded to nearest, and at most 255.
// Runs of opaque pixels are copied, runs of zeros are skipped.
void blend_over(std::span<std::uint32_t> to, std::span<const std::uint32_t> from) noexcept;

} // namespace banos

#endif
