// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// What is around DEFLATE data: zlib's header and trailer (RFC 1950, section 2.2)
// and gzip's (RFC 1952, section 2.3).
#include <banos/checksum.hpp>

#include <algorithm>
#include <array>
#include <span>

#include "call.hpp"

namespace banos::inflate::detail {

namespace {

// gzip's flags.
constexpr unsigned flag_text = 1;
constexpr unsigned flag_header_crc = 2;
constexpr unsigned flag_extra = 4;
constexpr unsigned flag_name = 8;
constexpr unsigned flag_comment = 16;
constexpr unsigned flags_reserved = 0xe0;

constexpr std::uint32_t gzip_magic = 0x8b1f;
constexpr unsigned method_deflate = 8;

// Takes bytes of a gzip header, which its CRC includes.
std::uint32_t take_header(call& on, unsigned bits) noexcept {
    std::uint32_t value = on.in.take(bits);
    if ((on.state.gzip_flags & flag_header_crc) != 0) {
        std::array<std::byte, 4> bytes{};
        for (unsigned i = 0; i < bits / 8; i++)
            bytes[i] = std::byte(value >> 8 * i);
        on.state.header_crc = crc32(std::span(bytes).first(bits / 8), on.state.header_crc);
    }
    return value;
}

// Counts a byte of a field, and keeps it if there is room.
void collect(std::span<std::byte> into, std::size_t& size, std::uint32_t byte) noexcept {
    if (size < into.size())
        into[size] = std::byte(byte);
    size++;
}

outcome read_zlib_header(call& on, std::uint64_t start) noexcept {
    state& state = on.state;
    std::uint32_t header = on.in.take(16);
    if (((header & 0xff) << 8 | header >> 8) % 31 != 0)
        return fail(on, fault::header_check, start);
    if ((header & 15) != method_deflate)
        return fail(on, fault::compression_method, start);
    unsigned window_bits = (header >> 4 & 15) + 8;
    if (state.window_bits == 0)
        state.window_bits = std::min(window_bits, 15U);
    if (window_bits > state.window_bits)
        return fail(on, fault::window_size, start + 4);
    state.checksum = 1;
    state.next = (header & 0x2000) != 0 ? step::zlib_dictionary_id : step::after_header;
    return outcome::go_on;
}

} // namespace

outcome read_magic(call& on) noexcept {
    state& state = on.state;
    if (!on.in.has(16))
        return outcome::needs_input;
    std::uint64_t start = on.bit_position();
    bool gzip = on.in.peek(16) == gzip_magic && state.actual != format::zlib;
    if (!gzip && state.actual == format::gzip)
        return fail(on, fault::header_check, start);
    state.actual = gzip ? format::gzip : format::zlib;
    if (!gzip)
        return read_zlib_header(on, start);
    on.in.drop(16);
    state.next = step::gzip_method;
    return outcome::go_on;
}

outcome read_gzip_method(call& on) noexcept {
    state& state = on.state;
    if (!on.in.has(16))
        return outcome::needs_input;
    std::uint64_t start = on.bit_position();
    std::uint32_t value = on.in.peek(16);
    if ((value & 0xff) != method_deflate)
        return fail(on, fault::compression_method, start);
    if ((value >> 8 & flags_reserved) != 0)
        return fail(on, fault::header_flags, start + 13);
    state.gzip_flags = std::uint8_t(value >> 8);
    constexpr std::array magic = {std::byte{0x1f}, std::byte{0x8b}};
    state.header_crc = 0;
    if ((state.gzip_flags & flag_header_crc) != 0)
        state.header_crc = crc32(magic);
    take_header(on, 16);
    if (state.window_bits == 0)
        state.window_bits = 15;
    state.checksum = 0;
    state.next = step::gzip_time;
    return outcome::go_on;
}

outcome read_gzip_time(call& on) noexcept {
    if (!on.in.has(48))
        return outcome::needs_input;
    std::uint32_t modified = take_header(on, 32);
    std::uint32_t rest = take_header(on, 16);
    if (gzip_header* into = on.state.collector) {
        into->modified = modified;
        into->extra_flags = std::uint8_t(rest);
        into->operating_system = std::uint8_t(rest >> 8);
        into->text = (on.state.gzip_flags & flag_text) != 0;
        into->has_extra = (on.state.gzip_flags & flag_extra) != 0;
        into->has_name = (on.state.gzip_flags & flag_name) != 0;
        into->has_comment = (on.state.gzip_flags & flag_comment) != 0;
        into->has_checksum = (on.state.gzip_flags & flag_header_crc) != 0;
    }
    on.state.next = step::gzip_extra_length;
    return outcome::go_on;
}

outcome read_gzip_extra_length(call& on) noexcept {
    on.state.field_rest = 0;
    if ((on.state.gzip_flags & flag_extra) != 0) {
        if (!on.in.has(16))
            return outcome::needs_input;
        on.state.field_rest = take_header(on, 16);
    }
    on.state.next = step::gzip_extra;
    return outcome::go_on;
}

outcome read_gzip_extra(call& on) noexcept {
    for (; on.state.field_rest != 0; on.state.field_rest--) {
        if (!on.in.has(8))
            return outcome::needs_input;
        std::uint32_t byte = take_header(on, 8);
        if (gzip_header* into = on.state.collector)
            collect(into->extra, into->extra_size, byte);
    }
    on.state.next = step::gzip_name;
    return outcome::go_on;
}

namespace {

// A field that ends with a zero byte, if its flag says that it is there.
outcome read_text(call& on, unsigned flag, std::span<std::byte> gzip_header::*buffer,
                  std::size_t gzip_header::*size, step after) noexcept {
    bool more = (on.state.gzip_flags & flag) != 0;
    while (more) {
        if (!on.in.has(8))
            return outcome::needs_input;
        std::uint32_t byte = take_header(on, 8);
        more = byte != 0;
        if (gzip_header* into = on.state.collector; into != nullptr && more)
            collect(into->*buffer, into->*size, byte);
    }
    on.state.next = after;
    return outcome::go_on;
}

} // namespace

outcome read_gzip_name(call& on) noexcept {
    return read_text(on, flag_name, &gzip_header::name, &gzip_header::name_size,
                     step::gzip_comment);
}

outcome read_gzip_comment(call& on) noexcept {
    return read_text(on, flag_comment, &gzip_header::comment, &gzip_header::comment_size,
                     step::gzip_header_crc);
}

outcome read_gzip_header_crc(call& on) noexcept {
    state& state = on.state;
    if ((state.gzip_flags & flag_header_crc) != 0) {
        if (!on.in.has(16))
            return outcome::needs_input;
        if (state.verifying && on.in.peek(16) != (state.header_crc & 0xffff))
            return fail(on, fault::header_checksum, on.bit_position());
        on.in.drop(16);
    }
    if (state.collector != nullptr)
        state.collector->complete = true;
    state.collector = nullptr;
    state.next = step::after_header;
    return outcome::go_on;
}

outcome read_zlib_dictionary_id(call& on) noexcept {
    if (!on.in.has(32))
        return outcome::needs_input;
    on.state.dictionary_id = __builtin_bswap32(on.in.take(32));
    on.state.next = step::wait_for_dictionary;
    return outcome::go_on;
}

outcome read_trailer(call& on) noexcept {
    state& state = on.state;
    on.in.align();
    if (state.actual == format::raw) {
        state.next = step::done;
        return outcome::go_on;
    }
    if (!on.in.has(32))
        return outcome::needs_input;
    sum_output(on);
    std::uint64_t start = on.bit_position();
    std::uint32_t announced = on.in.take(32);
    if (state.actual == format::zlib)
        announced = __builtin_bswap32(announced);
    if (state.verifying && announced != state.checksum)
        return fail(on, fault::data_checksum, start);
    state.next = state.actual == format::gzip ? step::trailer_length : step::done;
    return outcome::go_on;
}

outcome read_trailer_length(call& on) noexcept {
    state& state = on.state;
    if (!on.in.has(32))
        return outcome::needs_input;
    std::uint64_t length = state.total_out - state.member_start + on.out.produced();
    std::uint64_t start = on.bit_position();
    if (on.in.take(32) != std::uint32_t(length) && state.verifying)
        return fail(on, fault::data_length, start);
    state.next = state.wanted.members == members::all ? step::between_members : step::done;
    return outcome::go_on;
}

outcome look_between_members(call& on) noexcept {
    on.in.give_back();
    if (on.in.left() == 0)
        return outcome::needs_input;
    if (*on.in.next != (gzip_magic & 0xff)) {
        on.state.next = step::done;
        return outcome::go_on;
    }
    begin_member(on.state);
    on.state.member_start = on.state.total_out + on.out.produced();
    on.out.floor = on.out.summed = on.out.next;
    return outcome::go_on;
}

} // namespace banos::inflate::detail
