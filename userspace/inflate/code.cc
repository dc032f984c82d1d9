// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "code.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "table.hpp"

namespace banos::inflate::detail {

namespace {

constexpr length_counts count(std::span<const std::uint8_t> lengths) noexcept {
    length_counts counts{};
    for_each_used(lengths, [&](unsigned symbol) { counts[lengths[symbol]]++; });
    return counts;
}

// RFC 1951, section 3.2.6.
consteval std::array<std::uint8_t, literal_symbols> fixed_literal_lengths() {
    std::array<std::uint8_t, literal_symbols> lengths{};
    for (unsigned symbol = 0; symbol < literal_symbols; symbol++)
        lengths[symbol] = symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8;
    return lengths;
}

consteval std::array<std::uint8_t, distance_symbols> fixed_distance_lengths() {
    std::array<std::uint8_t, distance_symbols> lengths{};
    lengths.fill(5);
    return lengths;
}

// Numbers of 7 bits, read from the other end.
consteval std::array<std::uint8_t, 128> reversed_numbers() {
    std::array<std::uint8_t, 128> made{};
    for (unsigned i = 0; i < 128; i++)
        for (unsigned bit = 0; bit < 7; bit++)
            made[i] = std::uint8_t(made[i] | (i >> bit & 1) << (6 - bit));
    return made;
}

constexpr std::array<std::uint8_t, 128> reversed = reversed_numbers();

// Where entries do not stand for two symbols, larger tables are not worth the time
// that they take to build.
constexpr unsigned plain_literal_bits = 11;

constexpr void set_literal_bits(tables& of, unsigned bits) noexcept {
    of.literal_bits = bits;
    of.literal_mask = low_bits(~std::uint64_t{0}, bits);
}

consteval tables make_fixed_tables() {
    tables made{};
    auto literals = fixed_literal_lengths();
    set_literal_bits(made, longest_used(count(literals)));
    build_table<code_kind::literals>(made.literals, made.literal_bits, literals, count(literals));
    auto distances = fixed_distance_lengths();
    build_table<code_kind::distances>(made.distances, distance_table_bits, distances,
                                      count(distances));
    return made;
}

constexpr tables fixed = make_fixed_tables();

// The smallest distance of each distance symbol is in its entry, and a window ends
// where the distances of a symbol end.
void forbid_far(tables& in, unsigned window_bits) noexcept {
    for (entry& e : in.distances)
        if (!is_special_distance(e) && e >> 16 > 1U << window_bits)
            e = distance_too_far | 1;
}

} // namespace

const tables& current_tables(const code& from) noexcept {
    return from.fixed ? fixed : from.own;
}

fault build_dynamic(code& into, unsigned window_bits, bool combined) noexcept {
    std::span<const std::uint8_t> literals(into.lengths, into.literal_count);
    std::span<const std::uint8_t> distances(into.lengths + into.literal_count, into.distance_count);
    unsigned literal_bits =
        combined ? most_literal_bits
                 : std::clamp(longest_used(into.literal_counts), 1U, plain_literal_bits);
    set_literal_bits(into.own, literal_bits);
    if (!build_table<code_kind::literals>(into.own.literals, literal_bits, literals,
                                          into.literal_counts, combined))
        return fault::literal_length_code;
    if (!build_table<code_kind::distances>(into.own.distances, distance_table_bits, distances,
                                           into.distance_counts))
        return fault::distance_code;
    into.fixed = false;
    into.combined = combined;
    if (window_bits < 15)
        forbid_far(into.own, window_bits);
    return fault::none;
}

void build_fixed(code& into, unsigned window_bits) noexcept {
    into.fixed = window_bits == 15;
    into.combined = false;
    if (into.fixed)
        return;
    into.own = fixed;
    forbid_far(into.own, window_bits);
}

fault build_code_lengths(code& into) noexcept {
    std::span<const std::uint8_t> lengths(into.lengths, 19);
    length_counts counts = count(lengths);
    if (unused_codes(counts) != 0)
        return fault::code_length_code;
    // The next code of each length, with its first bit highest, in 7 bits.
    std::array<std::uint8_t, 8> next{};
    for (unsigned bits = 1; bits < 7; bits++)
        next[bits + 1] = std::uint8_t(next[bits] + (counts[bits] << (7 - bits)));
    for (unsigned symbol = 0; symbol < lengths.size(); symbol++) {
        unsigned bits = lengths[symbol];
        if (bits == 0)
            continue;
        for (unsigned i = reversed[next[bits]]; i < 128; i += 1U << bits)
            into.code_lengths[i] = std::uint8_t(symbol << 3 | bits);
        next[bits] = std::uint8_t(next[bits] + (128U >> bits));
    }
    return fault::none;
}

} // namespace banos::inflate::detail
