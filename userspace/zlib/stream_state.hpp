// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// What z_stream::state points to, in memory that zalloc gave. The wrapper, header
// and trailer, is read here by zlib's rules; what it wraps goes through a decoder of
// raw data.
#ifndef BANOS_ZLIB_STREAM_STATE_HPP
#define BANOS_ZLIB_STREAM_STATE_HPP

#include <banos/inflate.hpp>
#include <zlib.h>

#include <cstddef>
#include <cstdint>
#include <span>

namespace banos::z {

enum class mode : std::uint8_t {
    magic,
    gzip_method, // and flags
    gzip_time,
    gzip_system, // and extra flags
    gzip_extra_length,
    gzip_extra,
    gzip_name,
    gzip_comment,
    gzip_header_crc,
    zlib_dictionary_id,
    wait_for_dictionary,
    dictionary_known, // and no call of inflate() since then
    after_header,
    body,
    checksum,
    length,
    done,
    bad,
    sync, // inflateSync() is looking for a flush marker
};

// Which wrappers inflateInit2() allowed.
struct wrapping {
    bool zlib;
    bool gzip;
};

struct stream_state {
    explicit stream_state(z_streamp stream) noexcept : owner(stream) {}

    z_streamp owner; // tells a copied z_stream from inflateCopy()
    z::mode mode = mode::magic;
    wrapping allowed{};
    unsigned window_bits = 0; // 0: what the header says
    bool verify = false;
    bool has_header = false; // which of them:
    bool is_gzip = false;

    gz_headerp header = nullptr; // where to put gzip's
    unsigned gzip_flags = 0;
    std::uint32_t checksum = 0; // of the gzip header, then of the output
    std::uint32_t total = 0;    // of the output, modulo 2^32

    // The bytes of a field that has not been read completely, the first one lowest.
    std::uint32_t field = 0;
    unsigned field_bytes = 0;
    unsigned field_rest = 0;    // of the extra field
    unsigned field_written = 0; // of name or comment
    unsigned marker_bytes = 0;  // of a flush marker that inflateSync() has seen

    inflate::decoder decoder{{.format = inflate::format::raw, .keep_history_at_end = true}};
};

// Memory of zalloc is aligned for this only by convention; malloc's is.
static_assert(alignof(stream_state) <= 16);

// The state, or nullptr if the stream has none or is not the one it was made for.
stream_state* state_of(z_streamp stream) noexcept;

// What a call has been given and has not used yet. finish() writes it back into the
// stream, and adds to its totals.
struct transfer {
    explicit transfer(z_streamp stream) noexcept;
    void finish(z_streamp stream) const noexcept;

    std::span<const std::byte> input;
    std::span<std::byte> output;
    std::size_t given_input;
    std::size_t given_output;
};

// Reads on in a header: true once it is complete or bad, false if it needs more input.
bool read_header(stream_state& state, transfer& io) noexcept;

// The same for the trailer.
bool read_trailer(stream_state& state, transfer& io) noexcept;

// The bytes of a field of so many bytes, in state.field: false if it needs more input.
bool read_field(stream_state& state, transfer& io, unsigned bytes) noexcept;

// malloc() and free(), where the caller gave none.
void set_default_allocator(z_stream& stream) noexcept;

// Ends the stream for good, with zlib's words.
void fail(stream_state& state, const char* message) noexcept;
const char* message_of(inflate::fault problem) noexcept;

// Starts anew, without forgetting the history.
void start(stream_state& state) noexcept;

} // namespace banos::z

#endif
