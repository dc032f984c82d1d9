// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "loop_body.hpp"

namespace banos::inflate::detail {

namespace {

template<size_t size>
BANOS_ALWAYS_INLINE void move(uint8_t* to, const uint8_t* from) {
    struct block {
        uint8_t bytes[size];
    } value;
    __builtin_memcpy(&value, from, size);
    __builtin_memcpy(to, &value, size);
}

template<size_t size>
BANOS_ALWAYS_INLINE void move_all(uint8_t* to, const uint8_t* from, const uint8_t* end) {
    do {
        move<size>(to, from);
        to += size;
        from += size;
    } while (to < end);
}

struct machine {
    static constexpr size_t at_once = 32;

    static BANOS_ALWAYS_INLINE uint64_t low(uint64_t value, uint32_t bits) {
        return value & ((uint64_t{1} << (bits & 63)) - 1);
    }

    static BANOS_ALWAYS_INLINE void once(uint8_t* to, const uint8_t* from) { move<32>(to, from); }

    static BANOS_ALWAYS_INLINE void overlapping(uint8_t* to, const uint8_t* from, size_t length) {
        const size_t distance = size_t(to - from);
        const uint8_t* end = to + length;
        if (distance >= 16)
            return move_all<16>(to, to - distance, end);
        // A multiple of a short distance does as well, once that much is there.
        size_t far = distance;
        for (; far < 8; far += distance) {
            for (size_t i = 0; i < distance; i++)
                to[i] = to[i - distance];
            to += distance;
        }
        if (to < end)
            move_all<8>(to, to - far, end);
    }
};

} // namespace

void decode_portable(loop_state& state) noexcept {
    decode<machine>(state);
}

} // namespace banos::inflate::detail
