// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Usage: three_windows
//
// Shows the windows of three_windows.hpp until the server ends.
#include "three_windows.hpp"

#include <banos/window/client.hpp>

#include <cerrno>
#include <iostream>
#include <memory>
#include <vector>

namespace {

struct : banos::window_listener {
} nobody;

int ended_by(const banos::error& why) {
    if (why.number() == EPIPE || why.number() == ECONNRESET)
        return 0;
    std::cerr << "three_windows: error " << why.number() << ": " << why.sentence() << '\n';
    return 1;
}

} // namespace

int main() {
    std::vector<std::unique_ptr<banos::client_window>> windows;
    auto server = banos::window_client::connect();
    if (!server)
        return ended_by(server.error());
    for (const auto& [where, colour, format] : banos::test::three_windows) {
        auto made = (*server)->create({.width = where.width,
                                       .height = where.height,
                                       .format = format,
                                       .place = {where.x, where.y}},
                                      nobody);
        if (!made)
            return ended_by(made.error());
        windows.push_back(std::move(*made));
        banos::surface& pixels = windows.back()->pixels();
        banos::fill(pixels, pixels.bounds(), colour);
        if (auto shown = windows.back()->show(pixels.bounds()); !shown)
            return ended_by(shown.error());
    }
    for (;;) {
        const auto more = (*server)->wait(-1);
        if (!more)
            return ended_by(more.error());
        if (!*more)
            return 0;
    }
}
