// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Part of <banos/inflate.hpp>: the types that its functions take, which are as
// public as those, and last what a decoder consists of, which is not.
#ifndef BANOS_DETAIL_INFLATE_STATE_HPP
#define BANOS_DETAIL_INFLATE_STATE_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace banos::inflate {

enum class status : std::uint8_t {
    done,             // the stream (with members::one: the member) is decoded and verified
    needs_input,      // all input is consumed, and there must be more
    needs_output,     // the output is full, and there is more to deliver
    needs_dictionary, // set_dictionary() has to come next: see dictionary_id()
    stopped,          // at the place that stop_at() asked for
    failed,           // problem() says why, problem_bit() where
};

enum class format : std::uint8_t {
    raw,    // RFC 1951 alone
    zlib,   // RFC 1950
    gzip,   // RFC 1952
    detect, // zlib or gzip, as the first two bytes say
};

// What can be wrong with input.
enum class fault : std::uint8_t {
    none,
    truncated,             // the input ended early
    header_check,          // no gzip magic, or zlib's header does not add up
    compression_method,    // not DEFLATE
    window_size,           // zlib: larger than 32 KiB or than window_bits
    header_flags,          // gzip: reserved flags are set
    header_checksum,       // gzip: the CRC of the header is wrong
    block_type,            // the reserved block type 3
    stored_length,         // a stored block's length and its complement disagree
    too_many_symbols,      // more than 286 literal/length or 30 distance codes
    code_length_code,      // the code of the code lengths is over- or undersubscribed
    length_repeat,         // a repeat of nothing, or beyond the end of the lengths
    no_end_of_block,       // no code for the end of the block
    literal_length_code,   // the literal/length code is over- or undersubscribed
    distance_code,         // the same for the distance code
    literal_length_symbol, // bits that no literal or length has
    distance_symbol,       // bits that no distance has
    distance_too_far,      // before the start of the output, or of the window
    data_checksum,         // the CRC-32 or Adler-32 of the output is wrong
    data_length,           // gzip: the length of the output is wrong
};

// How many members of gzip data decode() goes through.
enum class members : std::uint8_t {
    all, // every one. done: at the end of the input with `last`, or at the first
         // byte after a member that is not 1f, which is not consumed
    one, // done after each: see next_member()
};

// Where decode() shall stop, besides where it must.
enum class stop : std::uint8_t {
    never,
    block,  // after the header of zlib or gzip, and after each block, the final one included
    header, // the same, and after each block's header
};

enum class place : std::uint8_t {
    header,         // in a header of zlib or gzip
    dictionary,     // waiting for the dictionary
    block_boundary, // before the header of a block; held_bits() bits are unused
    block_header,   // in a block's header, code lengths included
    block_start,    // after a block's header, before its first symbol or stored byte
    stored,         // in a stored block
    symbols,        // in a compressed block
    trailer,        // after the final block
    done,
    failed,
};

struct options {
    inflate::format format = format::detect;
    inflate::members members = members::all;

    // Distances beyond 2^window_bits are faults, and zlib headers that announce
    // a larger window. 8 to 15; 0: what zlib's header says, 15 for others.
    unsigned window_bits = 15;

    // Verify CRC-32 or Adler-32, and gzip's length.
    bool verify = true;

    // The 32 KiB that were decoded before (fewer near the start of a member)
    // directly precede the output span of every call, unchanged, and so does a
    // dictionary. Then the decoder reads them there and keeps no copy.
    bool history_in_place = false;

    // Keeps the history after done, too, for history().
    bool keep_history_at_end = false;
};

// A gzip header, RFC 1952 section 2.3. The caller owns the buffers; longer fields
// are cut, while *_size says how long they were. Name and comment are ISO 8859-1,
// counted and stored without their final zero byte.
struct gzip_header {
    std::span<std::byte> extra;
    std::span<std::byte> name;
    std::span<std::byte> comment;

