// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "sdl_display.hpp"

#include <cerrno>
#include <string_view>
#include <vector>

#include <SDL.h>

namespace banos::windowserver {

namespace {

error failed() {
    return error::owning(EIO, SDL_GetError());
}

// What a key types comes in an event of its own, right behind that of the key; a key
// that types nothing, such as shift, must not take what the next one does.
std::string_view text_behind(SDL_Event& next) {
    SDL_PumpEvents();
    const bool any = SDL_PeepEvents(&next, 1, SDL_PEEKEVENT, SDL_FIRSTEVENT, SDL_LASTEVENT) == 1;
    if (!any || next.type != SDL_TEXTINPUT)
        return {};
    SDL_PeepEvents(&next, 1, SDL_GETEVENT, SDL_TEXTINPUT, SDL_TEXTINPUT);
    return next.text.text;
}

// SDL's scan codes are the usages of USB HID.
void press_key(desktop& on, const SDL_KeyboardEvent& event) {
    SDL_Event next;
    const bool pressed = event.state == SDL_PRESSED;
    on.key(std::uint32_t(event.keysym.scancode), pressed,
           pressed ? text_behind(next) : std::string_view());
}

} // namespace

result<std::unique_ptr<sdl_display>> sdl_display::open(std::int32_t width, std::int32_t height) {
    auto screen = surface::make({.width = width, .height = height, .format = pixel_format::rgb});
    if (!screen)
        return screen.error();
    // Signals end the program as they end others: SDL must not make events of them.
    SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");
    // Only what has changed is sent to the screen, which needs no texture; without a graphics
    // processor, SDL would draw one with all processors.
    SDL_SetHintWithPriority(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0", SDL_HINT_DEFAULT);
    if (SDL_Init(SDL_INIT_VIDEO) != 0)
        return failed();
    SDL_Window* shown = SDL_CreateWindow("banos", SDL_WINDOWPOS_UNDEFINED, SDL_WINDOWPOS_UNDEFINED,
                                         width, height, 0);
    if (shown == nullptr) {
        const error why = failed();
        SDL_Quit();
        return why;
    }
    SDL_StartTextInput();
    return std::unique_ptr<sdl_display>(new sdl_display(shown, std::move(*screen)));
}

sdl_display::~sdl_display() {
    SDL_DestroyWindow(window_);
    SDL_Quit();
}

void sdl_display::present(const region& changed) {
    SDL_Surface* target = SDL_GetWindowSurface(window_);
    if (target == nullptr)
        return;
    SDL_Surface* source = SDL_CreateRGBSurfaceWithFormatFrom(
        screen_.at({0, 0}), screen_.layout().width, screen_.layout().height, 32,
        int(screen_.layout().stride), SDL_PIXELFORMAT_RGB888);
    if (source == nullptr)
        return;
    std::vector<SDL_Rect> parts;
    for (const rectangle one : changed.rectangles()) {
        SDL_Rect part{one.x, one.y, one.width, one.height};
        SDL_Rect same = part;
        SDL_BlitSurface(source, &part, target, &same);
        parts.push_back(part);
    }
    SDL_FreeSurface(source);
    if (!parts.empty())
        SDL_UpdateWindowSurfaceRects(window_, parts.data(), int(parts.size()));
}

bool sdl_display::handle_input(desktop& on) {
    SDL_Event event;
    while (SDL_PollEvent(&event) != 0) {
        switch (event.type) {
        case SDL_QUIT:
            return false;
        case SDL_MOUSEMOTION:
            on.pointer_to({event.motion.x, event.motion.y});
            break;
        case SDL_MOUSEBUTTONDOWN:
        case SDL_MOUSEBUTTONUP:
            on.pointer_to({event.button.x, event.button.y});
            on.button(event.button.button, event.button.state == SDL_PRESSED);
            break;
        case SDL_KEYDOWN:
        case SDL_KEYUP:
            press_key(on, event.key);
            break;
        case SDL_WINDOWEVENT:
            if (event.window.event == SDL_WINDOWEVENT_EXPOSED)
                present(region(screen_.bounds()));
            break;
        default:
            break;
        }
    }
    return true;
}

} // namespace banos::windowserver
