// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Clients on one side, the desktop and its display on the other: packets become
// what the desktop does, what it says becomes packets, and frames are drawn when
// something is new, at most 60 times a second.
#ifndef BANOS_WINDOWSERVER_WINDOW_SERVER_HPP
#define BANOS_WINDOWSERVER_WINDOW_SERVER_HPP

#include "desktop.hpp"
#include "display.hpp"

#include <banos/ipc/event_loop.hpp>
#include <banos/ipc/server.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

namespace banos::windowserver {

class window_server final : private ipc::server_handler,
                            private desktop_listener,
                            private ipc::turn_handler {
  public:
    // Why a client was disconnected, for whoever keeps a log.
    using complaint = std::function<void(const ipc::client&, const error&)>;

    // The loop and the display outlive the server. Errors: those of ipc::server.
    static result<std::unique_ptr<window_server>>
    create(ipc::event_loop& loop, display& shown, file_descriptor listening, complaint complain);
    ~window_server();
    window_server(const window_server&) = delete;
    window_server& operator=(const window_server&) = delete;

    // For what the user does.
    [[nodiscard]] desktop& screen() noexcept { return desktop_; }
    [[nodiscard]] ipc::server& connections() noexcept { return *server_; }

  private:
    window_server(ipc::event_loop& loop, display& shown, complaint complain);

    void received(ipc::client& from, ipc::received_packet& packet) override;
    void disconnected(ipc::client& who, const error* reason) override;

    void released(window_id which, std::uint32_t serial) override;
    void pointer_moved(window_id which, point at) override;
    void pointer_button(window_id which, point at, std::uint8_t button, bool pressed) override;
    void key(window_id which, std::uint32_t code, bool pressed, std::string_view text) override;
    void focused(window_id which, bool is) override;
    void moved(window_id which, point to) override;
    void close_requested(window_id which) override;

    void turn_ended() override;
    void draw_frame();
    template<typename packet>
    void tell(window_id which, const packet& what);
    template<typename packet>
    void tell_latest(window_id which, const packet& what);

    ipc::event_loop& loop_;
    display& display_;
    complaint complain_;
    desktop desktop_;
    std::unique_ptr<ipc::server> server_;
    ipc::event_loop::timer frame_;
    bool frame_is_due_ = false; // frame_ is running
    ipc::event_loop::clock::time_point last_frame_;
};

} // namespace banos::windowserver

#endif
