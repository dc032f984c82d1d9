// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// The headers of blocks, and stored blocks: RFC 1951, sections 3.2.3 to 3.2.7.
#include <algorithm>
#include <cstring>

#include "call.hpp"
#include "code.hpp"

namespace banos::inflate::detail {

outcome read_block_header(call& on) noexcept {
    if (!on.in.has(3))
        return outcome::needs_input;
    std::uint64_t start = on.bit_position();
    on.state.final_block = on.in.take(1) != 0;
    switch (on.in.take(2)) {
    case 0:
        on.in.align();
        on.state.next = step::stored_length;
        return outcome::go_on;
    case 1:
        build_fixed(on.state.code, on.state.window_bits);
        on.state.next = step::symbols_start;
        return outcome::go_on;
    case 2:
        on.state.next = step::dynamic_counts;
        return outcome::go_on;
    default:
        return fail(on, fault::block_type, start + 1);
    }
}

outcome read_stored_length(call& on) noexcept {
    if (!on.in.has(32))
        return outcome::needs_input;
    if ((on.in.peek(16) ^ on.in.peek(32) >> 16) != 0xffff)
        return fail(on, fault::stored_length, on.bit_position());
    on.state.stored_rest = on.in.take(32) & 0xffff;
    on.state.next = step::stored_start;
    return outcome::go_on;
}

outcome read_dynamic_counts(call& on) noexcept {
    if (!on.in.has(14))
        return outcome::needs_input;
    std::uint64_t start = on.bit_position();
    code& code = on.state.code;
    code.literal_count = std::uint16_t(257 + on.in.take(5));
    code.distance_count = std::uint16_t(1 + on.in.take(5));
    on.state.code_length_count = std::uint8_t(4 + on.in.take(4));
    on.state.lengths_read = 0;
    if (code.literal_count > 286 || code.distance_count > 30)
        return fail(on, fault::too_many_symbols, start);
    on.state.next = step::code_length_lengths;
    return outcome::go_on;
}

outcome read_code_length_lengths(call& on) noexcept {
    static constexpr std::uint8_t order[19] = {16, 17, 18, 0, 8,  7, 9,  6, 10, 5,
                                               11, 4,  12, 3, 13, 2, 14, 1, 15};
    state& state = on.state;
    for (; state.lengths_read < state.code_length_count; state.lengths_read++) {
        if (!on.in.has(3))
            return outcome::needs_input;
        state.code.lengths[order[state.lengths_read]] = std::uint8_t(on.in.take(3));
    }
    for (; state.lengths_read < 19; state.lengths_read++)
        state.code.lengths[order[state.lengths_read]] = 0;
    std::uint64_t start = on.bit_position() - 3U * state.code_length_count;
    if (fault problem = build_code_lengths(state.code); problem != fault::none)
        return fail(on, problem, start);
    state.lengths_read = 0;
    state.code.literal_counts = state.code.distance_counts = {};
    state.next = step::code_lengths;
    return outcome::go_on;
}

namespace {

// A code of a code length, and the extra bits of a repetition.
constexpr unsigned longest_length_bits = 7 + 7;

// How a code length is repeated.
struct repeat {
    unsigned extra_bits;
    unsigned least;
};

constexpr repeat repeat_of(unsigned symbol) noexcept {
    switch (symbol) {
    case 16:
        return {2, 3};
    case 17:
        return {3, 3};
    case 18:
        return {7, 11};
    default:
        return {0, 1};
    }
}

// From how much input on, or after how much output, a block is taken to be a long
// one. Most encoders end blocks after some 16384 symbols.
constexpr std::size_t long_input = 4096;
constexpr std::size_t long_output = 32768;

// The same length for several symbols, of which the last may be distances.
void add_lengths(code& code, unsigned first, unsigned times, unsigned length) noexcept {
    std::memset(code.lengths + first, int(length), times);
    unsigned literals =
        first < code.literal_count ? std::min(times, code.literal_count - first) : 0;
    code.literal_counts[length] = std::uint16_t(code.literal_counts[length] + literals);
    code.distance_counts[length] = std::uint16_t(code.distance_counts[length] + times - literals);
}

outcome build_tables(call& on) noexcept {
    code& code = on.state.code;
    if (code.lengths[end_symbol] == 0)
        return fail(on, fault::no_end_of_block, on.bit_position());
    bool combined = on.in.left() >= long_input || on.state.total_out >= long_output;
    if (fault problem = build_dynamic(code, on.state.window_bits, combined); problem != fault::none)
        return fail(on, problem, on.bit_position());
    on.state.next = step::symbols_start;
    return outcome::go_on;
}

} // namespace

outcome read_code_lengths(call& on) noexcept {
    code& code = on.state.code;
    unsigned total = code.literal_count + code.distance_count;
    unsigned read = on.state.lengths_read;
    bit_input in = on.in; // which no store to lengths can change
    outcome result = outcome::go_on;
    while (read < total) {
        if (in.held < longest_length_bits)
            in.refill();
        std::uint8_t e = code.code_lengths[in.hold & 127];
        unsigned symbol = e >> 3;
        unsigned bits = e & 7;
        if (symbol < 16 && in.held >= bits) {
            (read < code.literal_count ? code.literal_counts : code.distance_counts)[symbol]++;
            code.lengths[read++] = std::uint8_t(symbol);
            in.drop(bits);
            continue;
        }
        repeat how = repeat_of(symbol);
        if (in.held < bits + how.extra_bits) {
            result = outcome::needs_input;
            break;
        }
        unsigned times = how.least + unsigned(low_bits(in.hold >> bits, how.extra_bits));
        if (times > total - read || (symbol == 16 && read == 0)) {
            on.in = in;
            return fail(on, fault::length_repeat, on.bit_position());
        }
        add_lengths(code, read, times, symbol == 16 ? code.lengths[read - 1] : 0);
        read += times;
        in.drop(bits + how.extra_bits);
    }
    on.in = in;
    on.state.lengths_read = std::uint16_t(read);
    return result == outcome::go_on ? build_tables(on) : result;
}

outcome copy_stored(call& on) noexcept {
    state& state = on.state;
    // Bytes that were held before this input, or were taken too many of.
    on.in.give_back();
    for (; on.in.held != 0 && state.stored_rest != 0 && on.out.room() != 0; state.stored_rest--)
        *on.out.next++ = std::uint8_t(on.in.take(8));
    if (on.in.held == 0) {
        std::size_t bytes = std::min({std::size_t{state.stored_rest}, on.in.left(), on.out.room()});
        if (bytes != 0)
            std::memcpy(on.out.next, on.in.next, bytes);
        on.in.next += bytes;
        on.out.next += bytes;
        state.stored_rest -= std::uint32_t(bytes);
    }
    if (state.stored_rest == 0) {
        state.next = step::block_end;
        return outcome::go_on;
    }
    return on.out.room() == 0 ? outcome::needs_output : outcome::needs_input;
}

} // namespace banos::inflate::detail
