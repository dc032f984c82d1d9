// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Images that are compressed by gzip: driver.bko.gz.
#ifndef BANOS_CTL_COMPRESSED_H
#define BANOS_CTL_COMPRESSED_H

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace banos::ctl {

// Whether a file that starts so is gzip data; two bytes are enough to tell.
inline constexpr std::size_t gzip_magic_size = 2;
[[nodiscard]] bool is_gzip(std::span<const std::byte> start) noexcept;

// Reads into some bytes, and answers how many, 0 at the end. Throws failure.
using byte_source = std::function<std::size_t(std::byte* to, std::size_t size)>;

// Decompresses what starts with `start` and goes on with `rest`, piece by piece and
// not beyond `most` bytes. Throws failure, which names what is wrong and where.
std::vector<std::byte> decompress(const std::string& path, std::span<const std::byte> start,
                                  const byte_source& rest, std::size_t most);

} // namespace banos::ctl

#endif
