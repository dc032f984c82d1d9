// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// The decoder: from step to step, and what is kept between calls.
#include <banos/checksum.hpp>
#include <banos/inflate.hpp>
#include <banos/instruction_set.hpp>

#include <algorithm>
#include <cstring>

#include "call.hpp"
#include "loops.hpp"

namespace banos::inflate {

namespace detail {

namespace {

std::uint32_t empty_checksum(format format) noexcept {
    return format == format::zlib ? 1 : 0;
}

decode_loop choose_loop() noexcept {
#if defined(__x86_64__)
    processor_features allowed = allowed_features();
    if (allowed.avx2 && allowed.bmi2)
        return decode_avx2;
#endif
    return decode_portable;
}

outcome pause(call& on, stop least, step after) noexcept {
    state& state = on.state;
    if (state.stop_where >= least && !state.stop_reported) {
        state.stop_reported = true;
        return outcome::stopped;
    }
    state.stop_reported = false;
    state.next = after;
    return outcome::go_on;
}

outcome take_step(call& on) noexcept {
    switch (on.state.next) {
    case step::magic:
        return read_magic(on);
    case step::gzip_method:
        return read_gzip_method(on);
    case step::gzip_time:
        return read_gzip_time(on);
    case step::gzip_extra_length:
        return read_gzip_extra_length(on);
    case step::gzip_extra:
        return read_gzip_extra(on);
    case step::gzip_name:
        return read_gzip_name(on);
    case step::gzip_comment:
        return read_gzip_comment(on);
    case step::gzip_header_crc:
        return read_gzip_header_crc(on);
    case step::zlib_dictionary_id:
        return read_zlib_dictionary_id(on);
    case step::after_header:
        return pause(on, stop::block, step::block_header);
    case step::block_header:
        return read_block_header(on);
    case step::stored_length:
        return read_stored_length(on);
    case step::dynamic_counts:
        return read_dynamic_counts(on);
    case step::code_length_lengths:
        return read_code_length_lengths(on);
    case step::code_lengths:
        return read_code_lengths(on);
    case step::stored_start:
        return pause(on, stop::header, step::stored);
    case step::symbols_start:
        return pause(on, stop::header, step::symbols);
    case step::stored:
        return copy_stored(on);
    case step::symbols:
        return decode_symbols(on);
    case step::block_end:
        return pause(on, stop::block, on.state.final_block ? step::trailer : step::block_header);
    case step::trailer:
        return read_trailer(on);
    case step::trailer_length:
        return read_trailer_length(on);
    case step::between_members:
        return look_between_members(on);
    case step::wait_for_dictionary:
    case step::done:
    case step::failed:
        break;
    }
    return outcome::blocked;
}

status blocked_status(const state& state) noexcept {
    switch (state.next) {
    case step::done:
        return status::done;
    case step::wait_for_dictionary:
        return status::needs_dictionary;
    default:
        return status::failed;
    }
}

// What an end of input means.
status ended_status(call& on, bool last) noexcept {
    if (!last)
        return status::needs_input;
    if (on.state.next == step::between_members) {
        on.state.next = step::done;
        return status::done;
    }
    fail(on, fault::truncated, 8 * (on.state.total_in + std::uint64_t(on.in.end - on.in.begin)));
    return status::failed;
}

status final_status(call& on, outcome why, bool last) noexcept {
    switch (why) {
    case outcome::needs_input:
        return ended_status(on, last);
    case outcome::needs_output:
        return status::needs_output;
    case outcome::stopped:
        return status::stopped;
    default:
        return blocked_status(on.state);
    }
}

// Takes steps until one cannot go on.
status run(call& on, bool last) noexcept {
    outcome result = outcome::go_on;
    while (result == outcome::go_on)
        result = take_step(on);
    if (result != outcome::needs_input)
        on.in.give_back();
    status answer = final_status(on, result, last);
    sum_output(on);
    return answer;
}

// Makes room for so many bytes at the end of the window.
void slide_window(state& state) noexcept {
    std::memmove(state.window, state.window + state.window_end - state.history_held,
                 state.history_held);
    state.window_end = state.history_held;
}

// Appends what was decoded elsewhere to the window.
void remember(state& state, const std::uint8_t* from, std::size_t size) noexcept {
    if (size >= history_limit) {
        std::memcpy(state.window, from + size - history_limit, history_limit);
        state.window_end = state.history_held = history_limit;
        return;
    }
    state.history_held = std::uint32_t(std::min(state.history_held + size, history_limit));
    if (state.window_end + size > window_size) {
        std::uint32_t kept = state.history_held - std::uint32_t(size);
        std::memmove(state.window, state.window + state.window_end - kept, kept);
        state.window_end = kept;
    }
    if (size != 0)
        std::memcpy(state.window + state.window_end, from, size);
    state.window_end += std::uint32_t(size);
}

} // namespace

outcome fail(call& on, fault problem, std::uint64_t bit) noexcept {
    on.state.problem = problem;
    on.state.problem_bit = bit;
    on.state.next = step::failed;
    return outcome::blocked;
}

void sum_output(call& on) noexcept {
    state& state = on.state;
    std::span<const std::byte> bytes(reinterpret_cast<const std::byte*>(on.out.summed),
                                     std::size_t(on.out.next - on.out.summed));
    on.out.summed = on.out.next;
    if (bytes.empty() || !state.verifying)
        return;
    if (state.actual == format::gzip)
        state.checksum = crc32(bytes, state.checksum);
    else if (state.actual == format::zlib)
        state.checksum = adler32(bytes, state.checksum);
}

void begin_member(state& state) noexcept {
    state.next = state.actual == format::raw ? step::block_header : step::magic;
    state.final_block = false;
    state.checksum = empty_checksum(state.actual);
    state.dictionary_id = 0;
    state.match_length = state.match_rest = 0;
    state.history_held = 0;
}

place state::public_place() const noexcept {
    switch (next) {
    case step::wait_for_dictionary:
        return place::dictionary;
    case step::after_header:
    case step::block_end:
        return place::block_boundary;
    case step::block_header:
    case step::stored_length:
    case step::dynamic_counts:
    case step::code_length_lengths:
    case step::code_lengths:
        return place::block_header;
    case step::stored_start:
    case step::symbols_start:
        return place::block_start;
    case step::stored:
        return place::stored;
    case step::symbols:
        return place::symbols;
    case step::trailer:
    case step::trailer_length:
        return place::trailer;
    case step::between_members:
    case step::done:
        return place::done;
    case step::failed:
        return place::failed;
    default:
        return place::header;
    }
}

} // namespace detail

using detail::state;
using detail::step;

namespace {

std::uint8_t* bytes_of(std::span<std::byte> of) noexcept {
    return reinterpret_cast<std::uint8_t*>(of.data());
}
const std::uint8_t* bytes_of(std::span<const std::byte> of) noexcept {
    return reinterpret_cast<const std::uint8_t*>(of.data());
}

detail::call begin_call(state& state, std::span<const std::byte> input) noexcept {
    const std::uint8_t* begin = bytes_of(input);
    return {state, {begin, begin, begin + input.size(), state.hold, state.held}, {}};
}

} // namespace

decoder::decoder(const options& wanted) noexcept {
    state_.loop = detail::choose_loop();
    reset(wanted);
}

void decoder::reset() noexcept {
    reset(options(state_.wanted));
}

void decoder::reset(const options& wanted) noexcept {
    state_.wanted = wanted;
    state_.actual = wanted.format;
    state_.window_bits = wanted.window_bits;
    if (wanted.window_bits == 0 && wanted.format == format::raw)
        state_.window_bits = 15;
    state_.hold = 0;
    state_.held = 0;
    state_.stop_where = stop::never;
    state_.stop_reported = false;
    state_.problem = fault::none;
    state_.problem_bit = 0;
    state_.total_in = state_.total_out = state_.member_start = 0;
    state_.collector = nullptr;
    state_.window_end = 0;
    state_.verifying = wanted.verify;
    detail::begin_member(state_);
}

namespace {

// Goes on into a region that so much history precedes.
status run_region(detail::call& on, std::uint8_t* begin, std::size_t size, std::size_t history,
                  bool last) noexcept {
    on.out = {begin, begin, begin + size, begin - history, begin};
    status answer = detail::run(on, last);
    on.state.total_out += on.out.produced();
    return answer;
}

// The history that the next region has before it.
std::uint32_t history_of(const detail::output_area& out) noexcept {
    return std::uint32_t(std::min(std::size_t(out.next - out.floor), detail::history_limit));
}

// Into the caller's memory, which keeps the history.
status decode_in_place(detail::call& on, std::span<std::byte> output, bool last) noexcept {
    state& state = on.state;
    status answer = run_region(on, bytes_of(output), output.size(), state.history_held, last);
    state.history_held = history_of(on.out);
    return answer;
}

// Into the window, and from there to the caller: so matches never have to be looked
// for in two places. For at most 32 KiB.
status decode_through_window(detail::call& on, std::span<std::byte> output, bool last) noexcept {
    state& state = on.state;
    if (state.window_end + output.size() > detail::window_size)
        detail::slide_window(state);
    std::uint8_t* begin = state.window + state.window_end;
    status answer = run_region(on, begin, output.size(), state.history_held, last);
    if (on.out.produced() != 0)
        std::memcpy(output.data(), begin, on.out.produced());
    state.window_end += std::uint32_t(on.out.produced());
    state.history_held = history_of(on.out);
    return answer;
}

// Through the window until the output itself has all of the history, then directly.
status decode_streaming(detail::call& on, std::span<std::byte> output, bool last) noexcept {
    state& state = on.state;
    std::size_t through = std::min(output.size(), detail::history_limit);
    if (output.size() >= detail::direct_from && state.history_held == 0)
        through = 0;
    status answer = status::needs_output;
    if (through != 0 || output.empty())
        answer = decode_through_window(on, output.first(through), last);
    if (answer != status::needs_output || through == output.size())
        return answer;
    std::uint8_t* rest = bytes_of(output) + through;
    answer = run_region(on, rest, output.size() - through, through, last);
    if (answer != status::done || state.wanted.keep_history_at_end)
        detail::remember(state, on.out.floor, std::size_t(on.out.next - on.out.floor));
    return answer;
}

progress end_call(detail::call& on, std::uint64_t produced_before, status answer) noexcept {
    state& state = on.state;
    auto consumed = std::size_t(on.in.next - on.in.begin);
    state.hold = detail::low_bits(on.in.hold, on.in.held);
    state.held = on.in.held;
    state.total_in += consumed;
    return {consumed, std::size_t(state.total_out - produced_before), answer};
}

} // namespace

progress decoder::decode(std::span<const std::byte> input, std::span<std::byte> output,
                         bool last) noexcept {
    detail::call on = begin_call(state_, input);
    std::uint64_t before = state_.total_out;
    status answer = state_.wanted.history_in_place ? decode_in_place(on, output, last)
                                                   : decode_streaming(on, output, last);
    if (answer == status::done && !state_.wanted.keep_history_at_end)
        state_.history_held = 0;
    return end_call(on, before, answer);
}

progress decoder::decode_whole(std::span<const std::byte> input,
                               std::span<std::byte> output) noexcept {
    reset();
    detail::call on = begin_call(state_, input);
    status answer = run_region(on, bytes_of(output), output.size(), 0, true);
    return end_call(on, 0, answer);
}

void decoder::collect_header(gzip_header* into) noexcept {
    state_.collector = into;
    if (into != nullptr)
        *into = {.extra = into->extra, .name = into->name, .comment = into->comment};
}

void decoder::next_member() noexcept {
    detail::begin_member(state_);
    state_.member_start = state_.total_out;
}

bool decoder::set_dictionary(std::span<const std::byte> dictionary) noexcept {
    if (state_.next == step::wait_for_dictionary) {
        if (adler32(dictionary) != state_.dictionary_id)
            return false;
        state_.next = step::after_header;
    } else if (state_.actual != format::raw || state_.next == step::done ||
               state_.next == step::failed) {
        return false;
    }
    if (state_.wanted.history_in_place)
        state_.history_held =
            std::uint32_t(std::min(state_.history_held + dictionary.size(), detail::history_limit));
    else
        detail::remember(state_, bytes_of(dictionary), dictionary.size());
    return true;
}

std::size_t decoder::history_size() const noexcept {
    return state_.wanted.history_in_place ? 0 : state_.history_held;
}

std::size_t decoder::history(std::span<std::byte> to) const noexcept {
    std::size_t size = std::min(to.size(), history_size());
    if (size != 0)
        std::memcpy(to.data(), state_.window + state_.window_end - size, size);
    return size;
}

bool decoder::prime(unsigned bits, std::uint32_t value) noexcept {
    if (bits > 16 || state_.held + bits > 32)
        return false;
    state_.hold |= detail::low_bits(value, bits) << state_.held;
    state_.held += bits;
    return true;
}

void decoder::drop_held_bits() noexcept {
    state_.hold = 0;
    state_.held = 0;
}

void decoder::resume_at_block() noexcept {
    if (place() == place::header)
        state_.actual = format::raw;
    state_.verifying = false;
    state_.next = step::block_header;
    state_.problem = fault::none;
    state_.final_block = state_.stop_reported = false;
    state_.match_length = state_.match_rest = 0;
    state_.history_held = 0;
    drop_held_bits();
}

} // namespace banos::inflate
