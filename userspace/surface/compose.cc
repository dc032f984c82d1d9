// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// From surface to surface.
#include <cassert>
#include <cstring>
#include <cwchar>

#include "banos/surface/surface.hpp"
#include "pixel_arithmetic.hpp"
#include "pixel_forms.hpp"

namespace banos {

namespace {

using row_operation = void (*)(std::uint32_t* to, const std::uint32_t* from,
                               std::size_t count) noexcept;

void copy(std::uint32_t* to, const std::uint32_t* from, std::size_t count) noexcept {
    std::memcpy(to, from, count * sizeof(*to));
}

// Does row follow on row without a gap, in this part of it?
bool is_one_piece(const surface& whole, rectangle part) noexcept {
    return part.width == whole.layout().width &&
           whole.layout().stride == std::uint32_t(part.width) * sizeof(std::uint32_t);
}

// `part` of `from`, which is inside, to `place` of `onto`, where it fits.
void for_each_row(surface& onto, point place, const surface& from, rectangle part,
                  row_operation run) noexcept {
    assert(onto.writable() && &onto != &from);
    if (part.empty())
        return;
    if (is_one_piece(onto, part) && is_one_piece(from, part)) {
        run(onto.at(place), from.at({part.x, part.y}),
            std::size_t(part.width) * std::size_t(part.height));
        return;
    }
    for (std::int32_t y = 0; y < part.height; y++)
        run(onto.at({place.x, place.y + y}), from.at({part.x, part.y + y}),
            std::size_t(part.width));
}

row_operation operation_for(const surface& onto, const surface& from, composition how) noexcept {
    if (how == composition::over && from.has_alpha())
        return detail::best_pixels().blend_over;
    // A client may write what it likes into the alpha that it does not have.
    if (!onto.has_alpha() || !from.has_alpha())
        return detail::best_pixels().copy_opaque;
    return copy;
}

// Moved, and cut where it leaves 32 bits: nothing is there.
rectangle moved(rectangle from, std::int64_t x, std::int64_t y) noexcept {
    constexpr std::int64_t far = 1 << 30;
    if (x < -far || x > far || y < -far || y > far)
        return {};
    return {std::int32_t(x), std::int32_t(y), from.width, from.height};
}

} // namespace

rectangle invalidate(surface& shown, const surface& drawn, rectangle where) noexcept {
    return compose(shown, {where.x, where.y}, drawn, where, composition::source);
}

rectangle compose(surface& onto, point place, const surface& from, rectangle part,
                  composition how) noexcept {
    const rectangle inside = intersection(part, from.bounds());
    const rectangle target = intersection(moved(inside, std::int64_t(place.x) + inside.x - part.x,
                                                std::int64_t(place.y) + inside.y - part.y),
                                          onto.bounds());
    // How far `from` is from `onto`; small, because both rectangles are inside.
    const std::int64_t right = std::int64_t(part.x) - place.x;
    const std::int64_t down = std::int64_t(part.y) - place.y;
    if (target.empty())
        return {};
    for_each_row(onto, {target.x, target.y}, from,
                 {std::int32_t(target.x + right), std::int32_t(target.y + down), target.width,
                  target.height},
                 operation_for(onto, from, how));
    return target;
}

rectangle fill(surface& onto, rectangle where, std::uint32_t colour) noexcept {
    static_assert(sizeof(wchar_t) == sizeof(std::uint32_t), "wmemset() fills with 32 bits");
    assert(onto.writable());
    const rectangle target = intersection(where, onto.bounds());
    const std::uint32_t pixel = onto.has_alpha() ? colour : colour | detail::alpha_bits;
    for (std::int32_t y = 0; y < target.height; y++)
        std::wmemset(reinterpret_cast<wchar_t*>(onto.at({target.x, target.y + y})), wchar_t(pixel),
                     std::size_t(target.width));
    return target;
}

} // namespace banos
