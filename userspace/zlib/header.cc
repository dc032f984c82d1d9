// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// The headers and trailers of zlib (RFC 1950) and gzip (RFC 1952), in any pieces,
// and what inflateGetHeader() wants of the latter.
#include "stream_state.hpp"

#include <banos/checksum.hpp>

#include <algorithm>
#include <cstring>

namespace banos::z {

namespace {

constexpr unsigned gzip_magic = 0x8b1f;
constexpr unsigned deflate_method = 8;

enum gzip_flag : unsigned {
    flag_text = 1 << 8,
    flag_header_crc = 1 << 9,
    flag_extra = 1 << 10,
    flag_name = 1 << 11,
    flag_comment = 1 << 12,
    reserved_flags = 0xe000,
};

// Ends a field: the next one starts.
std::uint32_t take_field(stream_state& state, mode next) noexcept {
    const std::uint32_t value = state.field;
    state.field = 0;
    state.field_bytes = 0;
    state.mode = next;
    return value;
}

bool sums_header(const stream_state& state) noexcept {
    return (state.gzip_flags & flag_header_crc) && state.verify;
}

void sum_header(stream_state& state, std::span<const std::byte> bytes) noexcept {
    if (sums_header(state))
        state.checksum = crc32(bytes, state.checksum);
}

// The same of a field of numbers that was read, before it is taken.
void sum_field(stream_state& state) noexcept {
    std::byte bytes[4];
    for (unsigned i = 0; i < state.field_bytes; i++)
        bytes[i] = std::byte(state.field >> (8 * i));
    sum_header(state, std::span(bytes).first(state.field_bytes));
}

void set_adler(stream_state& state, std::uint32_t value) noexcept {
    state.checksum = value;
    state.owner->adler = value;
}

void read_zlib_header(stream_state& state, unsigned value) noexcept {
    const unsigned method = value & 0xff;
    const unsigned flags = value >> 8;
    if (!state.allowed.zlib || (method << 8 | flags) % 31 != 0)
        return fail(state, "incorrect header check");
    if ((method & 15) != deflate_method)
        return fail(state, "unknown compression method");
    const unsigned window_bits = (method >> 4) + 8;
    if (state.window_bits == 0)
        state.window_bits = window_bits;
    if (window_bits > 15 || window_bits > state.window_bits)
        return fail(state, "invalid window size");
    state.has_header = true;
    state.is_gzip = false;
    set_adler(state, adler32({}));
    state.mode = flags & 0x20 ? mode::zlib_dictionary_id : mode::after_header;
}

void read_magic(stream_state& state) noexcept {
    if (state.allowed.gzip && state.field == gzip_magic) {
        if (state.window_bits == 0)
            state.window_bits = 15;
        const std::byte magic[] = {std::byte{0x1f}, std::byte{0x8b}};
        state.checksum = crc32(magic);
        take_field(state, mode::gzip_method);
        return;
    }
    if (state.header != nullptr)
        state.header->done = -1;
    read_zlib_header(state, take_field(state, mode::bad));
}

void read_gzip_method(stream_state& state) noexcept {
    state.gzip_flags = state.field;
    state.has_header = state.is_gzip = true;
    if ((state.field & 0xff) != deflate_method)
        return fail(state, "unknown compression method");
    if (state.field & reserved_flags)
        return fail(state, "unknown header flags set");
    if (state.header != nullptr)
        state.header->text = (state.field & flag_text) != 0;
    sum_field(state);
    take_field(state, mode::gzip_time);
}

void read_gzip_time(stream_state& state) noexcept {
    if (state.header != nullptr)
        state.header->time = state.field;
    sum_field(state);
    take_field(state, mode::gzip_system);
}

void read_gzip_system(stream_state& state) noexcept {
    if (state.header != nullptr) {
        state.header->xflags = int(state.field & 0xff);
        state.header->os = int(state.field >> 8);
    }
    sum_field(state);
    take_field(state, mode::gzip_extra_length);
}

bool read_gzip_extra_length(stream_state& state, transfer& io) noexcept {
    state.field_rest = 0;
    if (!(state.gzip_flags & flag_extra)) {
        if (state.header != nullptr)
            state.header->extra = nullptr;
        state.mode = mode::gzip_name;
        return true;
    }
    if (!read_field(state, io, 2))
        return false;
    sum_field(state);
    state.field_rest = take_field(state, mode::gzip_extra);
    if (state.header != nullptr)
        state.header->extra_len = state.field_rest;
    return true;
}

void keep_extra(const stream_state& state, std::span<const std::byte> piece) noexcept {
    if (state.header == nullptr || state.header->extra == nullptr)
        return;
    const unsigned at = state.header->extra_len - state.field_rest;
    if (at >= state.header->extra_max)
        return;
    const std::size_t count = std::min<std::size_t>(piece.size(), state.header->extra_max - at);
    if (count != 0)
        std::memcpy(state.header->extra + at, piece.data(), count);
}

bool read_gzip_extra(stream_state& state, transfer& io) noexcept {
    const auto piece = io.input.first(std::min<std::size_t>(io.input.size(), state.field_rest));
    keep_extra(state, piece);
    sum_header(state, piece);
    io.input = io.input.subspan(piece.size());
    state.field_rest -= unsigned(piece.size());
    if (state.field_rest != 0)
        return false;
    state.mode = mode::gzip_name;
    return true;
}

// A text that ends with a zero byte, and where the caller wants it.
struct text_field {
    unsigned flag;
    Bytef* gz_header::*text;
    uInt gz_header::*room;
    mode next;
};
constexpr text_field name_field = {flag_name, &gz_header::name, &gz_header::name_max,
                                   mode::gzip_comment};
constexpr text_field comment_field = {flag_comment, &gz_header::comment, &gz_header::comm_max,
                                      mode::gzip_header_crc};

void keep_text(stream_state& state, const text_field& which,
               std::span<const std::byte> piece) noexcept {
    if (state.header == nullptr || state.header->*which.text == nullptr)
        return;
    const unsigned room = state.header->*which.room - state.field_written;
    const auto count = unsigned(std::min<std::size_t>(piece.size(), room));
    std::memcpy(state.header->*which.text + state.field_written, piece.data(), count);
    state.field_written += count;
}

bool read_text(stream_state& state, transfer& io, const text_field& which) noexcept {
    if (state.gzip_flags & which.flag) {
        const auto end = std::ranges::find(io.input, std::byte{0});
        const bool whole = end != io.input.end();
        const auto piece = io.input.first(std::size_t(end - io.input.begin()) + whole);
        if (piece.empty())
            return false;
        keep_text(state, which, piece);
        sum_header(state, piece);
        io.input = io.input.subspan(piece.size());
        if (!whole)
            return false;
    } else if (state.header != nullptr) {
        state.header->*which.text = nullptr;
    }
    state.field_written = 0;
    state.mode = which.next;
    return true;
}

bool read_gzip_header_crc(stream_state& state, transfer& io) noexcept {
    const bool has_crc = (state.gzip_flags & flag_header_crc) != 0;
    if (has_crc) {
        if (!read_field(state, io, 2))
            return false;
        if (take_field(state, mode::after_header) != (state.checksum & 0xffff) && state.verify) {
            fail(state, "header crc mismatch");
            return true;
        }
    }
    if (state.header != nullptr) {
        state.header->hcrc = has_crc;
        state.header->done = 1;
    }
    set_adler(state, crc32({}));
    state.mode = mode::after_header;
    return true;
}

// A field of so many bytes, and what is done with it.
bool read_numbers(stream_state& state, transfer& io, unsigned bytes,
                  void (*use)(stream_state&) noexcept) noexcept {
    if (!read_field(state, io, bytes))
        return false;
    use(state);
    return true;
}

void read_dictionary_id(stream_state& state) noexcept {
    set_adler(state, __builtin_bswap32(take_field(state, mode::wait_for_dictionary)));
}

// One field: false if it needs more input.
bool read_header_field(stream_state& state, transfer& io) noexcept {
    switch (state.mode) {
    case mode::magic:
        return read_numbers(state, io, 2, read_magic);
    case mode::gzip_method:
        return read_numbers(state, io, 2, read_gzip_method);
    case mode::gzip_time:
        return read_numbers(state, io, 4, read_gzip_time);
    case mode::gzip_system:
        return read_numbers(state, io, 2, read_gzip_system);
    case mode::gzip_extra_length:
        return read_gzip_extra_length(state, io);
    case mode::gzip_extra:
        return read_gzip_extra(state, io);
    case mode::gzip_name:
        return read_text(state, io, name_field);
    case mode::gzip_comment:
        return read_text(state, io, comment_field);
    case mode::gzip_header_crc:
        return read_gzip_header_crc(state, io);
    default:
        return read_numbers(state, io, 4, read_dictionary_id);
    }
}

} // namespace

bool read_header(stream_state& state, transfer& io) noexcept {
    if (state.mode == mode::magic && !state.allowed.zlib && !state.allowed.gzip)
        state.mode = mode::body;
    while (state.mode < mode::wait_for_dictionary)
        if (!read_header_field(state, io))
            return false;
    return true;
}

bool read_trailer(stream_state& state, transfer& io) noexcept {
    if (state.mode == mode::checksum) {
        if (!state.has_header) {
            state.mode = mode::done;
            return true;
        }
        if (!read_field(state, io, 4))
            return false;
        const std::uint32_t stored = take_field(state, mode::length);
        if (state.verify &&
            (state.is_gzip ? stored : __builtin_bswap32(stored)) != state.checksum) {
            fail(state, "incorrect data check");
            return true;
        }
    }
    if (state.is_gzip) {
        if (!read_field(state, io, 4))
            return false;
        if (take_field(state, mode::done) != state.total && state.verify) {
            fail(state, "incorrect length check");
            return true;
        }
    }
    state.mode = mode::done;
    return true;
}

} // namespace banos::z
