// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#ifndef BANOS_DEFLATE_BYTES_HPP
#define BANOS_DEFLATE_BYTES_HPP

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace banos::deflate::detail {

// Words whose first byte is the lowest, at any address.
inline std::uint32_t load_32(const std::byte* at) noexcept {
    std::uint32_t word;
    std::memcpy(&word, at, sizeof word);
    if constexpr (std::endian::native == std::endian::big)
        word = __builtin_bswap32(word);
    return word;
}

inline std::uint64_t load_64(const std::byte* at) noexcept {
    std::uint64_t word;
    std::memcpy(&word, at, sizeof word);
    if constexpr (std::endian::native == std::endian::big)
        word = __builtin_bswap64(word);
    return word;
}

} // namespace banos::deflate::detail

#endif
