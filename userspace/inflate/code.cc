// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "code.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "table.hpp"

namespace banos::inflate::detail {

namespace {

constexpr unsigned fixed_literal_bits = 9;
constexpr unsigned fixed_distance_bits = 5;

struct fixed_tables {
    std::array<entry, 1 << fixed_literal_bits> literals{};
    std::array<entry, 1 << fixed_distance_bits> distances{};
};

constexpr length_counts count(std::span<const std::uint8_t> lengths) noexcept {
    length_counts counts{};
    for (std::uint8_t length : lengths)
        counts[length]++;
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
    lengths.fill(fixed_distance_bits);
    return lengths;
}

consteval fixed_tables make_fixed_tables() {
    fixed_tables tables;
    unsigned bits = 0;
    auto literals = fixed_literal_lengths();
    build_table<code_kind::literals>(tables.literals.data(), bits, fixed_literal_bits, literals,
                                     count(literals));
    auto distances = fixed_distance_lengths();
    build_table<code_kind::distances>(tables.distances.data(), bits, fixed_distance_bits, distances,
                                      count(distances));
    return tables;
}

constexpr fixed_tables fixed = make_fixed_tables();

// A distance symbol 2n or 2n+1 stands for distances from 2^n+1 (n > 0).
void forbid_far(entry* table, std::size_t size, unsigned window_bits) noexcept {
    for (entry& e : std::span(table, size))
        if (!is_special_distance(e) && e >> 16 > 1U << window_bits)
            e = distance_too_far | 1;
}

} // namespace

code_view view(const code& from) noexcept {
    if (from.fixed)
        return {{fixed.literals.data(), fixed_literal_bits},
                {fixed.distances.data(), fixed_distance_bits}};
    return {{from.literals, from.literal_bits}, {from.distances, from.distance_bits}};
}

fault build_dynamic(code& into, unsigned window_bits) noexcept {
    std::span<const std::uint8_t> literals(into.lengths, into.literal_count);
    std::span<const std::uint8_t> distances(into.lengths + into.literal_count, into.distance_count);
    unsigned bits = 0;
    if (!build_table<code_kind::literals>(into.literals, bits, literal_table_bits, literals,
                                          count(literals)))
        return fault::literal_length_code;
    into.literal_bits = std::uint8_t(bits);
    if (!build_table<code_kind::distances>(into.distances, bits, distance_table_bits, distances,
                                           count(distances)))
        return fault::distance_code;
    into.distance_bits = std::uint8_t(bits);
    into.fixed = into.combined = false;
    if (window_bits < 15)
        forbid_far(into.distances, distance_table_size, window_bits);
    return fault::none;
}

void build_fixed(code& into, unsigned window_bits) noexcept {
    into.fixed = window_bits == 15;
    into.combined = false;
    if (into.fixed)
        return;
    std::ranges::copy(fixed.literals, into.literals);
    into.literal_bits = fixed_literal_bits;
    std::ranges::copy(fixed.distances, into.distances);
    into.distance_bits = fixed_distance_bits;
    forbid_far(into.distances, fixed.distances.size(), window_bits);
}

fault build_code_lengths(code& into) noexcept {
    std::span<const std::uint8_t> lengths(into.lengths, 19);
    if (unused_codes(count(lengths)) != 0)
        return fault::code_length_code;
    unsigned code = 0;
    for (unsigned bits = 1; bits <= 7; bits++)
        for (unsigned symbol = 0; symbol < lengths.size(); symbol++) {
            if (lengths[symbol] != bits)
                continue;
            for (unsigned i = code; i < 128; i += 1U << bits)
                into.code_lengths[i] = std::uint8_t(symbol << 3 | bits);
            code = next_code(code, bits);
        }
    return fault::none;
}

} // namespace banos::inflate::detail
