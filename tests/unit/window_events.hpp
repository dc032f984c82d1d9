// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// What the desktop says to clients, as lines of text; and pixels for windows.
#ifndef BANOS_TESTS_WINDOW_EVENTS_HPP
#define BANOS_TESTS_WINDOW_EVENTS_HPP

#include <gtest/gtest.h>

#include <banos/surface/surface.hpp>

#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "desktop.hpp"

namespace banos::test {

using windowserver::window_id;

class heard_events final : public windowserver::desktop_listener {
  public:
    // And forgets them.
    std::vector<std::string> take() { return std::exchange(lines_, {}); }

    void released(window_id which, std::uint32_t serial) override {
        add(which, "released", serial);
    }
    void pointer_moved(window_id which, point at) override { add(which, "at", at.x, at.y); }
    void pointer_button(window_id which, point at, std::uint8_t button, bool pressed) override {
        add(which, pressed ? "press" : "let go", int(button), at.x, at.y);
    }
    void key(window_id which, std::uint32_t code, bool pressed, std::string_view text) override {
        add(which, pressed ? "key" : "key up", code, text);
    }
    void focused(window_id which, bool is) override { add(which, is ? "focused" : "unfocused"); }
    void moved(window_id which, point to) override { add(which, "moved", to.x, to.y); }
    void close_requested(window_id which) override { add(which, "close"); }

  private:
    template<typename... words>
    void add(window_id which, const words&... what) {
        std::ostringstream line;
        line << which.client << '.' << which.number;
        ((line << ' ' << what), ...);
        lines_.push_back(line.str());
    }

    std::vector<std::string> lines_;
};

inline surface shared_pixels(std::int32_t width, std::int32_t height, std::uint32_t colour,
                             pixel_format format = pixel_format::argb) {
    auto made = surface::make_shared({.width = width, .height = height, .format = format});
    EXPECT_TRUE(made);
    fill(*made, made->bounds(), colour);
    return std::move(*made);
}

} // namespace banos::test

#endif
