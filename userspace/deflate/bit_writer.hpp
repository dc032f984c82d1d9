// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#ifndef BANOS_DEFLATE_BIT_WRITER_HPP
#define BANOS_DEFLATE_BIT_WRITER_HPP

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace banos::deflate::detail {

// Writes bits, the first one lowest in its byte (RFC 1951, section 3.1.1), without
// looking at the room: the caller knows how many will come, and that eight bytes
// more may be written to.
class bit_writer {
  public:
    bit_writer(std::byte* to, std::uint64_t hold, unsigned held) noexcept
        : to_(to), hold_(hold), held_(held) {}

    // Up to 48 bits between two flushes.
    void put(std::uint64_t bits, unsigned count) noexcept {
        hold_ |= bits << held_;
        held_ += count;
    }

    // Leaves fewer than 8 bits held.
    void flush() noexcept {
        std::uint64_t word = hold_;
        if constexpr (std::endian::native == std::endian::big)
            word = __builtin_bswap64(word);
        std::memcpy(to_, &word, sizeof word);
        to_ += held_ / 8;
        hold_ >>= held_ & ~7u;
        held_ %= 8;
    }

    void write(std::uint64_t bits, unsigned count) noexcept {
        put(bits, count);
        flush();
    }

    // Fills the byte that was begun with zero bits.
    void align() noexcept {
        held_ = (held_ + 7) & ~7u;
        flush();
    }

    // Whole bytes; only after align().
    void copy(const std::byte* from, std::size_t count) noexcept {
        std::memcpy(to_, from, count);
        to_ += count;
    }

    [[nodiscard]] std::byte* end() const noexcept { return to_; }
    [[nodiscard]] std::uint64_t hold() const noexcept { return hold_; }
    [[nodiscard]] unsigned held() const noexcept { return held_; }

  private:
    std::byte* to_;
    std::uint64_t hold_;
    unsigned held_; // fewer than 8 after a flush
};

} // namespace banos::deflate::detail

#endif
