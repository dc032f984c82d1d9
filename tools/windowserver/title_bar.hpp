// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// The looks of what is around windows.
#ifndef BANOS_WINDOWSERVER_TITLE_BAR_HPP
#define BANOS_WINDOWSERVER_TITLE_BAR_HPP

#include <banos/result.hpp>
#include <banos/surface/surface.hpp>

#include <cstdint>
#include <string>

namespace banos::windowserver {

inline constexpr std::uint32_t background_colour = 0xFF2E4057;
inline constexpr std::uint32_t edge_colour = 0xFF14202E;

// As wide as the frame and title_height high. A title that is not UTF-8 is left out.
result<surface> drawn_title_bar(std::int32_t width, const std::string& title, bool focused);

} // namespace banos::windowserver

#endif
