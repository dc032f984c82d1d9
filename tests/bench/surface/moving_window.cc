// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Usage: moving_window SECONDS FRACTION
//
// A translucent window that is drawn anew and moved whenever the server has copied what it
// was shown before, on its way round the screen from FRACTION of it on. Prints how many
// times a second that was.
#include <banos/window/client.hpp>

#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <numbers>

namespace {

using clock_type = std::chrono::steady_clock;

constexpr int width = 640;
constexpr int height = 480;

double seconds_since(clock_type::time_point start) {
    return std::chrono::duration<double>(clock_type::now() - start).count();
}

banos::point place_at(double turn) {
    const double angle = 2 * std::numbers::pi * turn;
    return {static_cast<int>(640 + 560 * std::cos(angle)),
            static_cast<int>(300 + 260 * std::sin(angle))};
}

bool show_frame(banos::client_window& window, double turn, unsigned frame) {
    const std::uint32_t half = 0x80000000;
    banos::fill(window.pixels(), window.pixels().bounds(), half | (frame & 0x7F));
    return window.move(place_at(turn)) && window.show(window.pixels().bounds());
}

[[noreturn]] void die(const char* what) {
    std::fprintf(stderr, "moving_window: %s\n", what);
    std::exit(1);
}

} // namespace

int main(int count, char** words) {
    if (count != 3)
        die("usage: moving_window SECONDS FRACTION");
    const double seconds = std::atof(words[1]);
    const double fraction = std::atof(words[2]);
    auto server = banos::window_client::connect();
    if (!server)
        die("there is no server");
    struct : banos::window_listener {
    } listener;
    auto window = (*server)->create(
        {.width = width, .height = height, .place = place_at(fraction), .title = "moves"},
        listener);
    if (!window)
        die("there is no window");
    const auto start = clock_type::now();
    unsigned frames = 0;
    while (seconds_since(start) < seconds) {
        if ((*window)->may_draw() &&
            !show_frame(**window, fraction + seconds_since(start) / 5, ++frames))
            die("the server does not read");
        if (const auto more = (*server)->wait(100); !more || !*more)
            die("the server is gone");
    }
    std::printf("%.1f\n", frames / seconds_since(start));
}
