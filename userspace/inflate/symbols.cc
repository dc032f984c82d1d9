// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// The compressed data of a block, symbol by symbol with all checks. The loops of
// loops.hpp take over where there is enough input and room.
#include <algorithm>
#include <cstring>

#include "call.hpp"
#include "code.hpp"

namespace banos::inflate::detail {

namespace {

// The entry of the next literal or length. If fewer bits are held than the entry
// needs, they do not decide it.
entry find_literal(const table_view& table, std::uint64_t hold, unsigned& before) noexcept {
    entry e = table.entries[low_bits(hold, table.bits)];
    before = 0;
    if (is_second_level(e)) {
        before = bits_of(e);
        e = table.entries[literal_second_index(e, hold)];
    }
    return e;
}

entry find_distance(const table_view& table, std::uint64_t hold, unsigned& before) noexcept {
    entry e = table.entries[low_bits(hold, table.bits)];
    before = 0;
    if (is_second_level_distance(e)) {
        before = bits_of(e);
        e = table.entries[distance_second_index(e, hold)];
    }
    return e;
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
    return distance > std::size_t(out.next - out.floor) + out.old_size;
}

// Copies what is left of the match, as far as there is room.
outcome copy_match(call& on) noexcept {
    output_area& out = on.out;
    state& state = on.state;
    while (state.match_rest != 0 && out.room() != 0) {
        auto here = std::size_t(out.next - out.floor);
        *out.next = state.match_distance <= here ? *(out.next - state.match_distance)
                                                 : *(out.old_end - (state.match_distance - here));
        out.next++;
        state.match_rest--;
    }
    if (state.match_rest != 0)
        return outcome::needs_output;
    state.match_length = 0;
    return outcome::go_on;
}

// The distance that follows a length, which takes length_bits.
outcome begin_match(call& on, const table_view& table, unsigned length,
                    unsigned length_bits) noexcept {
    std::uint64_t hold = on.in.hold >> length_bits;
    unsigned held = on.in.held - length_bits;
    unsigned before = 0;
    entry e = find_distance(table, hold, before);
    if (is_special_distance(e) && held >= before + bits_of(e))
        return fail(on, is_too_far(e) ? fault::distance_too_far : fault::distance_symbol,
                    on.bit_position() + length_bits);
    if (held < before + bits_of(e))
        return outcome::needs_input;
    unsigned distance = distance_of(e, hold >> before);
    if (reaches_too_far(on.out, distance))
        return fail(on, fault::distance_too_far, on.bit_position() + length_bits);
    on.in.drop(length_bits + before + bits_of(e));
    on.state.match_length = on.state.match_rest = std::uint16_t(length);
    on.state.match_distance = std::uint16_t(distance);
    return copy_match(on);
}

outcome decode_symbol(call& on, const code_view& codes) noexcept {
    on.in.refill();
    unsigned before = 0;
    entry e = find_literal(codes.literals, on.in.hold, before);
    if (has_literal(e)) {
        std::uint8_t literal = first_literal(e);
        unsigned bits =
            on.state.code.combined ? on.state.code.lengths[literal] : before + bits_of(e);
        return put_literal(on, literal, bits);
    }
    unsigned bits = before + bits_of(e);
    if (on.in.held < bits)
        return outcome::needs_input;
    if (!is_special(e))
        return begin_match(on, codes.distances, length_of(e, on.in.hold >> before), bits);
    if (!is_end_of_block(e))
        return fail(on, fault::literal_length_symbol, on.bit_position());
    on.in.drop(bits);
    on.state.next = step::block_end;
    return outcome::go_on;
}

} // namespace

outcome decode_symbols(call& on) noexcept {
    code_view codes = view(on.state.code);
    outcome result = copy_match(on);
    while (result == outcome::go_on && on.state.next == step::symbols)
        result = decode_symbol(on, codes);
    return result;
}

} // namespace banos::inflate::detail
