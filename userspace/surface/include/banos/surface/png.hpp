// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Surfaces as PNG images (ISO/IEC 15948, third edition). Since 0.9. Nothing throws;
// the surface is only read.
#ifndef BANOS_SURFACE_PNG_HPP
#define BANOS_SURFACE_PNG_HPP

#include <banos/result.hpp>
#include <banos/surface/surface.hpp>

#include <cstddef>
#include <filesystem>
#include <vector>

namespace banos {

// A whole file: 8 bits a channel, with alpha if the surface has it; colours are
// divided by their alpha, as PNG wants them. Errors: ENOMEM.
[[nodiscard]] result<std::vector<std::byte>> png_of(const surface& picture) noexcept;

// The same, into a file that is there whole or not at all: written under another
// name in the same folder, then renamed. Errors: ENOMEM, and those of open(2),
// write(2) and rename(2).
result<void> write_png(const surface& picture, const std::filesystem::path& to) noexcept;

} // namespace banos

#endif
