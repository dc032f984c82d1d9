// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include <banos/ipc/server.hpp>

#include <cerrno>
#include <new>

#include <sys/socket.h>

namespace banos::ipc {

namespace {

using namespace std::chrono_literals;

// What the process, or the kernel, has not enough of now may be there soon.
constexpr auto accept_pause = 100ms;
constexpr auto retry_pause = 10ms;

// Connections of one turn: those that are there have their turn, too.
constexpr int accepts_of_a_turn = 64;

bool is_of_this_connection(int problem) noexcept {
    return problem == ECONNABORTED || problem == EINTR || problem == EPERM;
}

} // namespace

server::server(event_loop& loop, file_descriptor listening, server_handler& handler,
               const server_options& options)
    : loop_(loop), listening_(std::move(listening)), handler_(handler), options_(options) {
    touched_.reserve(options_.most_clients);
    ended_.reserve(options_.most_clients);
    loop_.add(*this);
}

result<std::unique_ptr<server>> server::create(event_loop& loop, file_descriptor listening,
                                               server_handler& handler,
                                               const server_options& options) noexcept {
    try {
        std::unique_ptr<server> made(new server(loop, std::move(listening), handler, options));
        const int socket = made->listening_.number();
        if (auto watched = loop.watch(socket, interest::readable, *made); !watched)
            return watched.error();
        made->end_stalled();
        return made;
    } catch (const std::bad_alloc&) {
        return error(ENOMEM);
    }
}

server::~server() {
    for (const auto& timer : {accept_timer_, retry_timer_, stall_timer_, grace_timer_})
        loop_.cancel(timer);
    loop_.remove(*this);
    stop_listening();
    for_each([this](client& one) { loop_.forget(one.stream_.descriptor(), one); });
}

void server::stop_listening() noexcept {
    loop_.cancel(accept_timer_);
    if (listening_.number() >= 0)
        loop_.forget(listening_.number(), *this);
    listening_ = file_descriptor();
}

void server::ready(std::uint32_t /*events*/) {
    for (int i = 0; i < accepts_of_a_turn && listening_.number() >= 0; i++) {
        file_descriptor socket(
            ::accept4(listening_.number(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
        if (socket.number() >= 0)
            (void)adopt(std::move(socket));
        else if (errno == EAGAIN)
            return;
        else if (!is_of_this_connection(errno))
            return pause_accepting();
    }
}

// The process has no descriptors left, for instance: epoll would tell of the same connection
// again at once, and again.
void server::pause_accepting() noexcept {
    (void)loop_.change(listening_.number(), interest::none, *this);
    accept_timer_ = loop_.after(accept_pause, [this] {
        (void)loop_.change(listening_.number(), interest::readable, *this);
    });
}

client* server::adopt(file_descriptor socket) noexcept {
    if (clients_.size() >= options_.most_clients)
        return nullptr;
    try {
        client* added = add(std::move(socket));
        if (added != nullptr)
            handler_.connected(*added);
        return added;
    } catch (const std::bad_alloc&) {
        return nullptr;
    }
}

client* server::add(file_descriptor socket) {
    auto peer = credentials_of(socket);
    if (!peer)
        return nullptr;
    const int descriptor = socket.number();
    auto added =
        std::make_unique<client>(*this, ++last_id_, std::move(socket), *peer, options_.stream);
    client& one = *added;
    clients_.emplace(one.id(), std::move(added));
    if (loop_.watch(descriptor, interest::readable, one))
        return &one;
    clients_.erase(one.id());
    return nullptr;
}

client* server::find(client_id id) noexcept {
    const auto found = clients_.find(id);
    return found == clients_.end() ? nullptr : found->value.get();
}

// The handler hears of clients that are gone, and may have something to say to others.
void server::turn_ended() {
    do
        flush_touched();
    while (remove_ended());
}

// Those for which the kernel has no memory stay in the list, and a timer makes another turn.
void server::flush_touched() noexcept {
    const auto flushed = [this](client_id id) {
        client* one = find(id);
        if (one == nullptr || one->state_ == client::state::ended)
            return true;
        const auto status = one->stream_.flush();
        one->flushed(status);
        one->touched_ = status && *status == flush_status::kernel_exhausted;
        return !one->touched_;
    };
    std::erase_if(touched_, flushed);
    loop_.cancel(retry_timer_);
    if (!touched_.empty())
        retry_timer_ = loop_.after(retry_pause, [] {});
}

// The handler may end others meanwhile, which come to the end of the list.
bool server::remove_ended() noexcept {
    const bool any = !ended_.empty();
    for (std::size_t i = 0; i < ended_.size(); i++) {
        const auto found = clients_.find(ended_[i]);
        client& one = *found->value;
        handler_.disconnected(one, one.reason_.get());
        std::erase(touched_, one.id());
        clients_.erase(one.id());
    }
    ended_.clear();
    return any;
}

// Looks at all clients, several times within the limit.
void server::end_stalled() noexcept {
    if (options_.stall_limit <= 0ms)
        return;
    const error late(ETIMEDOUT, "the client did not read for too long");
    const auto limit = event_loop::clock::now() - options_.stall_limit;
    for_each([&](client& one) {
        if (one.is_late(limit))
            one.end(&late);
    });
    stall_timer_ = loop_.after(options_.stall_limit / 4, [this] { end_stalled(); });
}

void server::shut_down(std::chrono::milliseconds grace) noexcept {
    stop_listening();
    for_each([](client& one) { one.finish(); });
    grace_timer_ = loop_.after(grace, [this] {
        const error late(ETIMEDOUT, "the client did not read until the server's end");
        for_each([&](client& one) { one.end(&late); });
    });
}

} // namespace banos::ipc
