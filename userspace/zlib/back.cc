// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// inflateBack*: raw data by call-backs, into the caller's window.
#include "stream_state.hpp"

#include <new>
#include <utility>

namespace banos::z {

namespace {

// What z_stream::state points to here.
struct back_state {
    std::span<std::byte> window;
    inflate::decoder decoder{{.format = inflate::format::raw}};
};
static_assert(alignof(back_state) <= 16);

// Input that is got piece by piece.
struct source {
    in_func get;
    void* context;
    const Bytef* next;
    unsigned available;

    [[nodiscard]] std::span<const std::byte> data() const {
        return {reinterpret_cast<const std::byte*>(next), available};
    }
    void consume(std::size_t count) {
        next += count;
        available -= unsigned(count);
    }
    // False: there is none, and next is null.
    bool refill() {
        available = get(context, const_cast<z_const Bytef**>(&next));
        if (available == 0)
            next = nullptr;
        return available != 0;
    }
};

// Output that goes through a window.
struct sink {
    out_func put;
    void* context;
    std::span<std::byte> window;
    std::size_t filled = 0;

    // False: the caller does not want more.
    bool flush() {
        const std::size_t count = std::exchange(filled, 0);
        return put(context, reinterpret_cast<Bytef*>(window.data()), unsigned(count)) == 0;
    }
};

int run(z_streamp stream, back_state& state, source& from, sink& to) {
    using inflate::status;
    for (;;) {
        const auto output = to.window.subspan(to.filled);
        const auto [consumed, produced, status] = state.decoder.decode(from.data(), output, false);
        from.consume(consumed);
        to.filled += produced;
        if (status == status::done)
            return Z_STREAM_END;
        if (status == status::failed) {
            stream->msg = const_cast<char*>(message_of(state.decoder.problem()));
            return Z_DATA_ERROR;
        }
        if (status == status::needs_output ? !to.flush() : !from.refill())
            return Z_BUF_ERROR;
    }
}

} // namespace

} // namespace banos::z

using namespace banos::z;

extern "C" {

int inflateBackInit_(z_streamp stream, int window_bits, unsigned char* window, const char* version,
                     int stream_size) {
    if (version == nullptr || version[0] != ZLIB_VERSION[0] || stream_size != int(sizeof(z_stream)))
        return Z_VERSION_ERROR;
    if (stream == nullptr || window == nullptr || window_bits < 8 || window_bits > 15)
        return Z_STREAM_ERROR;
    set_default_allocator(*stream);
    stream->msg = nullptr;
    voidpf memory = stream->zalloc(stream->opaque, 1, sizeof(back_state));
    if (memory == nullptr)
        return Z_MEM_ERROR;
    auto* state = new (memory) back_state;
    state->window = {reinterpret_cast<std::byte*>(window), std::size_t(1) << window_bits};
    stream->state = reinterpret_cast<internal_state*>(state);
    return Z_OK;
}

int inflateBack(z_streamp stream, in_func in, void* in_context, out_func out, void* out_context) {
    if (stream == nullptr || stream->state == nullptr)
        return Z_STREAM_ERROR;
    auto& state = *reinterpret_cast<back_state*>(stream->state);
    stream->msg = nullptr;
    state.decoder.reset();
    source from{in, in_context, stream->next_in, stream->next_in == nullptr ? 0 : stream->avail_in};
    sink to{out, out_context, state.window};
    int answer = run(stream, state, from, to);
    if (to.filled != 0 && !to.flush() && answer == Z_STREAM_END)
        answer = Z_BUF_ERROR;
    stream->next_in = const_cast<z_const Bytef*>(from.next);
    stream->avail_in = from.available;
    return answer;
}

int inflateBackEnd(z_streamp stream) {
    if (stream == nullptr || stream->state == nullptr || stream->zfree == nullptr)
        return Z_STREAM_ERROR;
    stream->zfree(stream->opaque, stream->state);
    stream->state = nullptr;
    return Z_OK;
}

} // extern "C"
