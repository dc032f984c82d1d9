// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Events of SDL, on its display that nobody sees.
#include <gtest/gtest.h>

#include <cstdlib>
#include <cstring>

#include <SDL.h>

#include "sdl_display.hpp"
#include "window_events.hpp"

namespace {

using namespace banos::windowserver;
using lines = std::vector<std::string>;

class sdl_test : public testing::Test {
  public:
    sdl_test() {
        ::setenv("SDL_VIDEODRIVER", "dummy", 1);
        auto opened = sdl_display::open(200, 150);
        EXPECT_TRUE(opened) << opened.error().sentence();
        shown = std::move(*opened);
        EXPECT_TRUE(screen.create({1, 1}, {50, 50}, "window"));
        EXPECT_TRUE(screen.set_pixels({1, 1}, banos::test::shared_pixels(80, 60, 0xFF0000FF)));
        EXPECT_TRUE(screen.invalidate({1, 1}, {0, 0, 80, 60}, 1));
        shown->present(screen.draw(shown->screen()));
        shown->handle_input(screen);
        heard.take();
    }

    static void push_key(SDL_Scancode code, bool pressed) {
        SDL_Event event = {};
        event.type = pressed ? SDL_KEYDOWN : SDL_KEYUP;
        event.key.state = pressed ? SDL_PRESSED : SDL_RELEASED;
        event.key.keysym.scancode = code;
        ASSERT_EQ(SDL_PushEvent(&event), 1);
    }
    static void push_text(const char* text) {
        SDL_Event event = {};
        event.type = SDL_TEXTINPUT;
        std::strncpy(event.text.text, text, sizeof(event.text.text) - 1);
        ASSERT_EQ(SDL_PushEvent(&event), 1);
    }
    static void push_button(bool pressed, int x, int y) {
        SDL_Event event = {};
        event.type = pressed ? SDL_MOUSEBUTTONDOWN : SDL_MOUSEBUTTONUP;
        event.button.button = SDL_BUTTON_LEFT;
        event.button.state = pressed ? SDL_PRESSED : SDL_RELEASED;
        event.button.x = x;
        event.button.y = y;
        ASSERT_EQ(SDL_PushEvent(&event), 1);
    }

    banos::test::heard_events heard;
    desktop screen{200, 150, heard};
    std::unique_ptr<sdl_display> shown;
};

TEST_F(sdl_test, a_key_has_the_text_that_follows_it) {
    push_key(SDL_SCANCODE_LSHIFT, true);
    push_key(SDL_SCANCODE_A, true);
    push_text("A");
    push_key(SDL_SCANCODE_A, false);
    push_key(SDL_SCANCODE_LSHIFT, false);
    EXPECT_TRUE(shown->handle_input(screen));
    EXPECT_EQ(heard.take(),
              (lines{"1.1 key 225 ", "1.1 key 4 A", "1.1 key up 4 ", "1.1 key up 225 "}));
}

TEST_F(sdl_test, the_mouse_clicks_where_it_is) {
    push_button(true, 60, 55);
    push_button(false, 60, 55);
    EXPECT_TRUE(shown->handle_input(screen));
    EXPECT_EQ(heard.take(),
              (lines{"1.1 at 10 5", "1.1 press 1 10 5", "1.1 at 10 5", "1.1 let go 1 10 5"}));
}

TEST_F(sdl_test, the_window_is_closed) {
    SDL_Event event = {};
    event.type = SDL_QUIT;
    ASSERT_EQ(SDL_PushEvent(&event), 1);
    EXPECT_FALSE(shown->handle_input(screen));
}

} // namespace
