// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// The body of the loops of loops.hpp, for a way to copy matches.
//
// A turn is up to three literals, or up to two and a match, before which may be one
// more literal in the same entry. Its bits, of at least 56 (refilled after two
// literals):
//
//   a literal of the first level      12
//   a length, with a literal before   12 + 5
//   a distance                        15 + 13
//
// Whether an entry is a literal or a match cannot be foretold, and wrong guesses of
// that branch are most of the time that decoding takes. So where the machine can do
// more at once than there is to do, what comes next in either case is looked up
// before the branch: see prospect. For the same reason the entry behind a match is
// looked up before the bits are refilled. It may: 64 bits are valid after refill(),
// and what takes more than 53 refills in between.
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
// Of a length and a distance of the second level each.
constexpr unsigned longest_match_bits = 15 + 5 + 15 + 13;
constexpr uint32_t end_of_block_from = special_from | uint32_t{1} << 28;

BANOS_ALWAYS_INLINE uint64_t load64(const uint8_t* from) {
    uint64_t value;
    __builtin_memcpy(&value, from, sizeof value);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    value = __builtin_bswap64(value);
#endif
    return value;
}

// The compiler may neither put this off until after a branch that can be guessed
// wrong, nor compute it again from what it was made of, which would need registers.
template<typename type>
BANOS_ALWAYS_INLINE void compute_now(type& value) {
    asm volatile("" : "+r"(value));
}

// With the field of an entry from a bit on as the lowest, others above it: one
// instruction where a shift takes two, since it needs no copy of the entry.
BANOS_ALWAYS_INLINE uint32_t field(uint32_t entry, unsigned from) {
    return entry >> from | entry << (32 - from);
}

// Only the low 6 bits of held count here: what is subtracted are whole entries.
struct bits {
    const uint8_t* next;
    uint64_t hold;
    unsigned held;

    BANOS_ALWAYS_INLINE void refill() {
        hold |= load64(next) << (held & 63);
        next += ~field(held, 3) & 7;
        held |= 56;
    }
    BANOS_ALWAYS_INLINE void drop(uint32_t entry) {
        hold >>= entry & 63;
        held -= entry;
    }
};

template<typename machine>
BANOS_ALWAYS_INLINE uint32_t find_literal(const tables& codes, uint64_t hold) {
    return codes.literals[machine::literal_index(codes, hold)];
}

BANOS_ALWAYS_INLINE uint32_t find_distance(const tables& codes, uint64_t hold) {
    return codes.distances[hold & ((1 << distance_table_bits) - 1)];
}

// What is behind an entry: the rest of the bits, and the entries that come next if it
// is a literal or a length. These are looked up at once if the machine is to look
// ahead, else when asked for. Of a special entry only the rest means anything.
template<typename machine>
struct prospect {
    static constexpr bool ahead = machine::looks_ahead;

    uint64_t rest;
    uint32_t literal;
    uint32_t distance;
    uint32_t match;

    BANOS_ALWAYS_INLINE prospect(const tables& codes, uint64_t hold, uint32_t entry)
        : rest(hold >> (entry & 63)) {
        if constexpr (ahead) {
            literal = find_literal<machine>(codes, rest);
            distance = find_distance(codes, rest);
        }
    }

    // For entries that are not likely to be literals.
    BANOS_ALWAYS_INLINE void expect_match(const tables& codes) {
        if constexpr (ahead)
            match = find_literal<machine>(codes, rest >> (distance & 63));
    }

    // The next entry, behind a literal.
    BANOS_ALWAYS_INLINE uint32_t after_literal(const tables& codes) const {
        return ahead ? literal : find_literal<machine>(codes, rest);
    }
    // The entry of the distance, behind a length.
    BANOS_ALWAYS_INLINE uint32_t after_length(const tables& codes) const {
        return ahead ? distance : find_distance(codes, rest);
    }
    // The next entry, behind a length and a distance with so many bits after them.
    BANOS_ALWAYS_INLINE uint32_t after_match(const tables& codes, uint64_t hold) const {
        return ahead ? match : find_literal<machine>(codes, hold);
    }
};

template<typename machine>
BANOS_ALWAYS_INLINE uint32_t second_literal(const tables& codes, uint32_t first, uint64_t rest) {
    return codes.literals[(first >> 8 & 0xffff) + machine::low(rest, first >> 24 & 15)];
}

template<typename machine>
BANOS_ALWAYS_INLINE uint32_t second_distance(const tables& codes, uint32_t first, uint64_t hold) {
    return codes.distances[(first >> 16 & 0x7fff) +
                           machine::low(hold >> distance_table_bits, first >> 8 & 63)];
}

BANOS_ALWAYS_INLINE uint8_t literal(uint32_t entry) {
    return uint8_t(field(entry, 16));
}

