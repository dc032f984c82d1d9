// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "banos/window/client.hpp"

#include <cerrno>
#include <cstdlib>
#include <new>
#include <utility>

#include <banos/ipc/socket.hpp>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

namespace banos {

using namespace window_protocol;

namespace {

result<void> nothing_or_error(const result<ipc::flush_status>& sent) noexcept {
    if (!sent)
        return sent.error();
    return {};
}

} // namespace

// What waits for a slow server goes with the next packet, or the next wait().
template<typename packet>
result<void> client_window::say(const packet& what) noexcept {
    return nothing_or_error(connection_.stream_.send(what));
}

client_window::~client_window() {
    (void)say(close_window{.window = number_});
    connection_.windows_.erase(number_);
}

result<void> client_window::tell_pixels() noexcept {
    const int copy = ::fcntl(pixels_.descriptor(), F_DUPFD_CLOEXEC, 0);
    if (copy < 0)
        return error(errno);
    file_descriptor memory(copy);
    return nothing_or_error(connection_.stream_.send(set_pixels{.window = number_,
                                                                .width = pixels_.layout().width,
                                                                .height = pixels_.layout().height,
                                                                .stride = pixels_.layout().stride,
                                                                .format = pixels_.layout().format},
                                                     {&memory, 1}));
}

result<void> client_window::show(rectangle where) noexcept {
    auto said =
        say(window_protocol::invalidate{.window = number_, .where = where, .serial = shown_ + 1});
    if (said)
        shown_++;
    return said;
}

result<void> client_window::resize(std::int32_t width, std::int32_t height) noexcept {
    auto fresh =
        surface::make_shared({.width = width, .height = height, .format = pixels_.layout().format});
    if (!fresh)
        return fresh.error();
    std::swap(pixels_, *fresh);
    auto told = tell_pixels();
    if (!told)
        std::swap(pixels_, *fresh);
    else
        released_ = shown_; // of the new pixels the server knows nothing yet
    return told;
}

result<void> client_window::set_title(std::string_view title) noexcept {
    return say(window_protocol::set_title{.window = number_, .title = title});
}

result<void> client_window::move(point to) noexcept {
    return say(move_window{.window = number_, .place = to});
}

result<void> client_window::raise() noexcept {
    return say(raise_window{.window = number_});
}

std::string window_client::default_path() {
    if (const char* path = std::getenv("BANOS_WINDOW"))
        return path;
    const char* folder = std::getenv("XDG_RUNTIME_DIR");
    return std::string(folder ? folder : "/tmp") + "/banos-window";
}

result<std::unique_ptr<window_client>> window_client::connect(std::string_view path) noexcept {
    auto socket = ipc::connect_to(path);
    if (!socket)
        return socket.error();
    try {
        return std::make_unique<window_client>(std::move(*socket));
    } catch (const std::bad_alloc&) {
        return error(ENOMEM);
    }
}

result<std::unique_ptr<window_client>> window_client::connect() noexcept {
    try {
        return connect(default_path());
    } catch (const std::bad_alloc&) {
        return error(ENOMEM);
    }
}

window_number window_client::free_number() noexcept {
    do
        last_number_++;
    while (windows_.contains(last_number_));
    return last_number_;
}

result<void> window_client::add(client_window& made) noexcept {
    try {
        windows_.emplace(made.number_, &made);
        return {};
    } catch (const std::bad_alloc&) {
        return error(ENOMEM);
    }
}

result<std::unique_ptr<client_window>> window_client::create(const window_wish& wish,
                                                             window_listener& listener) noexcept {
    if (windows_.size() >= most_windows)
        return error(ENOSPC, "a client has 64 windows at most");
    auto pixels =
        surface::make_shared({.width = wish.width, .height = wish.height, .format = wish.format});
    if (!pixels)
        return pixels.error();
    auto said = stream_.send(
        create_window{.window = free_number(), .place = wish.place, .title = wish.title});
    if (!said)
        return said.error();
    // From here on the window's end tells the server.
    std::unique_ptr<client_window> made(
        new (std::nothrow) client_window(*this, last_number_, std::move(*pixels), listener));
    if (!made) {
        (void)stream_.send(close_window{.window = last_number_});
        return error(ENOMEM);
    }
    if (auto added = add(*made); !added)
        return added.error();
    if (auto told = made->tell_pixels(); !told)
        return told.error();
    return made;
}

template<typename packet, typename function>
void window_client::with(const ipc::received_packet& received, function call) noexcept {
    const auto event = received.as<packet>();
    if (!event)
        return;
    // Events may come of windows that are closed here, and not there yet.
    if (const auto found = windows_.find(event->window); found != windows_.end())
        call(*found->value, *event);
}

void window_client::handle(const ipc::received_packet& received) noexcept {
    switch (received.type) {
    case release::packet_type:
        return with<release>(received, [](client_window& on, const auto& event) {
            // One that was asked for before a resize does not count any more.
            if (event.serial != on.shown_)
                return;
            on.released_ = event.serial;
            on.listener_.may_draw(on);
        });
    case pointer_moved::packet_type:
        return with<pointer_moved>(received, [](client_window& on, const auto& event) {
            on.listener_.pointer_moved(on, event.at);
        });
    case pointer_button::packet_type:
        return with<pointer_button>(received, [](client_window& on, const auto& event) {
            on.listener_.pointer_button(on, event.at, event.button, event.pressed);
        });
    case key::packet_type:
        return with<key>(received, [](client_window& on, const auto& event) {
            on.listener_.key(on, event.code, event.pressed, event.text);
        });
    case focus::packet_type:
        return with<focus>(received, [](client_window& on, const auto& event) {
            on.listener_.focused(on, event.focused);
        });
    case moved::packet_type:
        return with<moved>(received, [](client_window& on, const auto& event) {
            on.listener_.moved(on, event.place);
        });
    case close_request::packet_type:
        return with<close_request>(
            received, [](client_window& on, const auto&) { on.listener_.close_requested(on); });
    default: // of a newer server
        return;
    }
}

result<bool> window_client::wait(int milliseconds) noexcept {
    const short wanted = short(stream_.waiting_bytes() > 0 ? POLLIN | POLLOUT : POLLIN);
    pollfd ready{.fd = stream_.descriptor(), .events = wanted, .revents = 0};
    const int count = ::poll(&ready, 1, milliseconds);
    if (count < 0)
        return error(errno);
    if ((ready.revents & POLLOUT) != 0)
        if (auto sent = stream_.writable(); !sent)
            return sent.error();
    if ((ready.revents & (POLLIN | POLLHUP | POLLERR)) == 0)
        return true;
    const auto read =
        stream_.receive(buffer_, [this](const ipc::received_packet& packet) { handle(packet); });
    if (!read)
        return read.error();
    return *read == ipc::read_status::open;
}

} // namespace banos
