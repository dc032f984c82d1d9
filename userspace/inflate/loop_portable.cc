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

// With the byte before.
BANOS_ALWAYS_INLINE void fill(uint8_t* to, const uint8_t* end) {
    const uint64_t value = uint64_t{0x0101010101010101} * to[-1];
    do {
        for (unsigned i = 0; i < 4; i++)
            __builtin_memcpy(to + 8 * i, &value, 8);
        to += 32;
    } while (to < end);
}

struct machine {
    static constexpr size_t at_once = 32;
    static constexpr bool looks_ahead = false;

    static BANOS_ALWAYS_INLINE uint64_t low(uint64_t value, uint32_t bits) {
        return value & ((uint64_t{1} << (bits & 63)) - 1);
    }

    static BANOS_ALWAYS_INLINE uint64_t literal_index(const tables& codes, uint64_t hold) {
        return hold & codes.literal_mask;
    }

    static BANOS_ALWAYS_INLINE void once(uint8_t* to, const uint8_t* from) { move<32>(to, from); }

    static BANOS_ALWAYS_INLINE void overlapping(uint8_t* to, const uint8_t* from, size_t length) {
        const size_t distance = size_t(to - from);
        const uint8_t* end = to + length;
        if (distance >= 16)
            return move_all<16>(to, to - distance, end);
        if (distance == 1)
            return fill(to, end);
        // A multiple of a short distance does as well, once that much is there.
        size_t far = distance;
        for (; far < 8; far += distance) {
            for (size_t i = 0; i < distance; i++)
                to[i] = from[i];
            to += distance;
            from += distance;
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
