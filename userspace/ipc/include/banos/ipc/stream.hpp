// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Packets over a connected AF_UNIX stream socket, never waiting. Since 0.9.
//
//     banos::ipc::stream peer(*std::move(socket));
//     banos::result<void> queued = peer.queue(rename_window{.window = 3, .title = "new"});
//     if (!queued && queued.error().number() == ENOBUFS)
//         ...                        // the peer does not read; no packet is lost but this one
//     banos::result<banos::ipc::flush_status> flushed = peer.flush();
//
//     banos::ipc::receive_buffer buffer;                   // one for many streams
//     auto read = peer.receive(buffer, [](banos::ipc::received_packet& packet) {
//         if (packet.type == rename_window::packet_type)
//             use(packet.as<rename_window>());
//     });
//
// A peer that does not read costs its own 64 KiB and nothing else: packets are refused, or
// replaced by their key (queue_latest()), or the peer is cut off when as many in a row as
// stream_options says were refused. Nothing is sent to it until writable() is called.
//
// Nothing here blocks or throws. A stream is used by one thread at a time.
#ifndef BANOS_IPC_STREAM_HPP
#define BANOS_IPC_STREAM_HPP

#include <banos/file_descriptor.hpp>
#include <banos/ipc/packet_reader.hpp>
#include <banos/ipc/send_queue.hpp>
#include <banos/ipc/socket_calls.hpp>
#include <banos/result.hpp>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

namespace banos::ipc {

enum class read_status {
    open,  // whatever had come was read
    ended, // the peer sends no more
};

struct stream_options {
    // A peer for which so many packets in a row found no room is cut off; 0: none is.
    std::uint32_t refusals_until_shutdown = 0;
    // Whether the peer may send descriptors. Reading is faster if not.
    bool accepts_descriptors = true;
    // Outlives the stream.
    socket_calls* calls = &system_calls();
};

class stream {
  public:
    // Takes a connected socket of type SOCK_STREAM; whether it blocks does not matter.
    explicit stream(file_descriptor socket, const stream_options& options = {}) noexcept
        : socket_(std::move(socket)), options_(options) {}

    // For poll(2) and its kin; it stays the stream's.
    [[nodiscard]] int descriptor() const noexcept { return socket_.number(); }

    // Adds a packet to those that wait: errors are those of send_queue::push(), and
    // ECONNABORTED after shut_down(). Nothing is sent before flush().
    template<packet T>
    result<void> queue(const T& value, std::span<file_descriptor> descriptors = {}) noexcept {
        if (shut_down_)
            return aborted();
        auto queued = queue_.push(value, descriptors);
        count_refusal(queued);
        return queued;
    }

    // The same, in place of a packet of this type and key that waits; see
    // send_queue::push_latest(). "The latest geometry" of a window has the window as key.
    template<packet T>
    result<void> queue_latest(std::uint64_t key, const T& value) noexcept {
        if (shut_down_)
            return aborted();
        auto queued = queue_.push_latest(key, value);
        count_refusal(queued);
        return queued;
    }

    // Sends what waits; socket_full, without a system call, as long as the socket was full
    // and writable() was not called. Errors: those of sendmsg(2); the peer is gone.
    result<flush_status> flush() noexcept {
        if (shut_down_ || stalled_)
            return nothing_sent();
        auto status = queue_.flush(*options_.calls, descriptor());
        stalled_ = status && *status == flush_status::socket_full;
        return status;
    }

    // A packet, at once if nothing waits: one system call. Errors: those of queue() and flush().
    template<packet T>
    result<flush_status> send(const T& value,
                              std::span<file_descriptor> descriptors = {}) noexcept {
        if (auto queued = queue(value, descriptors); !queued)
            return queued.error();
        return flush();
    }

    // The socket is writable again: sends on, and gives the buffer back if nothing waits any
    // more. Answers what flush() does.
    result<flush_status> writable() noexcept;

    // True if flush() waits for the socket.
    [[nodiscard]] bool is_stalled() const noexcept { return stalled_; }
    // At most 64 KiB.
    [[nodiscard]] std::size_t waiting_bytes() const noexcept { return queue_.size_bytes(); }

    // Reads once, and hands each packet that is complete to handle(received_packet&), which
    // may do anything with this stream but receive() and destroying it, and must not throw.
    // Answers open, too, if nothing had come. Errors: those of recvmsg(2), and those of
    // packet_reader::finish(), which a peer causes that speaks something else.
    template<typename function>
    result<read_status> receive(receive_buffer& buffer, function&& handle) noexcept {
        const auto size = read_into(buffer);
        if (!size)
            return size.error();
        if (*size == end_of_stream)
            return read_status::ended;
        return hand_over(handle);
    }

    // Ends the connection both ways, at once: what waits is dropped, and both sides read the
    // end. For a peer that is not wanted any more.
    void shut_down() noexcept;
    [[nodiscard]] bool is_shut_down() const noexcept { return shut_down_; }

  private:
    static constexpr std::size_t end_of_stream = SIZE_MAX;

    static error aborted() noexcept { return {ECONNABORTED, "the connection was shut down"}; }

    [[nodiscard]] result<flush_status> nothing_sent() const noexcept;
    result<std::size_t> read_into(receive_buffer& buffer) noexcept;
    // Too many in a row are the peer's end.
    void count_refusal(const result<void>& queued) noexcept {
        if (queued)
            refusals_ = 0;
        else if (queued.error().number() == ENOBUFS &&
                 ++refusals_ == options_.refusals_until_shutdown)
            shut_down();
    }

    template<typename function>
    result<read_status> hand_over(function& handle) noexcept {
        reader_.for_each([&](received_packet& packet) {
            handle(packet);
            return !shut_down_;
        });
        if (shut_down_)
            return read_status::ended;
        if (auto rest = reader_.finish(); !rest)
            return std::move(rest).error();
        return read_status::open;
    }

    file_descriptor socket_;
    stream_options options_;
    send_queue queue_;
    packet_reader reader_;
    std::uint32_t refusals_ = 0;
    bool stalled_ = false;
    bool shut_down_ = false;
};

} // namespace banos::ipc

#endif
