// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// inflateInit*, inflateReset*, inflateCopy and inflateEnd: zlib.h has the contracts.
#include "stream_state.hpp"

#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>
#include <type_traits>

namespace banos::z {

namespace {

voidpf allocate_by_malloc(voidpf /*opaque*/, uInt items, uInt size) {
    return std::malloc(std::size_t(items) * size);
}

void free_by_free(voidpf /*opaque*/, voidpf address) {
    std::free(address);
}

voidpf allocate(z_streamp stream) noexcept {
    return stream->zalloc(stream->opaque, 1, sizeof(stream_state));
}

void release(z_streamp stream) noexcept {
    stream->zfree(stream->opaque, stream->state);
    stream->state = nullptr;
}

// windowBits of inflateInit2(): negative for raw data; 16 more for gzip, 32 more for
// either; 0 for what the header of zlib says.
bool set_window_bits(stream_state& state, int window_bits) noexcept {
    wrapping allowed{};
    if (window_bits < 0) {
        if (window_bits < -15)
            return false;
        window_bits = -window_bits;
    } else {
        if (window_bits >= 48)
            return false;
        allowed = {.zlib = window_bits < 16 || window_bits >= 32, .gzip = window_bits >= 16};
        window_bits &= 15;
    }
    if (window_bits != 0 && window_bits < 8)
        return false;
    state.allowed = allowed;
    state.window_bits = unsigned(window_bits);
    state.verify = allowed.zlib || allowed.gzip;
    return true;
}

} // namespace

void set_default_allocator(z_stream& stream) noexcept {
    if (stream.zalloc == nullptr) {
        stream.zalloc = allocate_by_malloc;
        stream.opaque = nullptr;
    }
    if (stream.zfree == nullptr)
        stream.zfree = free_by_free;
}

void start(stream_state& state) noexcept {
    z_streamp stream = state.owner;
    stream->total_in = stream->total_out = 0;
    stream->msg = nullptr;
    if (state.allowed.zlib || state.allowed.gzip)
        stream->adler = state.allowed.zlib;
    state.mode = mode::magic;
    state.has_header = state.is_gzip = false;
    state.header = nullptr;
    state.gzip_flags = 0;
    state.checksum = state.total = 0;
    state.field = state.field_bytes = state.field_rest = state.field_written = 0;
    state.marker_bytes = 0;
}

} // namespace banos::z

using banos::z::state_of;
using banos::z::stream_state;

extern "C" {

int inflateInit2_(z_streamp stream, int window_bits, const char* version, int stream_size) {
    if (version == nullptr || version[0] != ZLIB_VERSION[0] || stream_size != int(sizeof(z_stream)))
        return Z_VERSION_ERROR;
    if (stream == nullptr)
        return Z_STREAM_ERROR;
    stream->msg = nullptr;
    banos::z::set_default_allocator(*stream);
    voidpf memory = banos::z::allocate(stream);
    if (memory == nullptr)
        return Z_MEM_ERROR;
    stream->state = reinterpret_cast<internal_state*>(new (memory) stream_state(stream));
    const int answer = inflateReset2(stream, window_bits);
    if (answer != Z_OK)
        banos::z::release(stream);
    return answer;
}

int inflateInit_(z_streamp stream, const char* version, int stream_size) {
    return inflateInit2_(stream, MAX_WBITS, version, stream_size);
}

int inflateReset2(z_streamp stream, int window_bits) {
    stream_state* state = state_of(stream);
    if (state == nullptr || !banos::z::set_window_bits(*state, window_bits))
        return Z_STREAM_ERROR;
    return inflateReset(stream);
}

int inflateReset(z_streamp stream) {
    stream_state* state = state_of(stream);
    if (state == nullptr)
        return Z_STREAM_ERROR;
    state->decoder.reset();
    banos::z::start(*state);
    return Z_OK;
}

// Keeps the history: what comes next may refer to what came before.
int inflateResetKeep(z_streamp stream) {
    stream_state* state = state_of(stream);
    if (state == nullptr)
        return Z_STREAM_ERROR;
    std::byte history[32 * 1024];
    const std::size_t size = state->decoder.history(history);
    state->decoder.reset();
    banos::z::start(*state);
    const bool kept = state->decoder.set_dictionary(std::span(history).first(size));
    return kept ? Z_OK : Z_STREAM_ERROR;
}

int inflateCopy(z_streamp to, z_streamp from) {
    static_assert(std::is_trivially_copyable_v<stream_state>);
    stream_state* state = state_of(from);
    if (state == nullptr || to == nullptr)
        return Z_STREAM_ERROR;
    voidpf memory = banos::z::allocate(from);
    if (memory == nullptr)
        return Z_MEM_ERROR;
    auto* copy = new (memory) stream_state(*state);
    copy->owner = to;
    std::memcpy(to, from, sizeof *to);
    to->state = reinterpret_cast<internal_state*>(copy);
    return Z_OK;
}

int inflateEnd(z_streamp stream) {
    if (state_of(stream) == nullptr)
        return Z_STREAM_ERROR;
    banos::z::release(stream);
    return Z_OK;
}

} // extern "C"
