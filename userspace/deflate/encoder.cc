// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Moves input into the window and encoded blocks into the output, and puts the
// header and the trailer around them.
#include "banos/deflate.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <new>

#include "banos/checksum.hpp"
#include "block.hpp"
#include "match_finder.hpp"
#include "parser.hpp"

namespace banos::deflate {

namespace {

using detail::bit_writer;
using detail::stage;
using detail::state;

constexpr std::size_t gzip_header_size = 10;
constexpr std::size_t gzip_trailer_size = 8;
constexpr std::size_t zlib_header_size = 2;
constexpr std::size_t zlib_trailer_size = 4;

// The ends of what one call has been given, as it is used up.
struct transfer {
    std::span<const std::byte> input;
    std::span<std::byte> output;
};

void deliver_pending(state& state, transfer& io) noexcept {
    const std::size_t count = std::min(state.pending_end - state.pending_start, io.output.size());
    if (count == 0)
        return;
    std::memcpy(io.output.data(), state.pending.data() + state.pending_start, count);
    io.output = io.output.subspan(count);
    state.pending_start += count;
}

bool has_pending(const state& state) noexcept {
    return state.pending_start != state.pending_end;
}

// Calls write(bit_writer&), which writes so many bits: straight into the output, if
// it has the room, or into what is pending. Nothing must be pending.
template<typename function>
void write_bits(state& state, transfer& io, std::size_t bits, function write) noexcept {
    const std::size_t room = (state.held + bits + 7) / 8 + sizeof(std::uint64_t);
    const bool directly = io.output.size() >= room;
    std::byte* start = directly ? io.output.data() : state.pending.data();
    bit_writer to(start, state.hold, state.held);
    write(to);
    const auto written = std::size_t(to.end() - start);
    state.hold = to.hold();
    state.held = to.held();
    if (directly) {
        io.output = io.output.subspan(written);
    } else {
        state.pending_start = 0;
        state.pending_end = written;
        deliver_pending(state, io);
    }
}

void write_gzip_header(bit_writer& to, int level) noexcept {
    constexpr unsigned unknown_system = 255;
    const unsigned extra_flags = level <= 3 ? 4 : level >= 8 ? 2 : 0;
    to.write(0x00088b1f, 32); // the magic, DEFLATE, and no flags
    to.write(0, 32);          // no time
    to.write(unknown_system << 8 | extra_flags, 16);
}

void write_zlib_header(bit_writer& to, int level) noexcept {
    constexpr unsigned deflate_32_kib = 0x78;
    const unsigned level_flags = (level <= 3 ? 0u : level >= 8 ? 3u : 2u) << 6;
    const unsigned check = 31 - (deflate_32_kib << 8 | level_flags) % 31;
    to.write((level_flags | check) << 8 | deflate_32_kib, 16);
}

void write_header(state& state, transfer& io) noexcept {
    if (state.wanted.format == format::gzip)
        write_bits(state, io, 8 * gzip_header_size,
                   [&](bit_writer& to) { write_gzip_header(to, state.wanted.level); });
    else if (state.wanted.format == format::zlib)
        write_bits(state, io, 8 * zlib_header_size,
                   [&](bit_writer& to) { write_zlib_header(to, state.wanted.level); });
}

void write_trailer(state& state, transfer& io) noexcept {
    write_bits(state, io, 7 + 8 * gzip_trailer_size, [&](bit_writer& to) {
        to.align();
        if (state.wanted.format == format::gzip) {
            to.write(state.checksum, 32);
            to.write(state.total_in & 0xFFFFFFFF, 32);
        } else if (state.wanted.format == format::zlib) {
            to.write(__builtin_bswap32(state.checksum), 32);
        }
    });
}

// Both stay as they are for raw data.
std::uint32_t first_checksum(format wrapping) noexcept {
    return wrapping == format::zlib ? adler32({}) : crc32({});
}

std::uint32_t next_checksum(const state& state, std::span<const std::byte> bytes) noexcept {
    switch (state.wanted.format) {
    case format::zlib:
        return adler32(bytes, state.checksum);
    case format::gzip:
        return crc32(bytes, state.checksum);
    case format::raw:
        break;
    }
    return state.checksum;
}

// Once the window is full and all but the lookahead is parsed, its older half goes.
// Not before: then the same input gives the same matches, however it comes.
void make_room(state& state) noexcept {
    using detail::history_limit;
    if (state.window_end != detail::window_size ||
        state.window_end - state.position >= detail::lookahead)
        return;
    std::memcpy(state.window.data(), state.window.data() + history_limit, history_limit);
    slide(state.finder);
    state.position -= history_limit;
    state.window_end -= history_limit;
}

void fill_window(state& state, transfer& io) noexcept {
    make_room(state);
    const std::size_t count = std::min(detail::window_size - state.window_end, io.input.size());
    if (count == 0)
        return;
    const auto piece = io.input.first(count);
    std::memcpy(state.window.data() + state.window_end, piece.data(), count);
    state.checksum = next_checksum(state, piece);
    state.window_end += count;
    state.total_in += count;
    state.unflushed = true;
    io.input = io.input.subspan(count);
}

// The bytes of the block, if the window still has them.
std::span<const std::byte> bytes_of_block(const state& state) noexcept {
    const std::size_t end = state.position - std::size_t(state.undecided);
    if (state.block.bytes > end)
        return {};
    return std::span(state.window).subspan(end - state.block.bytes, state.block.bytes);
}

void write_block(state& state, transfer& io, bool final) noexcept {
    const detail::block_plan plan(state.block, bytes_of_block(state), state.held);
    write_bits(state, io, plan.size(), [&](bit_writer& to) { plan.write(to, final); });
    clear(state.block);
}

// An empty stored block, which ends at a byte.
void write_marker(state& state, transfer& io) noexcept {
    write_bits(state, io, 3 + 7 + 32, [](bit_writer& to) {
        to.write(0, 3);
        to.align();
        to.write(0xFFFF0000, 32);
    });
}

// The rest of the stream, or up to a sync; nothing is left to parse.
void end_body(state& state, transfer& io, flush wanted) noexcept {
    if (wanted == flush::finish) {
        write_block(state, io, true);
        state.stage = stage::trailer;
    } else if (state.block.count != 0) {
        write_block(state, io, false);
    } else if (state.unflushed) {
        write_marker(state, io);
        state.unflushed = false;
    }
}

// Takes input and writes at most one block. False: nothing is to be done without
// more input.
bool encode_body(state& state, transfer& io, flush wanted) noexcept {
    fill_window(state, io);
    const bool to_end = wanted != flush::none && io.input.empty();
    if (parse(state, to_end)) {
        write_block(state, io, false);
        return true;
    }
    if (!to_end)
        return !io.input.empty();
    end_body(state, io, wanted);
    return wanted == flush::finish || state.unflushed;
}

// One step towards the end of the stream.
bool advance(state& state, transfer& io, flush wanted) noexcept {
    switch (state.stage) {
    case stage::header:
        write_header(state, io);
        state.stage = stage::body;
        return true;
    case stage::body:
        return encode_body(state, io, wanted);
    case stage::trailer:
        write_trailer(state, io);
        state.stage = stage::done;
        return true;
    case stage::done:
        break;
    }
    return false;
}

status run(state& state, transfer& io, flush wanted) noexcept {
    deliver_pending(state, io);
    while (!has_pending(state) && advance(state, io, wanted)) {
    }
    if (has_pending(state))
        return status::needs_output;
    return state.stage == stage::done ? status::done : status::needs_input;
}

} // namespace

encoder::encoder(const options& wanted) noexcept {
    state_.window.fill(std::byte{0});
    reset(wanted);
}

void encoder::reset() noexcept {
    reset(state_.wanted);
}

void encoder::reset(const options& wanted) noexcept {
    state_.wanted = wanted;
    state_.effort = detail::effort_of(wanted.level);
    state_.stage = stage::header;
    state_.unflushed = false;
    state_.total_in = state_.total_out = 0;
    state_.checksum = first_checksum(wanted.format);
    state_.hold = 0;
    state_.held = 0;
    state_.position = state_.window_end = 0;
    state_.earlier = {};
    state_.undecided = false;
    state_.unmatched = 0;
    state_.pending_start = state_.pending_end = 0;
    clear(state_.finder);
    clear(state_.block);
}

progress encoder::encode(std::span<const std::byte> input, std::span<std::byte> output,
                         flush wanted) noexcept {
    transfer io{input, output};
    const status reached = run(state_, io, wanted);
    const std::size_t produced = output.size() - io.output.size();
    state_.total_out += produced;
    return {input.size() - io.input.size(), produced, reached};
}

// No block but the last has fewer bytes than a block has symbols, and none is longer
// than if it were stored, or, once it is too late for that, than its bytes.
std::size_t bound(std::size_t size, format wrapping) noexcept {
    constexpr std::size_t stored_overhead = 5;
    const std::size_t blocks = size / detail::symbols_of_block + 1;
    const std::size_t around = wrapping == format::gzip   ? gzip_header_size + gzip_trailer_size
                               : wrapping == format::zlib ? zlib_header_size + zlib_trailer_size
                                                          : 0;
    return size + stored_overhead * blocks + around + 1;
}

result<std::size_t> compress(std::span<const std::byte> input, std::span<std::byte> output,
                             const options& wanted) noexcept {
    const std::unique_ptr<encoder> made(new (std::nothrow) encoder(wanted));
    if (made == nullptr)
        return error(ENOMEM, "no memory for an encoder");
    const progress all = made->encode(input, output, flush::finish);
    if (all.status != status::done)
        return error(ENOSPC, "the output is too small");
    return all.produced;
}

} // namespace banos::deflate
