// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// The entries of decoding tables. All are 32 bits, made so that the hot loop
// needs few operations: the low byte always is the number of bits to drop.
//
// Literal/length table, by the two highest bits:
//
//   00  literal   0-7 bits   16-23 which
//   01  length     0-7 bits, extra bits included   8-15 length - 3
//                  24-29 bits before the extra bits
//   10  a literal, then a length: as 01, and 16-23 the literal
//   11  special: 28-29 say which
//         0  second level   0-7 bits of the first   8-23 its index   24-27 log2 of its size
//         1  end of the block   0-7 bits
//         2  no symbol   0-7 bits
//
// Distance table, by the highest bit:
//
//   0  distance   0-7 bits, extra bits included   8-13 bits before those
//                 16-30 the lowest distance
//   1  special: 14-15 say which
//         0  second level   0-7 bits of the first   8-13 log2 of its size   16-30 its index
//         1  no symbol   0-7 bits
//         2  beyond the window   0-7 bits
//
// Entries of a second level count all bits of their code, too. Where the bits of
// a code say that it is in a second level, the entry of the first stands for the
// number of its own bits only.
#ifndef BANOS_INFLATE_ENTRY_HPP
#define BANOS_INFLATE_ENTRY_HPP

#include <cstdint>

#include <banos/detail/inflate_state.hpp>

namespace banos::inflate::detail {

using entry = std::uint32_t;

inline constexpr unsigned shortest_match = 3;
inline constexpr unsigned longest_match = 258;

inline constexpr std::uint64_t distance_mask = (1 << distance_table_bits) - 1;

constexpr std::uint64_t low_bits(std::uint64_t value, unsigned count) noexcept {
    return value & ((std::uint64_t{1} << count) - 1);
}

constexpr unsigned bits_of(entry e) noexcept {
    return e & 0xff;
}

// --- literal/length entries ---

inline constexpr entry length_flag = entry{1} << 30;
inline constexpr entry literal_and_length_flag = entry{2} << 30;
inline constexpr entry special_flag = entry{3} << 30;
inline constexpr entry second_level = special_flag;
inline constexpr entry end_of_block = special_flag | entry{1} << 28;
inline constexpr entry no_symbol = special_flag | entry{2} << 28;

// What one bit of a length's code adds to its entry.
inline constexpr entry length_code_bit = entry{1} | entry{1} << 24;

constexpr bool is_literal(entry e) noexcept {
    return e < length_flag;
}
constexpr bool is_special(entry e) noexcept {
    return e >= special_flag;
}
constexpr bool has_literal(entry e) noexcept {
    return is_literal(e) || (e >= literal_and_length_flag && !is_special(e));
}
constexpr bool is_second_level(entry e) noexcept {
    return e >= second_level && e < end_of_block;
}
constexpr bool is_end_of_block(entry e) noexcept {
    return e >= end_of_block && e < no_symbol;
}
constexpr std::uint8_t literal_of(entry e) noexcept {
    return std::uint8_t(e >> 16);
}
constexpr unsigned length_of(entry e, std::uint64_t hold) noexcept {
    return shortest_match + std::uint8_t(e >> 8) +
           unsigned(low_bits(hold, bits_of(e)) >> (e >> 24 & 63));
}

// A literal, and the length that follows it.
constexpr entry combine(entry literal, entry length) noexcept {
    return length + (literal_and_length_flag - length_flag) + (literal & 0xff0000) +
           bits_of(literal) * length_code_bit;
}

constexpr entry literal_second_level(unsigned index, unsigned log2_size, unsigned bits) noexcept {
    return second_level | log2_size << 24 | index << 8 | bits;
}
constexpr unsigned literal_second_index(entry e, std::uint64_t hold) noexcept {
    return (e >> 8 & 0xffff) + unsigned(low_bits(hold >> bits_of(e), e >> 24 & 15));
}

// --- distance entries ---

inline constexpr entry distance_special = entry{1} << 31;
inline constexpr entry distance_no_symbol = distance_special | entry{1} << 14;
inline constexpr entry distance_too_far = distance_special | entry{2} << 14;
inline constexpr entry distance_code_bit = entry{1} | entry{1} << 8;

constexpr bool is_special_distance(entry e) noexcept {
    return (e & distance_special) != 0;
}
constexpr bool is_second_level_distance(entry e) noexcept {
    return is_special_distance(e) && (e >> 14 & 3) == 0;
}
constexpr bool is_too_far(entry e) noexcept {
    return is_special_distance(e) && (e >> 14 & 3) == 2;
}
constexpr unsigned distance_of(entry e, std::uint64_t hold) noexcept {
    return (e >> 16) + unsigned(low_bits(hold, bits_of(e)) >> (e >> 8 & 63));
}

constexpr entry distance_second_level(unsigned index, unsigned log2_size) noexcept {
    return distance_special | index << 16 | log2_size << 8 | distance_table_bits;
}
constexpr unsigned distance_second_index(entry e, std::uint64_t hold) noexcept {
    return (e >> 16 & 0x7fff) + unsigned(low_bits(hold >> distance_table_bits, e >> 8 & 63));
}

} // namespace banos::inflate::detail

#endif
