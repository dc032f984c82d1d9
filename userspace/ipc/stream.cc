// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include <banos/ipc/stream.hpp>

#include <cerrno>

#include <sys/socket.h>

namespace banos::ipc {

// Of a stream on which nothing can be sent now.
result<flush_status> stream::nothing_sent() const noexcept {
    if (shut_down_)
        return aborted();
    return flush_status::socket_full;
}

// A peer that caught up may have touched all of its buffer, which others can use.
result<flush_status> stream::writable() noexcept {
    stalled_ = false;
    auto status = flush();
    queue_.release();
    return status;
}

// How many bytes came, or end_of_stream.
result<std::size_t> stream::read_into(receive_buffer& buffer) noexcept {
    if (shut_down_)
        return end_of_stream;
    const std::span<std::byte> room = reader_.begin(buffer);
    auto* descriptors = options_.accepts_descriptors ? &reader_.descriptors() : nullptr;
    const std::ptrdiff_t answer = options_.calls->receive(descriptor(), room, descriptors);
    if (answer == 0)
        return end_of_stream;
    if (answer < 0 && answer != -EAGAIN)
        return error(static_cast<int>(-answer));
    const std::size_t size = answer > 0 ? static_cast<std::size_t>(answer) : 0;
    reader_.received(size);
    return size;
}

void stream::shut_down() noexcept {
    shut_down_ = true;
    queue_ = send_queue();
    ::shutdown(descriptor(), SHUT_RDWR);
}

} // namespace banos::ipc
