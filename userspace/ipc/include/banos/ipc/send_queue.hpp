// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Packets that wait to be sent to one peer: whole packets, one behind the other, in a buffer
// of 64 KiB that is made when the first one comes. Since 0.9.
//
// A packet is queued whole or refused whole. One that was begun is sent to its end before
// anything else. Descriptors leave with the first byte of the packet that bears them, which
// is the first of its sendmsg; then they are closed here, so none is sent twice.
//
// Nothing here throws or blocks. A queue is used by one thread at a time.
#ifndef BANOS_IPC_SEND_QUEUE_HPP
#define BANOS_IPC_SEND_QUEUE_HPP

#include <banos/file_descriptor.hpp>
#include <banos/ipc/encode.hpp>
#include <banos/ipc/packet.hpp>
#include <banos/ipc/socket_calls.hpp>
#include <banos/result.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace banos::ipc {

// What became of the packets that waited.
enum class flush_status {
    all_sent,
    socket_full,      // go on when the socket is writable
    kernel_exhausted, // go on some time later: being writable does not help
};

class send_queue {
  public:
    static constexpr std::size_t capacity_bytes = largest_packet_bytes;

    // Packets with keys that may wait at the same time.
    static constexpr std::size_t most_keys = 64;

    // Adds a packet. The descriptors become the queue's if it succeeds, else they stay the
    // caller's. Errors: EMSGSIZE, the packet is larger than any may be; ENOBUFS, there is no
    // room for it now; ETOOMANYREFS, more than 64 descriptors would wait; ENOMEM.
    template<packet T>
    result<void> push(const T& value, std::span<file_descriptor> descriptors = {}) noexcept {
        const std::size_t size = encoded_size(value);
        if (descriptors.empty() && has_room_behind(size)) {
            encode(value, extend(size));
            return {};
        }
        return push_anyhow(value, size, descriptors);
    }

    // The same, and in place of one of this type and key that waits and was not begun: as if
    // that one had never been queued. If the new one is refused, the old one stays. ENOBUFS,
    // too, if 64 packets with other keys wait.
    template<packet T>
    result<void> push_latest(std::uint64_t key, const T& value) noexcept {
        auto room = append_latest(encoded_size(value), {key, T::packet_type});
        if (!room)
            return std::move(room).error();
        encode(value, *room);
        return {};
    }

    // Sends what waits: one call for all packets, and one more for each that bears
    // descriptors. Stops at the first call that takes less than it was given. Errors:
    // those of sendmsg(2), mostly EPIPE and ECONNRESET; the peer is gone then.
    result<flush_status> flush(socket_calls& calls, int socket) noexcept;

    // What waits, with the rest of a packet of which some was sent.
    [[nodiscard]] bool empty() const noexcept { return head_ == tail_; }
    [[nodiscard]] std::size_t size_bytes() const noexcept { return tail_ - head_; }

    // Gives the buffer back, if nothing waits; the next packet makes another.
    void release() noexcept;

  private:
    struct coalescing_key {
        std::uint64_t key;
        std::uint16_t type;

        bool operator==(const coalescing_key&) const = default;
    };
    // Positions count the bytes of the stream since its beginning.
    struct keyed_packet {
        coalescing_key key;
        std::uint64_t position;
    };
    struct bearing_packet {
        std::uint64_t position;
        std::size_t descriptors;
    };
    using packet_bytes = std::span<std::byte>;

    // Where the first packet, the last, and those with descriptors go. Out of line: push() is
    // to be small where it is used.
    template<packet T>
    [[gnu::noinline]] result<void> push_anyhow(const T& value, std::size_t size,
                                               std::span<file_descriptor> descriptors) noexcept {
        auto room = append(size, descriptors);
        if (!room)
            return std::move(room).error();
        encode(value, *room, descriptors.size());
        return {};
    }

    result<packet_bytes> append(std::size_t size, std::span<file_descriptor> descriptors) noexcept;
    result<packet_bytes> append_latest(std::size_t size, coalescing_key key) noexcept;
    [[nodiscard]] std::optional<error> refusal(std::size_t size, std::size_t available,
                                               std::size_t descriptors) const noexcept;
    bool make_buffer() noexcept;
    static std::size_t padded(std::size_t size) noexcept {
        return detail::align_up(size, packet_alignment);
    }
    // Without a look at anything else: most packets need no more.
    [[nodiscard]] bool has_room_behind(std::size_t size) const noexcept {
        return buffer_ && size <= capacity_bytes && tail_ + padded(size) <= capacity_bytes;
    }
    // A packet more at the end, whose padding is written already.
    packet_bytes extend(std::size_t size) noexcept {
        std::byte* packet = buffer_.get() + tail_;
        constexpr std::uint64_t zeros = 0;
        if (size % packet_alignment != 0)
            std::memcpy(packet + padded(size) - sizeof(zeros), &zeros, sizeof(zeros));
        tail_ += padded(size);
        return {packet, size};
    }
    packet_bytes make_room(std::size_t size) noexcept;
    [[nodiscard]] std::uint64_t end() const noexcept { return begin_ + size_bytes(); }
    [[nodiscard]] std::byte* at(std::uint64_t position) const noexcept {
        return buffer_.get() + head_ + (position - begin_);
    }
    [[nodiscard]] std::size_t padded_size_at(std::uint64_t position) const noexcept;
    std::vector<keyed_packet>::iterator find_waiting(coalescing_key key) noexcept;
    void remove(std::vector<keyed_packet>::iterator packet) noexcept;
    [[nodiscard]] packet_bytes next_piece() const noexcept;
    [[nodiscard]] std::span<const file_descriptor> next_descriptors() const noexcept;
    void drop_sent_descriptors() noexcept;
    void sent(std::size_t size) noexcept;

    std::unique_ptr<std::byte[]> buffer_;
    std::size_t head_ = 0; // in the buffer, the first byte that was not sent
    std::size_t tail_ = 0;
    std::uint64_t begin_ = 0;             // the position of what is at head_
    std::vector<keyed_packet> keyed_;     // in the order of positions, some sent already
    std::vector<bearing_packet> bearing_; // in the order of positions
    std::vector<file_descriptor> descriptors_;
};

} // namespace banos::ipc

#endif
