// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#ifndef BANOS_DEFLATE_PARSER_HPP
#define BANOS_DEFLATE_PARSER_HPP

#include "banos/deflate.hpp"

namespace banos::deflate::detail {

// What level stands for.
effort effort_of(int level) noexcept;

// So much input is looked at before a symbol is decided on.
inline constexpr std::size_t lookahead = longest_match + 4;

// Parses the window's input into symbols of the block, until the block is full
// (true), or less than the lookahead is left, or with `to_end` nothing (false).
[[nodiscard]] bool parse(state& state, bool to_end) noexcept;

} // namespace banos::deflate::detail

#endif
