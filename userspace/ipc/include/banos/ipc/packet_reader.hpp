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
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace banos::ipc {

// Room for an incomplete packet, and for as much again as any packet has.
class receive_buffer {
  public:
    static constexpr std::size_t size_bytes = 2 * largest_packet_bytes;

    // Throws std::bad_alloc.
    receive_buffer() : storage_(std::make_unique_for_overwrite<storage>()) {}

    std::span<std::byte> bytes() noexcept { return storage_->bytes; }

  private:
    struct alignas(packet_alignment) storage {
        std::array<std::byte, size_bytes> bytes;
    };
    std::unique_ptr<storage> storage_;
};

// A packet that came. It and what looks into it is valid until the next one is asked for.
struct received_packet {
    std::uint16_t type;
    std::span<const std::byte> bytes;       // with the header
    std::span<file_descriptor> descriptors; // closed unless moved away

    // What decode() answers.
    template<packet T>
    [[nodiscard]] result<T> as() const noexcept {
        return decode<T>(bytes);
    }
};

class packet_reader {
  public:
    // Begins a read: what is incomplete comes to the front of the buffer. Answers the room
    // behind it, into which bytes may be received; it is never empty.
    std::span<std::byte> begin(receive_buffer& buffer) noexcept;

    // Where the descriptors go that come with the bytes.
    std::vector<file_descriptor>& descriptors() noexcept { return descriptors_; }

    // So many bytes came.
    void received(std::size_t size) noexcept { unread_ = {unread_.data(), unread_.size() + size}; }

    // The next complete packet, if there is one; to be called until there is none. The
    // buffer is free for others then. Errors: EBADMSG, EMSGSIZE, a packet of impossible size;
    // EBADF, descriptors that no packet claims, or the other way round; ENOMEM. After an error
    // nobody knows where the next packet begins, and the connection has to end.
    result<std::optional<received_packet>> next() noexcept;

    // Bytes of the incomplete packet.
    [[nodiscard]] std::size_t kept_bytes() const noexcept { return kept_.size(); }

  private:
    void drop_descriptors() noexcept;
    [[nodiscard]] std::optional<packet_header> header() const noexcept;
    result<std::optional<received_packet>> finish(std::size_t claimed) noexcept;

    std::vector<std::byte> kept_;
    std::span<const std::byte> unread_;
    std::vector<file_descriptor> descriptors_; // that came, first those of `yielded_`
    std::size_t yielded_ = 0;                  // descriptors of the packet before
};

} // namespace banos::ipc

#endif
