// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "title_bar.hpp"

#include "window.hpp"

#include <cerrno>
#include <memory>

#include <cairo.h>

namespace banos::windowserver {

namespace {

struct colours {
    double top, bottom, text; // grey, 0 to 1
};
constexpr colours of_focused = {0.32, 0.20, 0.96};
constexpr colours of_others = {0.22, 0.18, 0.60};

// Text ends before the button.
void draw_text(cairo_t* on, std::int32_t width, const std::string& title, double grey) {
    constexpr double size = 13;
    constexpr double margin = 8;
    cairo_save(on);
    cairo_rectangle(on, 0, 0, width - title_height, title_height);
    cairo_clip(on);
    cairo_select_font_face(on, "sans-serif", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
    cairo_set_font_size(on, size);
    cairo_set_source_rgb(on, grey, grey, grey);
    cairo_move_to(on, margin, (title_height + size) / 2 - 2);
    cairo_show_text(on, title.c_str());
    cairo_restore(on);
}

void draw_button(cairo_t* on, std::int32_t width, double grey) {
    constexpr double half = 4;
    const double x = width - title_height / 2.0;
    const double y = title_height / 2.0;
    cairo_set_source_rgb(on, grey, grey, grey);
    cairo_set_line_width(on, 1.5);
    cairo_move_to(on, x - half, y - half);
    cairo_line_to(on, x + half, y + half);
    cairo_move_to(on, x + half, y - half);
    cairo_line_to(on, x - half, y + half);
    cairo_stroke(on);
}

void draw_background(cairo_t* on, std::int32_t width, const colours& shades) {
    cairo_pattern_t* fading = cairo_pattern_create_linear(0, 0, 0, title_height);
    cairo_pattern_add_color_stop_rgb(fading, 0, shades.top, shades.top, shades.top + 0.05);
    cairo_pattern_add_color_stop_rgb(fading, 1, shades.bottom, shades.bottom, shades.bottom + 0.05);
    cairo_set_source(on, fading);
    cairo_rectangle(on, 0, 0, width, title_height);
    cairo_fill(on);
    cairo_pattern_destroy(fading);
}

} // namespace

result<surface> drawn_title_bar(std::int32_t width, const std::string& title, bool focused) {
    auto bar = surface::make({.width = width, .height = title_height, .format = pixel_format::rgb});
    if (!bar)
        return bar;
    const colours& shades = focused ? of_focused : of_others;
    cairo_surface_t* pixels = cairo_image_surface_create_for_data(
        reinterpret_cast<unsigned char*>(bar->at({0, 0})), CAIRO_FORMAT_RGB24, width, title_height,
        int(bar->layout().stride));
    cairo_t* on = cairo_create(pixels);
    draw_background(on, width, shades);
    draw_button(on, width, shades.text);
    // Last, because what is no UTF-8 ends all drawing.
    draw_text(on, width, title, shades.text);
    cairo_destroy(on);
    cairo_surface_destroy(pixels);
    return bar;
}

} // namespace banos::windowserver
