// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include <banos/ipc/send_queue.hpp>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <iterator>
#include <new>

namespace banos::ipc {

namespace {

// What an errno number of sendmsg(2) says about the peer.
result<flush_status> not_sent(int number) noexcept {
    switch (number) {
    case EAGAIN:
        return flush_status::socket_full;
    case ENOBUFS:
    case ENOMEM:
    case ETOOMANYREFS:
        return flush_status::kernel_exhausted;
    default:
        return error(number);
    }
}

} // namespace

// What is wrong with a packet of this size, if there is anything.
std::optional<error> send_queue::refusal(std::size_t size, std::size_t available,
                                         std::size_t descriptors) const noexcept {
    if (size > largest_packet_bytes)
        return error(EMSGSIZE, "a packet has at most 65536 bytes");
    if (descriptors > most_descriptors - descriptors_.size())
        return error(ETOOMANYREFS, "at most 64 descriptors wait for one peer");
    if (padded(size) > available)
        return error(ENOBUFS, "the peer does not read what waits for it");
    return std::nullopt;
}

bool send_queue::make_buffer() noexcept {
    if (!buffer_)
        buffer_.reset(new (std::nothrow) std::byte[capacity_bytes]);
    return buffer_ != nullptr;
}

// A packet more at the end, for which there is room if what waits moves to the front.
send_queue::packet_bytes send_queue::make_room(std::size_t size) noexcept {
    if (!has_room_behind(size)) {
        std::memmove(buffer_.get(), buffer_.get() + head_, size_bytes());
        tail_ = size_bytes();
        head_ = 0;
    }
    return extend(size);
}

result<send_queue::packet_bytes>
send_queue::append(std::size_t size, std::span<file_descriptor> descriptors) noexcept {
    if (auto refused = refusal(size, capacity_bytes - size_bytes(), descriptors.size()))
        return *std::move(refused);
    if (!make_buffer())
        return error(ENOMEM);
    if (descriptors.empty())
        return make_room(size);
    try {
        descriptors_.reserve(descriptors_.size() + descriptors.size());
        bearing_.push_back({end(), descriptors.size()});
    } catch (const std::bad_alloc&) {
        return error(ENOMEM);
    }
    std::move(descriptors.begin(), descriptors.end(), std::back_inserter(descriptors_));
    return make_room(size);
}

result<send_queue::packet_bytes> send_queue::append_latest(std::size_t size,
                                                           coalescing_key key) noexcept {
    const auto older = find_waiting(key);
    const bool replaces = older != keyed_.end();
    const std::size_t freed = replaces ? padded_size_at(older->position) : 0;
    if (auto refused = refusal(size, capacity_bytes - size_bytes() + freed, 0))
        return *std::move(refused);
    if (!replaces && keyed_.size() == most_keys)
        return error(ENOBUFS, "packets with too many keys wait for the peer");
    if (!make_buffer())
        return error(ENOMEM);
    if (replaces)
        remove(older); // leaves room in keyed_, too
    try {
        keyed_.push_back({key, end()});
    } catch (const std::bad_alloc&) {
        return error(ENOMEM);
    }
    return make_room(size);
}

std::size_t send_queue::padded_size_at(std::uint64_t position) const noexcept {
    packet_header header;
    std::memcpy(&header, at(position), sizeof(header));
    return padded(header.size);
}

// The packet with this key of which nothing was sent.
std::vector<send_queue::keyed_packet>::iterator
send_queue::find_waiting(coalescing_key key) noexcept {
    std::erase_if(keyed_, [this](const keyed_packet& one) { return one.position < begin_; });
    return std::find_if(keyed_.begin(), keyed_.end(),
                        [&](const keyed_packet& one) { return one.key == key; });
}

void send_queue::remove(std::vector<keyed_packet>::iterator packet) noexcept {
    const std::uint64_t position = packet->position;
    const std::size_t size = padded_size_at(position);
    std::memmove(at(position), at(position + size), end() - position - size);
    tail_ -= size;
    keyed_.erase(packet);
    for (keyed_packet& one : keyed_)
        one.position -= one.position > position ? size : 0;
    for (bearing_packet& one : bearing_)
        one.position -= one.position > position ? size : 0;
}

// Up to the next packet that has to be the first of its call.
send_queue::packet_bytes send_queue::next_piece() const noexcept {
    const auto next = std::find_if(bearing_.begin(), bearing_.end(),
                                   [this](const auto& one) { return one.position > begin_; });
    const std::uint64_t until = next == bearing_.end() ? end() : next->position;
    return {at(begin_), until - begin_};
}

std::span<const file_descriptor> send_queue::next_descriptors() const noexcept {
    if (bearing_.empty() || bearing_.front().position != begin_)
        return {};
    return std::span(descriptors_).first(bearing_.front().descriptors);
}

// Descriptors leave with the first byte of their packet.
void send_queue::drop_sent_descriptors() noexcept {
    const auto gone = static_cast<std::ptrdiff_t>(next_descriptors().size());
    if (gone == 0)
        return;
    descriptors_.erase(descriptors_.begin(), descriptors_.begin() + gone);
    bearing_.erase(bearing_.begin());
}

void send_queue::sent(std::size_t size) noexcept {
    if (size != 0 && !bearing_.empty())
        drop_sent_descriptors();
    begin_ += size;
    head_ += size;
    if (empty())
        head_ = tail_ = 0;
}

result<flush_status> send_queue::flush(socket_calls& calls, int socket) noexcept {
    while (!empty()) {
        const packet_bytes piece = next_piece();
        const std::ptrdiff_t answer = calls.send(socket, piece, next_descriptors());
        if (answer < 0)
            return not_sent(static_cast<int>(-answer));
        sent(static_cast<std::size_t>(answer));
        if (static_cast<std::size_t>(answer) < piece.size())
            return flush_status::socket_full;
    }
    return flush_status::all_sent;
}

void send_queue::release() noexcept {
    if (empty())
        *this = send_queue();
}

} // namespace banos::ipc
