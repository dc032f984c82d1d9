// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// A clock on translucent glass: a window with an alpha channel, drawn by cairo
// straight into the pixels that the server sees.
#include <banos/window/client.hpp>

#include <cerrno>
#include <cmath>
#include <cstring>
#include <ctime>
#include <iostream>
#include <memory>
#include <numbers>

#include <cairo.h>
#include <sys/time.h>

namespace {

constexpr int side = 220;

struct hand {
    double turns; // since twelve
    double length, width;
};

void draw_hand(cairo_t* on, const hand& which) {
    const double angle = 2 * std::numbers::pi * which.turns;
    cairo_set_line_width(on, which.width);
    cairo_move_to(on, 0, 0);
    cairo_line_to(on, which.length * std::sin(angle), -which.length * std::cos(angle));
    cairo_stroke(on);
}

void draw_face(cairo_t* on, double radius) {
    cairo_arc(on, 0, 0, radius, 0, 2 * std::numbers::pi);
    cairo_set_source_rgba(on, 0.08, 0.12, 0.2, 0.65);
    cairo_fill_preserve(on);
    cairo_set_source_rgba(on, 1, 1, 1, 0.8);
    cairo_set_line_width(on, 3);
    cairo_stroke(on);
    for (int hour = 0; hour < 12; hour++) {
        cairo_save(on);
        cairo_rotate(on, 2 * std::numbers::pi * hour / 12);
        cairo_set_line_width(on, hour % 3 == 0 ? 4 : 2);
        cairo_move_to(on, 0, -radius + 8);
        cairo_line_to(on, 0, -radius + (hour % 3 == 0 ? 22 : 16));
        cairo_stroke(on);
        cairo_restore(on);
    }
}

void draw_time(cairo_t* on, double radius, double seconds_of_day) {
    constexpr double day_half = 12 * 3600, hour = 3600, minute = 60;
    cairo_set_line_cap(on, CAIRO_LINE_CAP_ROUND);
    cairo_set_source_rgba(on, 1, 1, 1, 0.95);
    draw_hand(on, {seconds_of_day / day_half, radius * 0.5, 7});
    draw_hand(on, {seconds_of_day / hour, radius * 0.75, 5});
    cairo_set_source_rgba(on, 1, 0.35, 0.25, 1);
    draw_hand(on, {seconds_of_day / minute, radius * 0.85, 2});
}

double seconds_of_day() {
    timeval now = {};
    ::gettimeofday(&now, nullptr);
    tm local = {};
    ::localtime_r(&now.tv_sec, &local);
    return local.tm_hour * 3600 + local.tm_min * 60 + local.tm_sec + double(now.tv_usec) / 1e6;
}

void draw(banos::surface& pixels) {
    cairo_surface_t* target = cairo_image_surface_create_for_data(
        reinterpret_cast<unsigned char*>(pixels.at({0, 0})), CAIRO_FORMAT_ARGB32, side, side,
        int(pixels.layout().stride));
    cairo_t* on = cairo_create(target);
    cairo_set_operator(on, CAIRO_OPERATOR_CLEAR);
    cairo_paint(on);
    cairo_set_operator(on, CAIRO_OPERATOR_OVER);
    cairo_translate(on, side / 2.0, side / 2.0);
    draw_face(on, side / 2.0 - 4);
    draw_time(on, side / 2.0 - 4, seconds_of_day());
    cairo_destroy(on);
    cairo_surface_destroy(target);
}

struct listener final : banos::window_listener {
    void close_requested(banos::client_window& /*on*/) override { closing = true; }
    bool closing = false;
};

// A server that is gone took the window along: that is how most sessions end.
int ended_by(const banos::error& why) {
    if (why.number() == EPIPE || why.number() == ECONNRESET)
        return 0;
    std::cerr << "clock: "
              << (why.sentence().empty() ? std::strerror(why.number()) : why.sentence()) << '\n';
    return 1;
}

} // namespace

int main() {
    constexpr int frame_milliseconds = 50;
    auto server = banos::window_client::connect();
    if (!server)
        return ended_by(server.error());
    listener told;
    auto window = (*server)->create(
        {.width = side, .height = side, .place = {80, 80}, .title = "clock"}, told);
    if (!window)
        return ended_by(window.error());
    while (!told.closing) {
        if ((*window)->may_draw()) {
            draw((*window)->pixels());
            if (auto shown = (*window)->show((*window)->pixels().bounds()); !shown)
                return ended_by(shown.error());
        }
        const auto more = (*server)->wait(frame_milliseconds);
        if (!more)
            return ended_by(more.error());
        if (!*more)
            return 0;
    }
    return 0;
}
