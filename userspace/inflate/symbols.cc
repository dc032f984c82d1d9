// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// The compressed data of a block, symbol by symbol with all checks. The loops of
// loops.hpp take over where there is enough input and room.
#include <algorithm>
#include <cstring>

#include "call.hpp"
#include "code.hpp"
#include "loops.hpp"

namespace banos::inflate::detail {

namespace {

// The entries of the next symbol. If fewer bits are held than an entry has, they do
// not decide it.
entry find_literal(const tables& codes, std::uint64_t hold) noexcept {
    entry e = codes.literals[hold & codes.literal_mask];
    return is_second_level(e) ? codes.literals[literal_second_index(e, hold)] : e;
}

entry find_distance(const tables& codes, std::uint64_t hold) noexcept {
    entry e = codes.distances[hold & distance_mask];
    return is_second_level_distance(e) ? codes.distances[distance_second_index(e, hold)] : e;
}

outcome put_literal(call& on, std::uint8_t literal, unsigned bits) noexcept {
    if (on.in.held < bits)
        return outcome::needs_input;
    if (on.out.room() == 0)
        return outcome::needs_output;
    on.in.drop(bits);
    *on.out.next++ = literal;
    return outcome::go_on;
}

bool reaches_too_far(const output_area& out, unsigned distance) noexcept {
    return distance > std::size_t(out.next - out.floor);
}

// Copies what is left of the match, as far as there is room.
outcome copy_match(call& on) noexcept {
    output_area& out = on.out;
    state& state = on.state;
    auto left = std::min<std::size_t>(state.match_rest, out.room());
    state.match_rest = std::uint16_t(state.match_rest - left);
    // What has been copied may be copied again, but not while it is.
    const std::uint8_t* from = out.next - state.match_distance;
    for (std::size_t now; left != 0; left -= now, out.next += now) {
        now = std::min(left, std::size_t(out.next - from));
        std::memcpy(out.next, from, now);
    }
    if (state.match_rest != 0)
        return outcome::needs_output;
    state.match_length = 0;
    return outcome::go_on;
}

// The distance that follows a length, which takes length_bits.
outcome begin_match(call& on, const tables& codes, unsigned length, unsigned length_bits) noexcept {
    std::uint64_t hold = on.in.hold >> length_bits;
    entry e = find_distance(codes, hold);
    if (on.in.held < length_bits + bits_of(e))
        return outcome::needs_input;
    std::uint64_t start = on.bit_position() + length_bits;
    if (is_special_distance(e))
        return fail(on, is_too_far(e) ? fault::distance_too_far : fault::distance_symbol, start);
    unsigned distance = distance_of(e, hold);
    if (reaches_too_far(on.out, distance))
        return fail(on, fault::distance_too_far, start);
    on.in.drop(length_bits + bits_of(e));
    on.state.match_length = on.state.match_rest = std::uint16_t(length);
    on.state.match_distance = std::uint16_t(distance);
    return copy_match(on);
}

outcome decode_symbol(call& on, const tables& codes) noexcept {
    on.in.refill();
    entry e = find_literal(codes, on.in.hold);
    if (has_literal(e)) {
        std::uint8_t literal = literal_of(e);
        return put_literal(on, literal,
                           on.state.code.combined ? on.state.code.lengths[literal] : bits_of(e));
    }
    unsigned bits = bits_of(e);
    if (on.in.held < bits)
        return outcome::needs_input;
    if (!is_special(e))
        return begin_match(on, codes, length_of(e, on.in.hold), bits);
    if (!is_end_of_block(e))
        return fail(on, fault::literal_length_symbol, on.bit_position());
    on.in.drop(bits);
    on.state.next = step::block_end;
    return outcome::go_on;
}

// What is summed at once, so that it is still in the nearest cache.
constexpr std::size_t sum_chunk = 32 * 1024;

bool can_loop(const call& on) noexcept {
    return on.in.left() >= loop_input && on.out.room() > loop_output;
}

loop_state enter_loop(const call& on, const tables& codes) noexcept {
    std::size_t unsummed = std::size_t(on.out.next - on.out.summed);
    std::size_t to_sum = sum_chunk - std::min(unsummed, sum_chunk - 1);
    std::size_t turns_end = std::min(to_sum, on.out.room() - loop_output);
    return {.in = on.in.next,
            .in_end = on.in.end,
            .hold = on.in.hold,
            .held = on.in.held,
            .out = on.out.next,
            .out_stop = on.out.next + turns_end,
            .copy_stop = on.out.end - std::min(on.out.room(), loop_overrun),
            .floor = on.out.floor,
            .codes = &codes};
}

// Decodes several symbols at once, as far as that goes, and then one alone.
outcome decode_some(call& on, const tables& codes) noexcept {
    if (!can_loop(on))
        return decode_symbol(on, codes);
    loop_state loop = enter_loop(on, codes);
    on.state.loop(loop);
    on.in.next = loop.in;
    on.in.hold = loop.hold;
    on.in.held = loop.held;
    on.out.next = loop.out;
    if (loop.out < loop.out_stop)
        return decode_symbol(on, codes);
    sum_output(on);
    return outcome::go_on;
}

} // namespace

outcome decode_symbols(call& on) noexcept {
    const tables& codes = current_tables(on.state.code);
    outcome result = copy_match(on);
    while (result == outcome::go_on && on.state.next == step::symbols)
        result = decode_some(on, codes);
    return result;
}

} // namespace banos::inflate::detail
