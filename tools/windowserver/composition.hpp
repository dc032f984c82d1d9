// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Windows become a picture.
#ifndef BANOS_WINDOWSERVER_COMPOSITION_HPP
#define BANOS_WINDOWSERVER_COMPOSITION_HPP

#include "window.hpp"

#include <memory>
#include <span>

namespace banos::windowserver {

// Draws what is damaged anew: of each window only what can be seen. Windows are
// given from the topmost down. Throws std::bad_alloc.
void compose_windows(surface& screen, std::span<const std::unique_ptr<window>> windows,
                     const window* focused, const region& damaged);

} // namespace banos::windowserver

#endif
