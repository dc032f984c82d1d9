// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// All windows, from the topmost down: what clients and the user do to them, and who
// hears of it. It knows no sockets and no display.
#ifndef BANOS_WINDOWSERVER_DESKTOP_HPP
#define BANOS_WINDOWSERVER_DESKTOP_HPP

#include "window.hpp"

#include <banos/result.hpp>
#include <banos/surface/region.hpp>
#include <banos/surface/surface.hpp>
#include <banos/window/protocol.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace banos::windowserver {

// What clients are told. Must not call the desktop.
class desktop_listener {
  public:
    virtual void released(window_id which, std::uint32_t serial) = 0;
    virtual void pointer_moved(window_id which, point at) = 0;
    virtual void pointer_button(window_id which, point at, std::uint8_t button, bool pressed) = 0;
    virtual void key(window_id which, std::uint32_t code, bool pressed, std::string_view text) = 0;
    virtual void focused(window_id which, bool is) = 0;
    virtual void moved(window_id which, point to) = 0;
    virtual void close_requested(window_id which) = 0;

  protected:
    ~desktop_listener() = default;
};

// Of all windows of one client.
inline constexpr std::uint64_t most_pixels = std::uint64_t(1) << 26;

class desktop {
  public:
    desktop(std::int32_t width, std::int32_t height, desktop_listener& listener);

    // What clients ask for. An error is the client's fault, and changes nothing:
    // EEXIST, ENOENT, a number that is or is not in use; ENOSPC, too many windows or
    // pixels; EINVAL. Throw std::bad_alloc.
    result<void> create(window_id which, point place, std::string_view title);
    result<void> set_pixels(window_id which, surface shared);
    result<void> invalidate(window_id which, rectangle where, std::uint32_t serial);
    result<void> set_title(window_id which, std::string_view title);
    result<void> move(window_id which, point to);
    result<void> raise(window_id which);
    result<void> close(window_id which);
    void remove_client(client_id gone);

    // What the user does.
    void pointer_to(point where);
    void button(std::uint8_t which, bool pressed);
    void key(std::uint32_t code, bool pressed, std::string_view text);

    [[nodiscard]] bool needs_drawing() const noexcept { return stale_ || !damage_.empty(); }
    // Copies what clients have invalidated, and brings the screen, which is as large
    // as the desktop and keeps what was drawn before, up to date. Answers what of it
    // has changed.
    region draw(surface& screen);

    // The next frame draws everything.
    void damage_all() { damage(bounds_); }

    // For tests.
    [[nodiscard]] const std::vector<std::unique_ptr<window>>& windows() const { return windows_; }
    [[nodiscard]] std::optional<window_id> focus() const;

  private:
    [[nodiscard]] window* find(window_id which) noexcept;
    [[nodiscard]] window* topmost_at(point where) noexcept;
    [[nodiscard]] result<window*> asked_for(window_id which) noexcept;
    [[nodiscard]] std::uint64_t pixels_of(client_id whose, const window* without) const noexcept;
    void damage(rectangle where);
    void damage(const window& whole);
    void focus_on(window* next);
    void bring_to_front(window& which);
    void move_to(window& which, point to);
    void remove(window& which);
    void copy_stale(window& from);
    void press(window* on, std::uint8_t which);

    rectangle bounds_;
    desktop_listener& listener_;
    std::vector<std::unique_ptr<window>> windows_; // topmost first
    region damage_;
    bool stale_ = false; // some window is
    window* focus_ = nullptr;
    point pointer_;
    // While buttons are held, all that the pointer does belongs to one window; if
    // that is dragged, `drag_` is where in it.
    window* held_ = nullptr;
    unsigned buttons_ = 0;
    std::optional<point> drag_;
};

} // namespace banos::windowserver

#endif
