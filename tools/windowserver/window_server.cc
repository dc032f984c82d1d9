// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "window_server.hpp"

#include "requests.hpp"

#include <algorithm>
#include <new>
#include <utility>

namespace banos::windowserver {

namespace {

using namespace std::chrono_literals;

constexpr auto frame_time = 1'000'000'000ns / 60;

// A client that reads nothing for so long, or missed so many packets in a row, is
// taken for dead.
ipc::server_options limits() {
    ipc::server_options made;
    made.most_clients = 1000;
    made.stall_limit = 30s;
    made.stream.refusals_until_shutdown = 100'000;
    return made;
}

} // namespace

window_server::window_server(ipc::event_loop& loop, display& shown, complaint complain)
    : loop_(loop), display_(shown), complain_(std::move(complain)),
      desktop_(shown.screen().layout().width, shown.screen().layout().height, *this) {}

result<std::unique_ptr<window_server>> window_server::create(ipc::event_loop& loop, display& shown,
                                                             file_descriptor listening,
                                                             complaint complain) {
    std::unique_ptr<window_server> made(new window_server(loop, shown, std::move(complain)));
    auto server = ipc::server::create(loop, std::move(listening), *made, limits());
    if (!server)
        return std::move(server).error();
    made->server_ = std::move(*server);
    loop.add(*made);
    return made;
}

window_server::~window_server() {
    loop_.cancel(frame_);
    loop_.remove(*this);
}

void window_server::received(ipc::client& from, ipc::received_packet& packet) {
    const auto done = apply_request(desktop_, from.id(), packet);
    if (done)
        return;
    if (complain_)
        complain_(from, done.error());
    from.disconnect();
}

void window_server::disconnected(ipc::client& who, const error* reason) {
    if (reason != nullptr && complain_)
        complain_(who, *reason);
    desktop_.remove_client(who.id());
}

// Frames are drawn by a timer: what comes in between is in the next one.
void window_server::turn_ended() {
    if (frame_is_due_ || !desktop_.needs_drawing())
        return;
    const auto now = ipc::event_loop::clock::now();
    frame_ = loop_.after(std::max(0ns, std::chrono::nanoseconds(last_frame_ + frame_time - now)),
                         [this] { draw_frame(); });
    frame_is_due_ = true;
}

// Without memory for it, the next frame tries again. A frame that is late by less than one
// does not delay those behind it.
void window_server::draw_frame() {
    frame_is_due_ = false;
    const auto now = ipc::event_loop::clock::now();
    const auto due = last_frame_ + frame_time;
    last_frame_ = now - due < frame_time ? due : now;
    try {
        display_.present(desktop_.draw(display_.screen()));
    } catch (const std::bad_alloc&) {
        return;
    }
}

// A client without room for an event misses it.
template<typename packet>
void window_server::tell(window_id which, const packet& what) {
    if (ipc::client* const to = server_->find(which.client))
        (void)to->queue(what);
}

template<typename packet>
void window_server::tell_latest(window_id which, const packet& what) {
    if (ipc::client* const to = server_->find(which.client))
        (void)to->queue_latest(which.number, what);
}

void window_server::released(window_id which, std::uint32_t serial) {
    tell_latest(which, window_protocol::release{.window = which.number, .serial = serial});
}

void window_server::pointer_moved(window_id which, point at) {
    tell_latest(which, window_protocol::pointer_moved{.window = which.number, .at = at});
}

void window_server::pointer_button(window_id which, point at, std::uint8_t button, bool pressed) {
    tell(which, window_protocol::pointer_button{
                    .window = which.number, .at = at, .button = button, .pressed = pressed});
}

void window_server::key(window_id which, std::uint32_t code, bool pressed, std::string_view text) {
    tell(which, window_protocol::key{
                    .window = which.number, .code = code, .pressed = pressed, .text = text});
}

void window_server::focused(window_id which, bool is) {
    tell_latest(which, window_protocol::focus{.window = which.number, .focused = is});
}

void window_server::moved(window_id which, point to) {
    tell_latest(which, window_protocol::moved{.window = which.number, .place = to});
}

void window_server::close_requested(window_id which) {
    tell(which, window_protocol::close_request{.window = which.number});
}

} // namespace banos::windowserver
