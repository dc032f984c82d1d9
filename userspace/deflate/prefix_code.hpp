// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#ifndef BANOS_DEFLATE_PREFIX_CODE_HPP
#define BANOS_DEFLATE_PREFIX_CODE_HPP

#include <cstddef>
#include <cstdint>
#include <span>

namespace banos::deflate::detail {

// The lengths of a Huffman code for symbols of these frequencies, at most `limit`
// bits long; 0 for symbols that do not occur. Where fewer than two occur, the code
// has two symbols all the same, since not every inflater takes codes of one. There
// are at most 288 symbols, and their frequencies sum to less than 2^23.
void choose_lengths(std::span<const std::uint32_t> frequencies, unsigned limit,
                    std::span<std::uint8_t> lengths) noexcept;

// The canonical codewords of such lengths (RFC 1951, section 3.2.2), their first
// bit lowest, as they are written.
constexpr void assign_codewords(std::span<const std::uint8_t> lengths,
                                std::span<std::uint16_t> codewords) noexcept {
    std::uint16_t counts[16] = {};
    for (std::uint8_t length : lengths)
        counts[length]++;
    counts[0] = 0;
    std::uint16_t next[16] = {};
    for (unsigned length = 1; length < 16; length++)
        next[length] = std::uint16_t((next[length - 1] + counts[length - 1]) << 1);
    for (std::size_t i = 0; i < lengths.size(); i++) {
        std::uint16_t ahead = next[lengths[i]]++;
        std::uint16_t reversed = 0;
        for (unsigned bit = 0; bit < lengths[i]; bit++, ahead >>= 1)
            reversed = std::uint16_t(reversed << 1 | (ahead & 1));
        codewords[i] = reversed;
    }
}

} // namespace banos::deflate::detail

#endif
