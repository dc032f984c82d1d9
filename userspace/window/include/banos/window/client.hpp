// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Windows on a window server. Since 0.9.
//
//     auto server = banos::window_client::connect();
//     auto window = (*server)->create({.width = 320, .height = 200, .title = "hello"}, listener);
//     banos::fill((*window)->pixels(), (*window)->pixels().bounds(), 0xFF204060);
//     (*window)->show((*window)->pixels().bounds());
//     while ((*server)->wait(-1)) {
//         ...                                // listener was called for what happened
//     }
//
// Nothing but the members of a window_listener may throw, and those not either when they
// are called from here. A connection and its windows are used by one thread at a time.
#ifndef BANOS_WINDOW_CLIENT_HPP
#define BANOS_WINDOW_CLIENT_HPP

#include <banos/hash_map.hpp>
#include <banos/ipc/stream.hpp>
#include <banos/result.hpp>
#include <banos/surface/surface.hpp>
#include <banos/window/protocol.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace banos {

class client_window;
class window_client;

// What happens to a window. Called by window_client::wait(), and may do anything with
// the window but destroy it.
class window_listener {
  public:
    // All that was shown is copied: the window may be drawn on.
    virtual void may_draw(client_window& /*on*/) {}
    virtual void pointer_moved(client_window& /*on*/, point /*at*/) {}
    virtual void pointer_button(client_window& /*on*/, point /*at*/, std::uint8_t /*button*/,
                                bool /*pressed*/) {}
    virtual void key(client_window& /*on*/, std::uint32_t /*code*/, bool /*pressed*/,
                     std::string_view /*text*/) {}
    virtual void focused(client_window& /*on*/, bool /*is*/) {}
    virtual void moved(client_window& /*on*/, point /*to*/) {}
    virtual void close_requested(client_window& /*on*/) {}

  protected:
    ~window_listener() = default;
};

struct window_wish {
    std::int32_t width = 0;
    std::int32_t height = 0;
    pixel_format format = pixel_format::argb;
    point place = {100, 100};
    std::string_view title = {};
};

// Closed with this object. Its connection outlives it.
class client_window {
  public:
    ~client_window();
    client_window(const client_window&) = delete;
    client_window& operator=(const client_window&) = delete;

    // Draw there while may_draw().
    [[nodiscard]] surface& pixels() noexcept { return pixels_; }
    // False from show() until the server has copied.
    [[nodiscard]] bool may_draw() const noexcept { return shown_ == released_; }

    // What was drawn there is to be seen. Errors of this and the following: ENOBUFS, the
    // server does not read; those of sendmsg(2), the server is gone.
    result<void> show(rectangle where) noexcept;
    // Other pixels, of another size; they are seen from the first show() on. Errors:
    // those of surface::make_shared(), too.
    result<void> resize(std::int32_t width, std::int32_t height) noexcept;
    result<void> set_title(std::string_view title) noexcept;
    result<void> move(point to) noexcept;
    result<void> raise() noexcept;

  private:
    friend class window_client;
    client_window(window_client& connection, window_protocol::window_number number, surface pixels,
                  window_listener& listener) noexcept
        : connection_(connection), number_(number), pixels_(std::move(pixels)),
          listener_(listener) {}

    template<typename packet>
    result<void> say(const packet& what) noexcept;
    result<void> tell_pixels() noexcept;

    window_client& connection_;
    window_protocol::window_number number_;
    surface pixels_;
    window_listener& listener_;
    std::uint32_t shown_ = 0; // serials
    std::uint32_t released_ = 0;
};

class window_client {
  public:
    // Where the server listens if nobody says otherwise: banos-window in
    // $XDG_RUNTIME_DIR, or $BANOS_WINDOW.
    [[nodiscard]] static std::string default_path();

    // Errors: those of connect(2); ENOMEM.
    [[nodiscard]] static result<std::unique_ptr<window_client>>
    connect(std::string_view path) noexcept;
    [[nodiscard]] static result<std::unique_ptr<window_client>> connect() noexcept;
    // Over a socket that is connected already.
    explicit window_client(file_descriptor socket) noexcept : stream_(std::move(socket)) {}
    window_client(const window_client&) = delete;
    window_client& operator=(const window_client&) = delete;

    // A window that is seen from its first show() on. The listener outlives it. Errors:
    // those of surface::make_shared() and show(); ENOSPC, there are 64; ENOMEM.
    [[nodiscard]] result<std::unique_ptr<client_window>> create(const window_wish& wish,
                                                                window_listener& listener) noexcept;

    // For poll(2): wait(0) when it is readable.
    [[nodiscard]] int descriptor() const noexcept { return stream_.descriptor(); }
    // Waits for events, at most so many milliseconds (-1: without limit), and hands all that
    // have come to the listeners. False: the server has ended the connection. Errors: those of
    // poll(2) and recvmsg(2), EINTR among them; EBADMSG.
    result<bool> wait(int milliseconds) noexcept;

  private:
    friend class client_window;
    [[nodiscard]] window_protocol::window_number free_number() noexcept;
    [[nodiscard]] result<void> add(client_window& made) noexcept;
    void handle(const ipc::received_packet& packet) noexcept;
    template<typename packet, typename function>
    void with(const ipc::received_packet& received, function call) noexcept;

    ipc::stream stream_;
    ipc::receive_buffer buffer_;
    hash_map<window_protocol::window_number, client_window*> windows_;
    window_protocol::window_number last_number_ = 0;
};

} // namespace banos

#endif
