// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// The desktop in a window of SDL 2, with the user's mouse and keyboard.
#ifndef BANOS_WINDOWSERVER_SDL_DISPLAY_HPP
#define BANOS_WINDOWSERVER_SDL_DISPLAY_HPP

#include "desktop.hpp"
#include "display.hpp"

#include <cstdint>
#include <memory>

struct SDL_Window;

namespace banos::windowserver {

class sdl_display final : public display {
  public:
    // Errors: EIO, with what SDL says; ENOMEM.
    static result<std::unique_ptr<sdl_display>> open(std::int32_t width, std::int32_t height);
    ~sdl_display() override;
    sdl_display(const sdl_display&) = delete;
    sdl_display& operator=(const sdl_display&) = delete;

    [[nodiscard]] surface& screen() noexcept override { return screen_; }
    void present(const region& changed) override;

    // Hands on what the user did since the last time. False: the user wants it to end.
    bool handle_input(desktop& on);

  private:
    sdl_display(SDL_Window* shown, surface screen) noexcept
        : window_(shown), screen_(std::move(screen)) {}

    SDL_Window* window_;
    surface screen_;
};

} // namespace banos::windowserver

#endif
