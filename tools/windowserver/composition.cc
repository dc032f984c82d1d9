// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "composition.hpp"

#include "title_bar.hpp"

#include <vector>

namespace banos::windowserver {

namespace {

// What of a window has to be drawn.
struct visible_part {
    window* of;
    region where;
};

void draw_frame(surface& screen, window& of, bool focused, rectangle part) {
    const rectangle title = of.title_area();
    fill(screen, part, edge_colour);
    if (!of.title_bar) {
        auto bar = drawn_title_bar(title.width, of.title, focused);
        if (!bar)
            return; // no memory: the plain edge is there
        of.title_bar = std::move(*bar);
    }
    const rectangle bar = intersection(part, title);
    compose(screen, {bar.x, bar.y}, *of.title_bar,
            {bar.x - title.x, bar.y - title.y, bar.width, bar.height}, banos::composition::source);
}

void draw_part(surface& screen, const visible_part& part, bool focused) {
    window& of = *part.of;
    const rectangle content = of.content();
    region frame = part.where;
    frame.subtract(content);
    for (const rectangle one : frame.rectangles())
        draw_frame(screen, of, focused, one);
    region inside = part.where;
    inside.intersect(content);
    for (const rectangle one : inside.rectangles())
        compose(screen, {one.x, one.y}, *of.shown,
                {one.x - content.x, one.y - content.y, one.width, one.height},
                banos::composition::over);
}

// Nothing below is seen there.
region opaque_part(const window& of) {
    region opaque(of.frame());
    if (of.shown->has_alpha())
        opaque.subtract(of.content());
    return opaque;
}

} // namespace

void compose_windows(surface& screen, std::span<const std::unique_ptr<window>> windows,
                     const window* focused, const region& damaged) {
    region left = damaged;
    left.intersect(screen.bounds());
    std::vector<visible_part> parts;
    for (const auto& one : windows) {
        if (left.empty())
            break;
        if (!one->is_visible())
            continue;
        region here = left;
        here.intersect(one->frame());
        if (here.empty())
            continue;
        left.subtract(opaque_part(*one));
        parts.push_back({one.get(), std::move(here)});
    }
    for (const rectangle one : left.rectangles())
        fill(screen, one, background_colour);
    for (auto part = parts.rbegin(); part != parts.rend(); ++part)
        draw_part(screen, *part, part->of == focused);
}

} // namespace banos::windowserver
