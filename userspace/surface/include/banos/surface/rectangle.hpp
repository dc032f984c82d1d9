// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Points and rectangles of pixels. Since 0.9. Nothing here throws or allocates.
#ifndef BANOS_SURFACE_RECTANGLE_HPP
#define BANOS_SURFACE_RECTANGLE_HPP

#include <algorithm>
#include <cstdint>

namespace banos {

struct point {
    std::int32_t x = 0;
    std::int32_t y = 0;

    friend constexpr bool operator==(point, point) = default;
};

// Width and height of 0 or less are an empty rectangle, whatever its place. Right
// and bottom are just outside; in 64 bits, because a stranger's rectangle may end
// beyond 32.
struct rectangle {
    std::int32_t x = 0;
    std::int32_t y = 0;
    std::int32_t width = 0;
    std::int32_t height = 0;

    [[nodiscard]] constexpr bool empty() const noexcept { return width <= 0 || height <= 0; }
    [[nodiscard]] constexpr std::int64_t right() const noexcept { return std::int64_t(x) + width; }
    [[nodiscard]] constexpr std::int64_t bottom() const noexcept {
        return std::int64_t(y) + height;
    }
    [[nodiscard]] constexpr bool contains(point at) const noexcept {
        return at.x >= x && at.y >= y && at.x < right() && at.y < bottom();
    }

    friend constexpr bool operator==(rectangle, rectangle) = default;
};

// What both have; empty rectangles are all {0, 0, 0, 0}.
[[nodiscard]] constexpr rectangle intersection(rectangle a, rectangle b) noexcept {
    const std::int64_t left = std::max(a.x, b.x);
    const std::int64_t top = std::max(a.y, b.y);
    const std::int64_t right = std::min(a.right(), b.right());
    const std::int64_t bottom = std::min(a.bottom(), b.bottom());
    if (right <= left || bottom <= top)
        return {};
    // Inside of both, so all of it fits 32 bits.
    return {std::int32_t(left), std::int32_t(top), std::int32_t(right - left),
            std::int32_t(bottom - top)};
}

} // namespace banos

#endif
