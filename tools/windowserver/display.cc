// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "display.hpp"

namespace banos::windowserver {

result<std::unique_ptr<display>> headless_display::make(std::int32_t width, std::int32_t height) {
    auto screen = surface::make({.width = width, .height = height, .format = pixel_format::rgb});
    if (!screen)
        return screen.error();
    return std::unique_ptr<display>(std::make_unique<headless_display>(std::move(*screen)));
}

} // namespace banos::windowserver
