// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// The body of the loops of loops.hpp, for a way to copy matches.
//
// A turn is three literals, or up to two and a match, before which may be one more
// literal in the same entry. Its bits, of at least 56 (refilled after two literals):
//
//   a literal of the first level      11
//   a length, with a literal before   11 + 5
//   a distance                        15 + 13
//
// The entry for the next turn is looked up before the bits are refilled, since
// nothing else waits for these. It may: 64 bits are valid after refill(), and what
// takes more than 53 refills in between.
#ifndef BANOS_INFLATE_LOOP_BODY_HPP
#define BANOS_INFLATE_LOOP_BODY_HPP

#include <stddef.h>
#include <stdint.h>

#include "loops.hpp"

namespace banos::inflate::detail {

namespace {

#define BANOS_ALWAYS_INLINE inline __attribute__((always_inline))

constexpr uint32_t special_from = uint32_t{3} << 30;
constexpr uint32_t lengths_from = uint32_t{1} << 30;
constexpr uint32_t end_of_block_from = special_from | uint32_t{1} << 28;

BANOS_ALWAYS_INLINE uint64_t load64(const uint8_t* from) {
    uint64_t value;
    __builtin_memcpy(&value, from, sizeof value);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    value = __builtin_bswap64(value);
#endif
    return value;
}

// Only the low 6 bits of held count here: what is subtracted are whole entries.
struct bits {
    const uint8_t* next;
    uint64_t hold;
    unsigned held;

    BANOS_ALWAYS_INLINE void refill() {
        hold |= load64(next) << (held & 63);
        next += 7;
        next -= held >> 3 & 7;
        held |= 56;
    }
    BANOS_ALWAYS_INLINE void drop(uint32_t entry) {
        hold >>= entry & 63;
        held -= entry;
    }
};

BANOS_ALWAYS_INLINE uint32_t find_literal(const tables& codes, uint64_t hold) {
    return codes.literals[hold & ((1 << literal_table_bits) - 1)];
}

template<typename machine>
BANOS_ALWAYS_INLINE void decode(loop_state& state) {
    bits in = {state.in, state.hold, state.held};
    uint8_t* out = state.out;
    size_t length = 0;
    const uint8_t* const in_stop = state.in_end - loop_input;
    const tables& codes = *state.codes;

    in.refill();
    uint32_t entry = find_literal(codes, in.hold);
    while (in.next <= in_stop && out < state.out_stop) {
        if (entry < lengths_from) {
            in.drop(entry);
            *out++ = uint8_t(entry >> 8);
            entry = find_literal(codes, in.hold);
            if (entry < lengths_from) {
                in.drop(entry);
                *out++ = uint8_t(entry >> 8);
                entry = find_literal(codes, in.hold);
                if (entry < lengths_from) {
                    in.drop(entry);
                    *out++ = uint8_t(entry >> 8);
                    entry = find_literal(codes, in.hold);
                    in.refill();
                    continue;
                }
                in.refill();
                if (in.next > in_stop)
                    break;
            }
        }

        if (entry >= special_from) [[unlikely]] {
            if (entry >= end_of_block_from)
                break;
            if ((in.held & 63) < 56) {
                in.refill();
                continue;
            }
            entry = codes.literals[(entry >> 8 & 0xffff) +
                                   machine::low(in.hold >> literal_table_bits, entry >> 24 & 15)];
            if (entry < lengths_from) {
                in.drop(entry);
                *out++ = uint8_t(entry >> 8);
                in.refill();
                entry = find_literal(codes, in.hold);
                continue;
            }
            if (entry >= special_from)
                break;
        }

        length = 3 + uint8_t(entry >> 16) + (machine::low(in.hold, entry) >> (entry >> 24 & 63));
        in.drop(entry);
        *out = uint8_t(entry >> 8);
        out += entry >> 31;

        entry = codes.distances[uint8_t(in.hold)];
        if (int32_t(entry) < 0) [[unlikely]] {
            if ((entry >> 14 & 3) != 0)
                break;
            entry = codes.distances[(entry >> 16 & 0x7fff) +
                                    machine::low(in.hold >> distance_table_bits, entry >> 8 & 63)];
            if (int32_t(entry) < 0)
                break;
            in.refill();
            if (in.next > in_stop)
                break;
        }
        size_t distance = (entry >> 16) + (machine::low(in.hold, entry) >> (entry >> 8 & 63));
        const uint8_t* from = out - distance;
        if (from < state.floor) [[unlikely]]
            break;
        if (length <= distance && length <= machine::at_once) [[likely]] {
            in.drop(entry);
            entry = find_literal(codes, in.hold);
            in.refill();
            machine::once(out, from);
            out += length;
            length = 0;
            continue;
        }
        if (length + machine::at_once > size_t(state.out_end - out))
            break;
        in.drop(entry);
        entry = find_literal(codes, in.hold);
        in.refill();
        machine::many(out, distance, length);
        out += length;
        length = 0;
    }

    state.in = in.next;
    state.hold = in.hold;
    state.held = in.held & 63;
    state.out = out;
    state.length = unsigned(length);
}

} // namespace

} // namespace banos::inflate::detail

#endif
