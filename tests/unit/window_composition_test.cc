// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// The screen, drawn piece by piece as things happen, against the same windows
// painted pixel by pixel from the bottom up.
#include <gtest/gtest.h>

#include <banos/surface/pixels.hpp>

#include <random>

#include "read_png.hpp"
#include "three_windows.hpp"
#include "title_bar.hpp"
#include "window_events.hpp"

namespace {

using namespace banos::windowserver;
using banos::pixel_format;
using banos::point;
using banos::rectangle;
using banos::surface;
using banos::test::heard_events;
using banos::test::shared_pixels;

constexpr std::int32_t width = banos::test::screen_width;
constexpr std::int32_t height = banos::test::screen_height;

surface new_screen() {
    return std::move(
        *surface::make({.width = width, .height = height, .format = pixel_format::rgb}));
}

void paint(surface& screen, const window& of, bool focused) {
    const rectangle frame = banos::intersection(of.frame(), screen.bounds());
    const auto bar = drawn_title_bar(of.frame().width, of.title, focused);
    for (std::int32_t y = frame.y; y < frame.bottom(); y++)
        for (std::int32_t x = frame.x; x < frame.right(); x++) {
            std::uint32_t* const to = screen.at({x, y});
            const rectangle title = of.title_area();
            if (of.content().contains({x, y}))
                banos::blend_over({to, 1}, {of.shown->at({x - of.place.x, y - of.place.y}), 1});
            else if (title.contains({x, y}))
                *to = *bar->at({x - title.x, y - title.y});
            else
                *to = edge_colour;
        }
}

surface painted(const desktop& of) {
    surface screen = new_screen();
    banos::fill(screen, screen.bounds(), background_colour);
    for (auto one = of.windows().rbegin(); one != of.windows().rend(); ++one)
        if ((*one)->is_visible())
            paint(screen, **one, of.focus() == (*one)->id);
    return screen;
}

void expect_same(const surface& screen, const surface& expected) {
    for (std::int32_t y = 0; y < height; y++)
        for (std::int32_t x = 0; x < width; x++)
            ASSERT_EQ(*screen.at({x, y}), *expected.at({x, y})) << x << ", " << y;
}

void show(desktop& on, std::uint32_t number, const banos::test::coloured_window& one) {
    const rectangle& where = one.where;
    ASSERT_TRUE(on.create({1, number}, {where.x, where.y}, ""));
    ASSERT_TRUE(on.set_pixels({1, number},
                              shared_pixels(where.width, where.height, one.colour, one.format)));
    ASSERT_TRUE(on.invalidate({1, number}, {0, 0, where.width, where.height}, 1));
}

// Against what is painted, and against the file that the programs' screenshots are compared with.
void expect_three_windows(bool in_one_frame) {
    heard_events heard;
    desktop screen(width, height, heard);
    surface picture = new_screen();
    std::uint32_t number = 0;
    for (const auto& one : banos::test::three_windows) {
        ASSERT_NO_FATAL_FAILURE(show(screen, ++number, one));
        if (!in_one_frame)
            screen.draw(picture);
    }
    screen.draw(picture);
    expect_same(picture, painted(screen));
    EXPECT_EQ(*picture.at({40, 60}), 0xFF3060C0);
    EXPECT_EQ(*picture.at({100, 90}), 0xFF585060); // half of what is below, and itself
    EXPECT_EQ(*picture.at({70, 130}), 0xFFE0E0E0);
    const auto stored = banos::test::read_png(BANOS_TEST_REFERENCE);
    ASSERT_TRUE(stored && stored->width == width && stored->height == height);
    for (std::int32_t y = 0; y < height; y++)
        for (std::int32_t x = 0; x < width; x++)
            ASSERT_EQ(*picture.at({x, y}) | 0xFF000000, stored->pixels[std::size_t(y * width + x)])
                << x << ", " << y;
}

TEST(window_composition, of_three_overlapping_windows) {
    expect_three_windows(false);
}

TEST(window_composition, of_three_windows_that_come_in_one_frame) {
    expect_three_windows(true);
}

surface random_pixels(std::mt19937& random) {
    const auto format = pixel_format(random() % 2);
    surface made =
        shared_pixels(std::int32_t(1 + random() % 90), std::int32_t(1 + random() % 90), 0, format);
    const bool opaque = random() % 2 == 0;
    for (std::int32_t y = 0; y < made.layout().height; y++)
        for (std::uint32_t& pixel : made.row(y)) {
            const auto alpha = std::uint32_t(opaque ? 255 : random() % 256);
            pixel = alpha << 24 | alpha / 2 * 0x010101;
        }
    return made;
}

// One thing that clients or the user may do.
void do_something(desktop& on, std::mt19937& random) {
    const window_id which{1 + random() % 2, std::uint32_t(random() % 4)};
    const point where{std::int32_t(random() % (width + 60)) - 30,
                      std::int32_t(random() % (height + 60)) - 30};
    switch (random() % 12) {
    case 0:
    case 1:
    case 2:
        (void)on.create(which, where, "window " + std::to_string(random() % 10));
        (void)on.set_pixels(which, random_pixels(random));
        (void)on.invalidate(which, {0, 0, 100, 100}, 1);
        break;
    case 3:
        (void)on.invalidate(which, {where.x / 4, where.y / 4, 20, 20}, 2);
        break;
    case 4:
        (void)on.set_title(which, std::to_string(random() % 100));
        break;
    case 5:
        (void)on.move(which, where);
        break;
    case 6:
        (void)on.raise(which);
        break;
    case 7:
        (void)on.close(which);
        break;
    case 8:
    case 9:
        on.pointer_to(where);
        break;
    case 10:
        on.button(1, random() % 2 == 0);
        break;
    default:
        if (random() % 20 == 0)
            on.remove_client(which.client);
    }
}

TEST(window_composition, drawn_in_pieces_is_what_is_painted_at_once) {
    heard_events heard;
    std::mt19937 random(11);
    for (int round = 0; round < 20; round++) {
        desktop screen(width, height, heard);
        surface picture = new_screen();
        for (int step = 0; step < 60; step++) {
            do_something(screen, random);
            if (random() % 3 == 0)
                screen.draw(picture);
        }
        screen.draw(picture);
        ASSERT_NO_FATAL_FAILURE(expect_same(picture, painted(screen))) << round;
    }
}

TEST(window_composition, only_what_changed_is_drawn) {
    heard_events heard;
    desktop screen(width, height, heard);
    surface picture = new_screen();
    screen.draw(picture);
    banos::fill(picture, picture.bounds(), 0xFF123456);
    EXPECT_TRUE(screen.draw(picture).empty());
    ASSERT_TRUE(screen.create({1, 1}, {100, 100}, ""));
    ASSERT_TRUE(screen.set_pixels({1, 1}, shared_pixels(10, 10, 0xFFFFFFFF)));
    ASSERT_TRUE(screen.invalidate({1, 1}, {0, 0, 10, 10}, 1));
    EXPECT_EQ(screen.draw(picture), banos::region({99, 76, 12, 35}));
    EXPECT_EQ(*picture.at({98, 100}), 0xFF123456);
    EXPECT_EQ(*picture.at({111, 100}), 0xFF123456);
}

TEST(window_composition, a_title_that_is_no_utf8_is_left_out) {
    const auto without = drawn_title_bar(100, "", true);
    const auto broken = drawn_title_bar(100, "\xFF\xFE", true);
    const auto with = drawn_title_bar(100, "title", true);
    ASSERT_TRUE(without && broken && with);
    bool same = true;
    for (std::int32_t y = 0; y < title_height; y++)
        for (std::int32_t x = 0; x < 100; x++) {
            ASSERT_EQ(*broken->at({x, y}) | 0xFF000000, *without->at({x, y}) | 0xFF000000);
            same = same && *with->at({x, y}) == *without->at({x, y});
        }
    EXPECT_FALSE(same);
}

} // namespace
