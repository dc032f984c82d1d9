// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// One call of decode(): its input and output, and the steps that work on them.
#ifndef BANOS_INFLATE_CALL_HPP
#define BANOS_INFLATE_CALL_HPP

#include <cstddef>
#include <cstdint>

#include <banos/detail/inflate_state.hpp>

#include "bit_input.hpp"

namespace banos::inflate::detail {

// Outputs from this size on are decoded into directly where there is no history.
inline constexpr std::size_t direct_from = 16 * 1024;

// Where output goes. What was decoded before is at [floor, begin).
struct output_area {
    const std::uint8_t* begin;
    std::uint8_t* next;
    std::uint8_t* end;
    const std::uint8_t* floor;
    const std::uint8_t* summed; // the checksum includes what is before

    [[nodiscard]] std::size_t room() const noexcept { return std::size_t(end - next); }
    [[nodiscard]] std::size_t produced() const noexcept { return std::size_t(next - begin); }
};

struct call {
    detail::state& state;
    bit_input in;
    output_area out;

    // The position of the first bit that has not been taken.
    [[nodiscard]] std::uint64_t bit_position() const noexcept {
        return 8 * (state.total_in + std::uint64_t(in.next - in.begin)) - in.held;
    }
};

// What a step answers.
enum class outcome : std::uint8_t {
    go_on, // with state.next
    needs_input,
    needs_output,
    stopped,
    blocked, // done, failed or without dictionary: state.next says which
};

outcome fail(call& on, fault problem, std::uint64_t bit) noexcept;

// Brings the checksum up to the end of the output so far.
void sum_output(call& on) noexcept;

// wrapper.cc: headers and trailers of gzip and zlib.
outcome read_magic(call& on) noexcept;
outcome read_gzip_method(call& on) noexcept;
outcome read_gzip_time(call& on) noexcept;
outcome read_gzip_extra_length(call& on) noexcept;
outcome read_gzip_extra(call& on) noexcept;
outcome read_gzip_name(call& on) noexcept;
outcome read_gzip_comment(call& on) noexcept;
outcome read_gzip_header_crc(call& on) noexcept;
outcome read_zlib_dictionary_id(call& on) noexcept;
outcome read_trailer(call& on) noexcept;
outcome read_trailer_length(call& on) noexcept;
outcome look_between_members(call& on) noexcept;
void begin_member(state& state) noexcept;

// block.cc: headers of blocks, and stored blocks.
outcome read_block_header(call& on) noexcept;
outcome read_stored_length(call& on) noexcept;
outcome read_dynamic_counts(call& on) noexcept;
outcome read_code_length_lengths(call& on) noexcept;
outcome read_code_lengths(call& on) noexcept;
outcome copy_stored(call& on) noexcept;

// symbols.cc: the compressed data of a block.
outcome decode_symbols(call& on) noexcept;

} // namespace banos::inflate::detail

#endif
