// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Part of <banos/deflate.hpp>: the types that its functions take, which are as
// public as those, and last what an encoder consists of, which is not.
#ifndef BANOS_DETAIL_DEFLATE_STATE_HPP
#define BANOS_DETAIL_DEFLATE_STATE_HPP

#include <array>
#include <cstddef>
#include <cstdint>

namespace banos::deflate {

enum class status : std::uint8_t {
    needs_input,  // all input is consumed, and what flush asked for is delivered
    needs_output, // the output is full, and there is more to deliver
    done,         // the stream is complete
};

enum class format : std::uint8_t {
    raw,  // RFC 1951 alone
    zlib, // RFC 1950
    gzip, // RFC 1952
};

enum class flush : std::uint8_t {
    none,   // the encoder keeps what it likes for better compression
    sync,   // all input so far can be decoded from the output, which ends at a byte
    finish, // this input is the last
};

struct options {
    deflate::format format = deflate::format::gzip;

    // 1 is fast, 6 the usual compromise, 9 small. Others mean the nearest of them.
    int level = 6;
};

namespace detail {

inline constexpr std::size_t history_limit = 32 * 1024;
inline constexpr std::size_t longest_match = 258;

// The window holds history and input that is not encoded yet. Reads by words may
// pass its end.
inline constexpr std::size_t window_size = 2 * history_limit;
inline constexpr std::size_t window_slack = 16;

inline constexpr std::size_t symbols_of_block = 16 * 1024;
inline constexpr std::size_t literal_symbols = 286;
inline constexpr std::size_t distance_symbols = 30;

// The largest block in bits is one of fixed codes, with 31 bits a symbol; the rest
// is for headers, trailers and words that are written beyond the end.
inline constexpr std::size_t pending_size = symbols_of_block * 31 / 8 + 64;

struct match {
    std::uint32_t length = 0; // 0: none
    std::uint32_t distance = 0;
};

// Chains of earlier positions by hashes of their first bytes. Positions are those
// in the window; 0 is the end of a chain.
struct match_finder {
    static constexpr unsigned short_bits = 14;
    static constexpr unsigned long_bits = 15;

    std::array<std::uint16_t, 1 << short_bits> last_of_three;
    std::array<std::uint16_t, 1 << long_bits> last_of_four;
    std::array<std::uint16_t, history_limit> previous;
};

// A literal (distance 0), or a match.
struct symbol {
    std::uint16_t value; // the byte, or the length
    std::uint16_t distance;
};

// What has been parsed and not been written yet.
struct block {
    std::array<symbol, symbols_of_block> symbols;
    std::size_t count;
    std::size_t bytes; // that the symbols stand for
    std::array<std::uint32_t, literal_symbols> literal_frequencies;
    std::array<std::uint32_t, distance_symbols> distance_frequencies;
};

// How hard to search.
struct effort {
    bool lazy;           // looks at the next position before it takes a match
    std::uint16_t depth; // candidates that are looked at
    std::uint16_t good;  // with a match of this length at hand, a quarter of them
    std::uint16_t take;  // a match of this length is taken without looking further
    std::uint16_t nice;  // and one of this ends the search
};

enum class stage : std::uint8_t { header, body, trailer, done };

struct state {
    options wanted;
    detail::effort effort;
    detail::stage stage;
    bool unflushed; // something came since the last sync

    std::uint64_t total_in;
    std::uint64_t total_out;
    std::uint32_t checksum;

    // Bits that do not fill a byte yet, the first one lowest.
    std::uint64_t hold;
    unsigned held;

    // The window: input that is not parsed starts at `position`.
    std::size_t position;
    std::size_t window_end;

    // The lazy parser's match at the position before, and whether there is a byte
    // there that nothing was decided on.
    match earlier;
    bool undecided;

    std::size_t unmatched; // literals since the last match

    // Encoded, but not delivered.
    std::size_t pending_start;
    std::size_t pending_end;

    detail::match_finder finder;
    detail::block block;
    std::array<std::byte, window_size + window_slack> window;
    std::array<std::byte, pending_size> pending;
};

} // namespace detail

} // namespace banos::deflate

#endif
