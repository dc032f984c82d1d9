// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "window.hpp"

namespace banos::windowserver {

rectangle window::content() const noexcept {
    return {place.x, place.y, shown->layout().width, shown->layout().height};
}

rectangle window::frame() const noexcept {
    const rectangle inside = content();
    return {inside.x - edge, inside.y - title_height, inside.width + 2 * edge,
            inside.height + title_height + edge};
}

rectangle window::title_area() const noexcept {
    const rectangle whole = frame();
    return {whole.x, whole.y, whole.width, title_height};
}

rectangle window::close_area() const noexcept {
    const rectangle title = title_area();
    return intersection(
        title, {title.x + title.width - title_height, title.y, title_height, title_height});
}

} // namespace banos::windowserver
