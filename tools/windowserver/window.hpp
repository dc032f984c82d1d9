// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// A window of a client, as the server knows it.
#ifndef BANOS_WINDOWSERVER_WINDOW_HPP
#define BANOS_WINDOWSERVER_WINDOW_HPP

#include <banos/surface/region.hpp>
#include <banos/surface/surface.hpp>
#include <banos/window/protocol.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace banos::windowserver {

using client_id = std::uint64_t;

struct window_id {
    client_id client = 0;
    window_protocol::window_number number = 0;

    friend bool operator==(window_id, window_id) = default;
};

// Around the content: the title bar, and an edge on the other sides.
inline constexpr std::int32_t title_height = 24;
inline constexpr std::int32_t edge = 1;

struct window {
    window_id id;
    point place; // of the content
    std::string title;
    // Of the client, which may be drawing; and what was last copied of it, which
    // alone is seen. Their sizes differ between set_pixels and the next copy.
    std::optional<surface> shared;
    std::optional<surface> shown;
    // To be copied when the next frame is drawn.
    region stale;
    std::uint32_t serial = 0;
    // Drawn when it is needed.
    std::optional<surface> title_bar;

    [[nodiscard]] bool is_visible() const noexcept { return shown.has_value(); }
    // Both of a visible window.
    [[nodiscard]] rectangle content() const noexcept;
    [[nodiscard]] rectangle frame() const noexcept;
    // Of the frame: where its title is, and in that the button that closes it.
    [[nodiscard]] rectangle title_area() const noexcept;
    [[nodiscard]] rectangle close_area() const noexcept;
};

} // namespace banos::windowserver

#endif
