// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// From code lengths to decoding tables (RFC 1951, section 3.2.2).
#ifndef BANOS_INFLATE_CODE_HPP
#define BANOS_INFLATE_CODE_HPP

#include <array>
#include <cstddef>
#include <cstdint>

#include <banos/detail/inflate_state.hpp>

#include "entry.hpp"

namespace banos::inflate::detail {

inline constexpr unsigned literal_symbols = 288;
inline constexpr unsigned distance_symbols = 32;
inline constexpr unsigned longest_code = 15;
inline constexpr unsigned end_symbol = 256;

// How many symbols have a code of each length.
using length_counts = std::array<std::uint16_t, longest_code + 1>;

// The tables of the block that is being read.
const tables& current_tables(const code& from) noexcept;

// Makes the tables of a dynamic block out of code.lengths and the counts, or says what is wrong
// with those. Distances beyond 2^window_bits become distance_too_far. combined: entries
// may stand for a literal and a length, which takes some time and pays for it in
// blocks of more than some KiB.
fault build_dynamic(code& into, unsigned window_bits, bool combined) noexcept;

// Makes the tables of a fixed block.
void build_fixed(code& into, unsigned window_bits) noexcept;

// Makes the table of code lengths out of the first 19 of code.lengths. Its entries:
// low 3 bits the number of bits, the rest the symbol.
fault build_code_lengths(code& into) noexcept;

} // namespace banos::inflate::detail

#endif
