// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// What one peer gets, byte by byte, parsed by nothing of the library: packets that are
// numbered have to come whole and in order, without a byte between them that does not belong.
#ifndef BANOS_UNIT_IPC_RAW_STREAM_HPP
#define BANOS_UNIT_IPC_RAW_STREAM_HPP

#include <banos/file_descriptor.hpp>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <vector>

#include <sys/socket.h>

namespace banos::test {

// A packet that says which it is; its filler follows from that.
struct numbered {
    static constexpr std::uint16_t packet_type = 20;

    std::uint32_t number = 0;
    std::string filler;
};

inline numbered make_numbered(std::uint32_t number, std::size_t size) {
    return {number, std::string(size, char('a' + number % 26))};
}

// Takes bytes in pieces of any size; problem() says what was wrong first.
class raw_stream {
  public:
    void take(std::span<const std::byte> bytes) {
        pending_.insert(pending_.end(), bytes.begin(), bytes.end());
        std::size_t done = 0;
        while (problem_.empty()) {
            const std::size_t size = take_packet(std::span(pending_).subspan(done));
            if (size == 0)
                break;
            done += size;
        }
        pending_.erase(pending_.begin(), pending_.begin() + std::ptrdiff_t(done));
    }

    // Reads all that is there now; false at the end.
    bool read_from(int socket) {
        std::byte bytes[32768];
        for (;;) {
            const ssize_t size = ::recv(socket, bytes, sizeof(bytes), MSG_DONTWAIT);
            if (size <= 0)
                return size < 0 && errno == EAGAIN;
            take({bytes, std::size_t(size)});
        }
    }

    [[nodiscard]] std::uint32_t packets() const { return next_; }
    [[nodiscard]] std::size_t incomplete_bytes() const { return pending_.size(); }
    [[nodiscard]] const std::string& problem() const { return problem_; }

  private:
    static std::uint32_t word(std::span<const std::byte> bytes, std::size_t at) {
        std::uint32_t value = 0;
        std::memcpy(&value, bytes.data() + at, 4);
        return value;
    }

    // The bytes of the packet at the front, or 0 if not all are there.
    std::size_t take_packet(std::span<const std::byte> bytes) {
        if (bytes.size() < 16)
            return 0;
        const std::size_t size = word(bytes, 0);
        if (size < 16 || size > 65536 || word(bytes, 4) != numbered::packet_type)
            return complain("no header where one should be");
        if (bytes.size() < (size + 7) / 8 * 8)
            return 0;
        if (word(bytes, 8) != next_)
            return complain("number " + std::to_string(word(bytes, 8)));
        if (word(bytes, 12) != size - 16)
            return complain("another length");
        const auto filler = std::byte('a' + next_ % 26);
        const auto is_filler = [filler](std::byte byte) { return byte == filler; };
        const auto is_zero = [](std::byte byte) { return byte == std::byte{0}; };
        const auto padding = bytes.subspan(size, (size + 7) / 8 * 8 - size);
        if (!std::ranges::all_of(bytes.subspan(16, size - 16), is_filler) ||
            !std::ranges::all_of(padding, is_zero))
            return complain("other bytes");
        next_++;
        return (size + 7) / 8 * 8;
    }

    std::size_t complain(const std::string& what) {
        problem_ = what + " instead of packet " + std::to_string(next_);
        return 0;
    }

    std::vector<std::byte> pending_;
    std::uint32_t next_ = 0;
    std::string problem_;
};

} // namespace banos::test

#endif
