// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include <banos/ipc/server.hpp>

#include <cerrno>
#include <new>

namespace banos::ipc {

namespace {

bool vanished(const error& reason) noexcept {
    return reason.number() == EPIPE || reason.number() == ECONNRESET;
}

} // namespace

client::client(server& owner, client_id id, file_descriptor socket, const credentials& peer,
               const stream_options& options) noexcept
    : server_(owner), stream_(std::move(socket), options), id_(id), peer_(peer) {}

void client::ready(std::uint32_t events) {
    if ((events & EPOLLOUT) != 0) {
        stalled_since_ = event_loop::clock::now();
        flushed(stream_.writable());
    }
    if (state_ == state::open && (events & ~std::uint32_t{EPOLLOUT}) != 0)
        read();
    else if (state_ == state::finishing && (events & (EPOLLHUP | EPOLLERR)) != 0)
        end(nullptr);
}

void client::read() noexcept {
    const auto status = stream_.receive(server_.buffer_, [this](received_packet& packet) {
        if (state_ == state::open)
            server_.handler_.received(*this, packet);
    });
    if (!status)
        end(vanished(status.error()) ? nullptr : &status.error());
    else if (*status == read_status::ended)
        finish();
}

void client::flushed(const result<flush_status>& status) noexcept {
    if (state_ == state::ended)
        return;
    if (!status) {
        end(vanished(status.error()) ? nullptr : &status.error());
        return;
    }
    const bool reading = state_ == state::open;
    if (*status == flush_status::socket_full) {
        wait_for(reading ? interest::both : interest::writable);
    } else if (*status == flush_status::all_sent) {
        wait_for(reading ? interest::readable : interest::none);
        if (!reading)
            end(nullptr);
    }
}

// Was the last time that the peer read something before this?
bool client::is_late(event_loop::clock::time_point limit) const noexcept {
    return stream_.is_stalled() && stalled_since_ < limit;
}

void client::wait_for(interest wanted) noexcept {
    const bool was_writing = interest_ == interest::both || interest_ == interest::writable;
    if (stream_.is_stalled() && !was_writing)
        stalled_since_ = event_loop::clock::now();
    if (wanted == interest_)
        return;
    interest_ = wanted;
    if (auto changed = server_.loop_.change(stream_.descriptor(), wanted, *this); !changed)
        end(&changed.error());
}

void client::touch() noexcept {
    if (touched_)
        return;
    touched_ = true;
    server_.touched_.push_back(id_);
    server_.loop_.hurry();
}

result<void> client::answer(result<void> queued) noexcept {
    if (queued)
        touch();
    else if (stream_.is_shut_down())
        end(&queued.error());
    return queued;
}

void client::finish() noexcept {
    if (state_ != state::open)
        return;
    state_ = state::finishing;
    wait_for(stream_.is_stalled() ? interest::writable : interest::none);
    touch();
}

void client::disconnect() noexcept {
    end(nullptr);
}

void client::end(const error* reason) noexcept {
    if (state_ == state::ended)
        return;
    state_ = state::ended;
    if (reason != nullptr)
        reason_.reset(new (std::nothrow) error(*reason));
    server_.loop_.forget(stream_.descriptor(), *this);
    stream_.shut_down();
    server_.ended_.push_back(id_);
    server_.loop_.hurry();
}

} // namespace banos::ipc
