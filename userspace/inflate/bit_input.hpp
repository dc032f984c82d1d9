// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// The input as a sequence of bits, the least significant bit of each byte first.
#ifndef BANOS_INFLATE_BIT_INPUT_HPP
#define BANOS_INFLATE_BIT_INPUT_HPP

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "entry.hpp"

namespace banos::inflate::detail {

// Eight bytes as a number whose lowest byte is the first.
inline std::uint64_t load_le64(const std::uint8_t* from) noexcept {
    std::uint64_t value;
    std::memcpy(&value, from, sizeof value);
    if constexpr (std::endian::native == std::endian::big)
        value = __builtin_bswap64(value);
    return value;
}

// The next held bits of the input are the lowest of hold. Above them may be bits
// of the input that come later, as the same bytes will give them again.
struct bit_input {
    const std::uint8_t* begin;
    const std::uint8_t* next;
    const std::uint8_t* end;
    std::uint64_t hold;
    unsigned held;

    [[nodiscard]] std::size_t left() const noexcept { return std::size_t(end - next); }

    // Holds at least 56 bits, or all that there are.
    void refill() noexcept {
        if (left() >= 8) {
            hold |= load_le64(next) << held;
            next += (63 - held) >> 3;
            held |= 56;
            return;
        }
        hold = low_bits(hold, held);
        for (; held <= 55 && next != end; held += 8)
            hold |= std::uint64_t{*next++} << held;
    }

    // Whether so many bits, at most 56, can be had.
    [[nodiscard]] bool has(unsigned bits) noexcept {
        if (held < bits)
            refill();
        return held >= bits;
    }

    [[nodiscard]] std::uint32_t peek(unsigned bits) const noexcept {
        return std::uint32_t(low_bits(hold, bits));
    }
    void drop(unsigned bits) noexcept {
        hold >>= bits;
        held -= bits;
    }
    std::uint32_t take(unsigned bits) noexcept {
        std::uint32_t value = peek(bits);
        drop(bits);
        return value;
    }
    void align() noexcept { drop(held % 8); }

    // Gives whole bytes back to the input that they came from, so that next
    // points to the first byte of which no bit is used.
    void give_back() noexcept {
        auto bytes = unsigned(std::min<std::size_t>(held / 8, std::size_t(next - begin)));
        next -= bytes;
        held -= 8 * bytes;
        hold = low_bits(hold, held);
    }
};

} // namespace banos::inflate::detail

#endif
