// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// The smaller questions and settings of a stream: dictionaries, gzip's header, bits
// put first, and verification.
#include "stream_state.hpp"

#include <banos/checksum.hpp>

#include <algorithm>

using banos::z::mode;
using banos::z::state_of;
using banos::z::stream_state;

namespace {

bool is_raw(const stream_state& state) {
    return !state.allowed.zlib && !state.allowed.gzip;
}

std::size_t history_size(const stream_state& state) {
    const unsigned window_bits = state.window_bits == 0 ? 15 : state.window_bits;
    return std::min(state.decoder.history_size(), std::size_t(1) << window_bits);
}

} // namespace

extern "C" {

int inflateSetDictionary(z_streamp stream, const Bytef* dictionary, uInt length) {
    stream_state* state = state_of(stream);
    if (state == nullptr || (!is_raw(*state) && state->mode != mode::wait_for_dictionary))
        return Z_STREAM_ERROR;
    const std::span bytes(reinterpret_cast<const std::byte*>(dictionary), length);
    const bool asked_for = state->mode == mode::wait_for_dictionary;
    if (asked_for && banos::adler32(bytes) != state->checksum)
        return Z_DATA_ERROR;
    if (!state->decoder.set_dictionary(bytes))
        return Z_STREAM_ERROR;
    if (asked_for) {
        state->checksum = banos::adler32({});
        stream->adler = state->checksum;
        state->mode = mode::dictionary_known;
    }
    return Z_OK;
}

int inflateGetDictionary(z_streamp stream, Bytef* dictionary, uInt* length) {
    const stream_state* state = state_of(stream);
    if (state == nullptr)
        return Z_STREAM_ERROR;
    const std::size_t size = history_size(*state);
    if (dictionary != nullptr)
        state->decoder.history({reinterpret_cast<std::byte*>(dictionary), size});
    if (length != nullptr)
        *length = uInt(size);
    return Z_OK;
}

int inflateGetHeader(z_streamp stream, gz_headerp header) {
    stream_state* state = state_of(stream);
    if (state == nullptr || !state->allowed.gzip)
        return Z_STREAM_ERROR;
    state->header = header;
    header->done = 0;
    return Z_OK;
}

int inflatePrime(z_streamp stream, int bits, int value) {
    stream_state* state = state_of(stream);
    if (state == nullptr)
        return Z_STREAM_ERROR;
    if (bits < 0)
        state->decoder.drop_held_bits();
    else if (bits > 16 || !state->decoder.prime(unsigned(bits), std::uint32_t(value)))
        return Z_STREAM_ERROR;
    return Z_OK;
}

// There is nothing that distances too far back could be allowed to mean.
int inflateUndermine(z_streamp stream, int /*subvert*/) {
    return state_of(stream) == nullptr ? Z_STREAM_ERROR : Z_DATA_ERROR;
}

int inflateValidate(z_streamp stream, int check) {
    stream_state* state = state_of(stream);
    if (state == nullptr)
        return Z_STREAM_ERROR;
    state->verify = check != 0 && !is_raw(*state);
    return Z_OK;
}

// It counts entries of tables that zlib has and we do not.
unsigned long inflateCodesUsed(z_streamp stream) {
    return state_of(stream) == nullptr ? -1ul : 0;
}

} // extern "C"
