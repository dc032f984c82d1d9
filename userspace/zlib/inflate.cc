// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// inflate() itself.
#include "stream_state.hpp"

#include <banos/checksum.hpp>

#include <algorithm>

namespace banos::z {

namespace {

bool stops_at_blocks(int flush) noexcept {
    return flush == Z_BLOCK || flush == Z_TREES;
}

void sum_output(stream_state& state, std::span<const std::byte> bytes) noexcept {
    state.total += std::uint32_t(bytes.size());
    if (!state.verify || !state.has_header || bytes.empty())
        return;
    state.checksum = state.is_gzip ? crc32(bytes, state.checksum) : adler32(bytes, state.checksum);
    state.owner->adler = state.checksum;
}

// Decodes by pieces that are still in the cache when they are summed. True: the body
// has ended, or is bad.
bool decode_body(stream_state& state, transfer& io, int flush) noexcept {
    constexpr std::size_t piece = 64 * 1024;
    using inflate::status;
    state.decoder.stop_at(flush == Z_TREES   ? inflate::stop::header
                          : flush == Z_BLOCK ? inflate::stop::block
                                             : inflate::stop::never);
    for (;;) {
        const auto output = io.output.first(std::min(io.output.size(), piece));
        const auto [consumed, produced, status] = state.decoder.decode(io.input, output, false);
        sum_output(state, output.first(produced));
        io.input = io.input.subspan(consumed);
        io.output = io.output.subspan(produced);
        if (status == status::done)
            state.mode = mode::checksum;
        else if (status == status::failed)
            fail(state, message_of(state.decoder.problem()));
        else if (status == status::needs_output && !io.output.empty())
            continue;
        return status == status::done || status == status::failed;
    }
}

// As far as it goes; Z_OK if it ran out of something.
int advance(stream_state& state, transfer& io, int flush) noexcept {
    if (state.mode <= mode::dictionary_known) {
        if (state.mode == mode::dictionary_known)
            state.mode = mode::after_header;
        else if (!read_header(state, io))
            return Z_OK;
        if (state.mode == mode::after_header && stops_at_blocks(flush))
            return Z_OK;
    }
    if (state.mode == mode::wait_for_dictionary)
        return Z_NEED_DICT;
    if (state.mode == mode::after_header)
        state.mode = mode::body;
    if (state.mode == mode::body && !decode_body(state, io, flush))
        return Z_OK;
    if ((state.mode == mode::checksum || state.mode == mode::length) && !read_trailer(state, io))
        return Z_OK;
    if (state.mode == mode::done)
        return Z_STREAM_END;
    return state.mode == mode::bad ? Z_DATA_ERROR : Z_STREAM_ERROR;
}

// What z_stream::data_type tells those who ask for Z_BLOCK.
int data_type_of(const stream_state& state) noexcept {
    constexpr int in_last_block = 64;
    constexpr int at_block_end = 128;
    constexpr int after_block_header = 256;
    int type = int(state.decoder.held_bits());
    if (state.decoder.in_final_block())
        type += in_last_block;
    if (state.mode == mode::after_header)
        type += at_block_end;
    else if (state.mode == mode::body && state.decoder.place() == inflate::place::block_boundary)
        type += at_block_end;
    else if (state.mode == mode::body && state.decoder.place() == inflate::place::block_start)
        type += after_block_header;
    return type;
}

} // namespace

} // namespace banos::z

extern "C" int inflate(z_streamp stream, int flush) {
    using namespace banos::z;
    stream_state* state = state_of(stream);
    if (state == nullptr || stream->next_out == nullptr ||
        (stream->next_in == nullptr && stream->avail_in != 0))
        return Z_STREAM_ERROR;
    transfer io(stream);
    const int answer = advance(*state, io, flush);
    if (answer == Z_STREAM_ERROR)
        return answer;
    io.finish(stream);
    if (answer == Z_NEED_DICT)
        return answer;
    stream->data_type = data_type_of(*state);
    const bool progressed =
        io.input.size() != io.given_input || io.output.size() != io.given_output;
    return answer == Z_OK && (!progressed || flush == Z_FINISH) ? Z_BUF_ERROR : answer;
}
