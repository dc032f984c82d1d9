// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Three windows that overlap: opaque, translucent, and without an alpha channel, each over the
// one before. three_windows.png is what a screen looks like that has them and nothing else.
// Without titles: fonts differ from system to system.
#ifndef BANOS_TESTS_THREE_WINDOWS_HPP
#define BANOS_TESTS_THREE_WINDOWS_HPP

#include <banos/surface/surface.hpp>

#include <array>
#include <cstdint>

namespace banos::test {

inline constexpr std::int32_t screen_width = 320;
inline constexpr std::int32_t screen_height = 240;

struct coloured_window {
    rectangle where;
    std::uint32_t colour; // premultiplied
    pixel_format format;
};

inline constexpr std::array<coloured_window, 3> three_windows = {{
    {{30, 50, 120, 100}, 0xFF3060C0, pixel_format::argb},
    {{90, 80, 140, 90}, 0x80402000, pixel_format::argb},
    {{60, 120, 100, 80}, 0x00E0E0E0, pixel_format::rgb},
}};

} // namespace banos::test

#endif
