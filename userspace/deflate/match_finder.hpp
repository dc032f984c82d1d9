// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Finds earlier occurrences of the bytes at a position: chains of positions whose
// first four bytes have one hash, the newest first, and the newest position alone
// for three bytes. Each position is inserted once, in order.
#ifndef BANOS_DEFLATE_MATCH_FINDER_HPP
#define BANOS_DEFLATE_MATCH_FINDER_HPP

#include "banos/deflate.hpp"
#include "bytes.hpp"

#include <algorithm>
#include <bit>

namespace banos::deflate::detail {

// As many bytes are read at each position that is inserted or searched for.
inline constexpr std::size_t hashed_bytes = 4;

// A match of three bytes further away costs more bits than three literals.
inline constexpr std::uint32_t furthest_of_three = 4096;

inline void clear(match_finder& finder) noexcept {
    finder.last_of_three.fill(0);
    finder.last_of_four.fill(0);
}

// The window moves on by history_limit: so do all positions, and what is then
// before its start is forgotten.
inline void slide(match_finder& finder) noexcept {
    const auto move = [](auto& positions) {
        for (std::uint16_t& position : positions)
            position = std::uint16_t(position > history_limit ? position - history_limit : 0);
    };
    move(finder.last_of_three);
    move(finder.last_of_four);
    move(finder.previous);
}

// The newest earlier positions, of three and of four bytes.
struct candidates {
    std::size_t of_three;
    std::size_t of_four;
};

inline candidates insert(match_finder& finder, const std::byte* window,
                         std::size_t position) noexcept {
    constexpr std::uint32_t spread = 0x9E3779B1; // 2^32 over the golden ratio, odd
    const std::uint32_t word = load_32(window + position);
    std::uint16_t& three =
        finder.last_of_three[((word << 8) * spread) >> (32 - match_finder::short_bits)];
    std::uint16_t& four = finder.last_of_four[(word * spread) >> (32 - match_finder::long_bits)];
    const candidates found{three, four};
    three = std::uint16_t(position);
    finder.previous[position % history_limit] = four;
    four = std::uint16_t(position);
    return found;
}

// How many bytes are the same, at most `most`.
inline std::size_t common_length(const std::byte* a, const std::byte* b,
                                 std::size_t most) noexcept {
    for (std::size_t length = 0; length < most; length += 8) {
        const std::uint64_t difference = load_64(a + length) ^ load_64(b + length);
        if (difference != 0)
            return std::min(most, length + std::size_t(std::countr_zero(difference)) / 8);
    }
    return most;
}

// Inserts the position, and answers the longest match there that is longer than
// `than` bytes, and the nearest of those; none if there is none. Of the bytes from
// the position on there are `available`, at least hashed_bytes.
inline match find_longer(match_finder& finder, const std::byte* window, std::size_t position,
                         std::size_t available, std::uint32_t than, unsigned depth,
                         std::size_t nice) noexcept {
    const candidates first = insert(finder, window, position);
    const std::byte* here = window + position;
    const std::uint32_t word = load_32(here);
    const std::size_t oldest = position < history_limit ? 0 : position - history_limit;
    const std::size_t most = std::min(available, longest_match);
    nice = std::min(nice, most);

    match best{than, 0};
    if (than < 3 && first.of_three > oldest && position - first.of_three <= furthest_of_three &&
        ((load_32(window + first.of_three) ^ word) & 0xFFFFFF) == 0)
        best = {3, std::uint32_t(position - first.of_three)};
    // The four bytes that end where a longer match must at least reach.
    std::size_t end = std::max<std::size_t>(best.length, 3) - 3;
    if (end + 4 > most)
        return best.distance != 0 ? best : match{};
    for (std::size_t at = first.of_four; at > oldest && depth != 0;
         at = finder.previous[at % history_limit], depth--) {
        const std::byte* there = window + at;
        if (load_32(there + end) != load_32(here + end) || load_32(there) != word)
            continue;
        const std::size_t length = common_length(there, here, most);
        if (length <= best.length)
            continue;
        best = {std::uint32_t(length), std::uint32_t(position - at)};
        if (length >= nice)
            break;
        end = length - 3;
    }
    return best.distance != 0 ? best : match{};
}

} // namespace banos::deflate::detail

#endif
