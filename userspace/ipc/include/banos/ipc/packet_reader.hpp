// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Bytes as they come, cut into packets. Since 0.9.
//
// Many readers share one receive_buffer: between two reads a reader keeps nothing but the
// beginning of a packet that is not complete, and the descriptors that came with it.
//
// Nothing here throws or blocks. A reader, and a buffer, is used by one thread at a time.
#ifndef BANOS_IPC_PACKET_READER_HPP
#define BANOS_IPC_PACKET_READER_HPP

#include <banos/file_descriptor.hpp>
#include <banos/ipc/decode.hpp>
#include <banos/ipc/packet.hpp>
#include <banos/result.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <vector>

namespace banos::ipc {

// Room for an incomplete packet, and for as much again as any packet has: 128 KiB, the buffer's
// own, of which nothing is valid from one read to the next.
class receive_buffer {
  public:
    static constexpr std::size_t size_bytes = 2 * largest_packet_bytes;

    // Throws std::bad_alloc.
    receive_buffer() : storage_(std::make_unique_for_overwrite<storage>()) {}

    // All of it; begins at a multiple of 8.
    std::span<std::byte> bytes() noexcept { return storage_->bytes; }

  private:
    struct alignas(packet_alignment) storage {
        std::array<std::byte, size_bytes> bytes;
    };
    std::unique_ptr<storage> storage_;
};

// A packet that came. It and what looks into it is valid while it is handled.
struct received_packet {
    std::uint16_t type = 0;
    std::span<const std::byte> bytes = {};       // with the header
    std::span<file_descriptor> descriptors = {}; // closed unless moved away

    // What decode() answers.
    template<packet T>
    [[nodiscard]] result<T> as() const noexcept {
        if constexpr (detail::is_flat<T>) {
            if (type == T::packet_type && bytes.size() == sizeof(packet_header) + sizeof(T)) {
                T value;
                std::memcpy(&value, bytes.data() + sizeof(packet_header), sizeof(T));
                return value;
            }
        }
        return decode<T>(bytes);
    }
};

class packet_reader {
  public:
    // Begins a read: what is incomplete comes to the front of the buffer. Answers the room
    // behind it, into which bytes may be received; it is never empty.
    std::span<std::byte> begin(receive_buffer& buffer) noexcept {
        const std::span<std::byte> all = buffer.bytes();
        if (!kept_.empty())
            return begin_with_kept(all);
        unread_ = all.first(0);
        return all;
    }

    // Where the descriptors go that come with the bytes: at the end. They are the reader's, which
    // closes them with their packet, or when it is destroyed.
    std::vector<file_descriptor>& descriptors() noexcept { return descriptors_; }

    // So many bytes came, to where begin() said; 0 is fine.
    void received(std::size_t size) noexcept { unread_ = {unread_.data(), unread_.size() + size}; }

    // Hands each complete packet to handle(received_packet&), until it answers false; in any
    // case finish() has to be called then. What it may not do is to use this reader.
    template<typename function>
    inline void for_each(function&& handle) noexcept {
        std::span<const std::byte> unread = unread_; // in registers, whatever handle() does
        std::size_t size = sizeof(packet_header);    // of the packet before; first, of the least
        std::size_t taken = padded(size);
        packet_header header;
        while (unread.size() >= sizeof(header)) {
            std::memcpy(&header, unread.data(), sizeof(header));
            if (header.size != size) { // mostly not: where the next begins is known at once
                if (!is_possible(header.size))
                    break;
                size = header.size;
                taken = padded(size);
            }
            if (taken > unread.size() || header.descriptors > descriptors_.size())
                break;
            received_packet packet = {header.type, unread.first(size),
                                      std::span(descriptors_).first(header.descriptors)};
            unread = unread.subspan(taken);
            const bool more = handle(packet);
            if (header.descriptors != 0)
                drop_descriptors(header.descriptors);
            if (!more)
                break;
        }
        unread_ = unread;
    }

    // Ends a read: keeps what is incomplete, and the buffer is free for others. Errors:
    // EBADMSG, EMSGSIZE, a packet of impossible size; EBADF, descriptors that no packet claims,
    // or the other way round; ENOMEM. After an error nobody knows where the next packet
    // begins, and the connection has to end.
    result<void> finish() noexcept {
        if (unread_.empty() && descriptors_.empty() && kept_.empty())
            return {};
        return keep_rest();
    }

    // Bytes of the incomplete packet.
    [[nodiscard]] std::size_t kept_bytes() const noexcept { return kept_.size(); }

  private:
    std::span<std::byte> begin_with_kept(std::span<std::byte> all) noexcept;
    result<void> keep_rest() noexcept;
    static std::size_t padded(std::size_t size) noexcept {
        return detail::align_up(size, packet_alignment);
    }
    static bool is_possible(std::size_t size) noexcept {
        return size >= sizeof(packet_header) && size <= largest_packet_bytes;
    }
    void drop_descriptors(std::size_t count) noexcept {
        descriptors_.erase(descriptors_.begin(),
                           descriptors_.begin() + static_cast<std::ptrdiff_t>(count));
    }
    std::vector<std::byte> kept_;
    std::span<const std::byte> unread_;
    std::vector<file_descriptor> descriptors_; // that came, and belong to no packet yet
};

} // namespace banos::ipc

#endif