template<typename machine>
BANOS_ALWAYS_INLINE size_t match_length(uint32_t entry, uint64_t hold) {
    uint32_t least = entry >> 8 & 0xff;
    compute_now(least); // by itself it is one instruction
    return least + 3 + uint32_t(machine::low(hold, entry) >> (field(entry, 24) & 63));
}

template<typename machine>
BANOS_ALWAYS_INLINE size_t match_distance(uint32_t entry, uint64_t hold) {
    return (entry >> 16) + (machine::low(hold, entry) >> (field(entry, 8) & 63));
}

// After the first part several times as much at once as most matches are long: how
// often this is repeated is hard to foretell, too.
template<typename machine>
BANOS_ALWAYS_INLINE void copy_long(uint8_t* to, const uint8_t* from, size_t length) {
    constexpr size_t part = machine::at_once;
    static_assert(3 * part <= loop_overrun);
    const uint8_t* const end = to + length;
    machine::once(to, from);
    do {
        machine::once(to + part, from + part);
        machine::once(to + 2 * part, from + 2 * part);
        machine::once(to + 3 * part, from + 3 * part);
        to += 3 * part;
        from += 3 * part;
    } while (to + part < end);
}

// A match that is longer than its distance, or than what is copied at once.
template<typename machine>
BANOS_ALWAYS_INLINE void copy_rare(uint8_t* to, const uint8_t* from, size_t length) {
    if (size_t(to - from) < machine::at_once)
        machine::overlapping(to, from, length);
    else
        copy_long<machine>(to, from, length);
}

template<typename machine>
BANOS_ALWAYS_INLINE void decode(loop_state& state) {
    using prospect = prospect<machine>;
    bits in = {state.in, state.hold, state.held};
    uint8_t* out = state.out;
    const uint8_t* const in_stop = state.in_end - loop_input;
    const tables& codes = *state.codes;

    in.refill();
    uint32_t entry = find_literal<machine>(codes, in.hold);
    while (in.next <= in_stop && out < state.out_stop) {
        prospect next(codes, in.hold, entry);
        next.expect_match(codes);
        if (entry < lengths_from) {
            in.drop(entry);
            *out++ = literal(entry);
            entry = next.after_literal(codes);
            next = prospect(codes, in.hold, entry);
            if (entry < lengths_from) {
                in.drop(entry);
                *out++ = literal(entry);
                entry = next.after_literal(codes);
                if (entry < lengths_from) {
                    in.drop(entry);
                    *out++ = literal(entry);
                    entry = find_literal<machine>(codes, in.hold);
                    in.refill();
                    continue;
                }
                in.refill();
                if (in.next > in_stop)
                    break;
                next = prospect(codes, in.hold, entry);
            }
            next.expect_match(codes);
        }

        if (entry >= special_from) [[unlikely]] {
            if (entry >= end_of_block_from)
                break;
            if ((in.held & 63) < longest_match_bits) {
                in.refill();
                continue;
            }
            entry = second_literal<machine>(codes, entry, next.rest);
            if (entry >= special_from)
                break;
            if (entry < lengths_from) {
                in.drop(entry);
                *out++ = literal(entry);
                entry = find_literal<machine>(codes, in.hold);
                in.refill();
                continue;
            }
            next = prospect(codes, in.hold, entry);
            next.expect_match(codes);
        }

        uint32_t far = next.after_length(codes);
        if (int32_t(far) < 0) [[unlikely]] {
            if ((far >> 14 & 3) != 0)
                break;
            if ((in.held & 63) < longest_match_bits) {
                in.refill();
                continue;
            }
            far = second_distance<machine>(codes, far, next.rest);
            if (int32_t(far) < 0)
                break;
            next.distance = far;
            next.expect_match(codes);
        }

        size_t length = match_length<machine>(entry, in.hold);
        const size_t distance = match_distance<machine>(far, next.rest);
        *out = literal(entry);
        uint8_t* to = out + (entry >> 31);
        const uint8_t* from = to - distance;
        if (from < state.floor) [[unlikely]]
            break;
        auto is_long = [&] {
            compute_now(length); // else gcc compares with the minimum of both
            return length > machine::at_once;
        };
        if (length > distance || is_long()) [[unlikely]] {
            if (to + length > state.copy_stop)
                break;
            compute_now(from); // else gcc computes -distance for every match
            copy_rare<machine>(to, from, length);
        } else {
            machine::once(to, from);
        }
        out = to + length;
        in.hold = next.rest >> (far & 63);
        in.held -= entry + far;
        entry = next.after_match(codes, in.hold);
        in.refill();
    }

    state.in = in.next;
    state.hold = in.hold;
    state.held = in.held & 63;
    state.out = out;
}

} // namespace

} // namespace banos::inflate::detail

#endif