    // From here on filled by the decoder.
    std::size_t extra_size = 0;
    std::size_t name_size = 0;
    std::size_t comment_size = 0;
    std::uint32_t modified = 0; // seconds since 1970 in UTC; 0: unknown
    std::uint8_t extra_flags = 0;
    std::uint8_t operating_system = 255;
    bool text = false;
    bool has_extra = false;
    bool has_name = false;
    bool has_comment = false;
    bool has_checksum = false;
    bool complete = false; // all of it has been read
};

namespace detail {

// Tables of at most 2^12 and of 2^8 entries and the second levels that any complete
// code of 286 or 30 symbols of at most 15 bits can need.
inline constexpr unsigned most_literal_bits = 12;
inline constexpr unsigned distance_table_bits = 8;
inline constexpr std::size_t literal_table_size = 4382;
inline constexpr std::size_t distance_table_size = 402;

inline constexpr std::size_t history_limit = 32 * 1024;
inline constexpr std::size_t window_size = 2 * history_limit;

struct loop_state;
using decode_loop = void (*)(loop_state& state) noexcept;

// What is read next.
enum class step : std::uint8_t {
    magic,
    gzip_method,
    gzip_time,
    gzip_extra_length,
    gzip_extra,
    gzip_name,
    gzip_comment,
    gzip_header_crc,
    zlib_dictionary_id,
    wait_for_dictionary,
    after_header, // a possible stop, then block_header
    block_header,
    stored_length,
    dynamic_counts,
    code_length_lengths,
    code_lengths,
    stored_start, // a possible stop, then stored
    symbols_start,
    stored,
    symbols,
    block_end, // a possible stop, then block_header or trailer
    trailer,
    trailer_length,
    between_members,
    done,
    failed,
};

// Decoding tables: the first levels, then the second.
struct tables {
    // The first level of literals has 2^literal_bits entries, one more than the mask.
    std::uint64_t literal_mask;
    unsigned literal_bits;
    std::uint32_t literals[literal_table_size];
    std::uint32_t distances[distance_table_size];
};

// The code of the block that is being read.
struct code {
    tables own; // of blocks that are not fixed
    // Lengths in bits of the literal/length symbols, then of the distances.
    std::uint8_t lengths[288 + 32];
    // How many of either have each length; [0] means nothing.
    std::array<std::uint16_t, 16> literal_counts;
    std::array<std::uint16_t, 16> distance_counts;
    std::uint8_t code_lengths[128]; // the table of the code of those lengths
    std::uint16_t literal_count;
    std::uint16_t distance_count;
    bool fixed;    // the tables of fixed blocks are used instead
    bool combined; // entries may stand for two symbols
};

struct state {
    decode_loop loop; // for the instructions that may be used

    // Input bits that are taken from bytes but not used: held of them, the next
    // one lowest; all above are zero between calls.
    std::uint64_t hold;
    unsigned held;

    step next;
    inflate::status last_status;
    inflate::format actual;
    stop stop_where;
    bool stop_reported; // for this step
    bool final_block;
    bool verifying;
    options wanted;
    unsigned window_bits;

    fault problem;
    std::uint64_t problem_bit;

    std::uint64_t total_in;
    std::uint64_t total_out;
    std::uint64_t member_start; // total_out when the member began
    std::uint32_t checksum;
    std::uint32_t dictionary_id;

    // Headers: what is left of a field, gzip's flags, the CRC so far.
    gzip_header* collector;
    std::uint32_t field_rest;
    std::uint32_t header_crc;
    std::uint8_t gzip_flags;

    std::uint32_t stored_rest;
    std::uint16_t match_length;
    std::uint16_t match_rest;
    std::uint16_t match_distance;

    // Code lengths that have been read, of those that a block announced.
    std::uint16_t lengths_read;
    std::uint8_t code_length_count;

    detail::code code;

    // Decoded bytes of this member that may be referred to: the history_held
    // before window[window_end], or before the output span if that was promised.
    std::uint32_t window_end;
    std::uint32_t history_held;
    std::uint8_t window[window_size];

    [[nodiscard]] inflate::place public_place() const noexcept;
};

} // namespace detail

} // namespace banos::inflate

#endif
