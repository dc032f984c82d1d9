// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Where a stream stands, and going on after damage.
#include "stream_state.hpp"

using banos::z::mode;
using banos::z::state_of;
using banos::z::stream_state;

namespace {

constexpr unsigned marker_size = 4;

// Looks for 00 00 FF FF, of which `found` bytes have been seen: how many bytes were
// looked at, up to the end of the marker if it was found.
std::size_t search(unsigned& found, std::span<const std::byte> bytes) {
    std::size_t at = 0;
    for (; at < bytes.size() && found < marker_size; at++) {
        if (bytes[at] == (found < 2 ? std::byte{0x00} : std::byte{0xFF}))
            found++;
        else if (bytes[at] != std::byte{0})
            found = 0;
        else
            found = marker_size - found; // 00 00 00: the last two; 00 00 FF 00: the last
    }
    return at;
}

// Whole bytes that the decoder holds.
void search_held(stream_state& state) {
    const unsigned odd = state.decoder.held_bits() % 8;
    std::uint64_t value = state.decoder.held_value() >> odd;
    state.marker_bytes = 0;
    for (unsigned bytes = state.decoder.held_bits() / 8; bytes != 0; bytes--, value >>= 8) {
        const std::byte byte{std::uint8_t(value)};
        search(state.marker_bytes, {&byte, 1});
    }
}

void restart_at_block(stream_state& state) {
    z_streamp stream = state.owner;
    const auto total_in = stream->total_in;
    const auto total_out = stream->total_out;
    const bool has_header = state.has_header;
    const bool is_gzip = state.is_gzip;
    if (!has_header)
        state.allowed = {};
    state.verify = false;
    banos::z::start(state);
    stream->total_in = total_in;
    stream->total_out = total_out;
    state.has_header = has_header;
    state.is_gzip = is_gzip;
    state.decoder.resume_at_block();
    state.mode = mode::after_header;
}

} // namespace

extern "C" {

int inflateSync(z_streamp stream) {
    stream_state* state = state_of(stream);
    if (state == nullptr)
        return Z_STREAM_ERROR;
    if (stream->avail_in == 0 && state->decoder.held_bits() < 8)
        return Z_BUF_ERROR;
    if (state->mode != mode::sync) {
        state->mode = mode::sync;
        search_held(*state);
        state->decoder.drop_held_bits();
    }
    const std::span input(reinterpret_cast<const std::byte*>(stream->next_in), stream->avail_in);
    const std::size_t looked_at = search(state->marker_bytes, input);
    stream->next_in += looked_at;
    stream->avail_in -= uInt(looked_at);
    stream->total_in += looked_at;
    if (state->marker_bytes != marker_size)
        return Z_DATA_ERROR;
    restart_at_block(*state);
    return Z_OK;
}

// Whether the next is the length of a stored block.
int inflateSyncPoint(z_streamp stream) {
    const stream_state* state = state_of(stream);
    if (state == nullptr)
        return Z_STREAM_ERROR;
    return state->mode == mode::body && state->decoder.at_stored_length();
}

long inflateMark(z_streamp stream) {
    const stream_state* state = state_of(stream);
    constexpr long outside = -(1L << 16);
    if (state == nullptr || state->mode != mode::body)
        return outside;
    const auto& decoder = state->decoder;
    if (decoder.place() == banos::inflate::place::stored)
        return outside + long(decoder.stored_rest());
    // How many bits ago the code of a match that is cut in two began is not kept.
    if (decoder.place() == banos::inflate::place::symbols)
        return long(decoder.cut_match_length() - decoder.cut_match_rest());
    return outside;
}

} // extern "C"
