// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "stream_state.hpp"

namespace banos::z {

stream_state* state_of(z_streamp stream) noexcept {
    if (stream == nullptr || stream->zalloc == nullptr || stream->zfree == nullptr)
        return nullptr;
    auto* state = reinterpret_cast<stream_state*>(stream->state);
    return state != nullptr && state->owner == stream ? state : nullptr;
}

transfer::transfer(z_streamp stream) noexcept
    : input(reinterpret_cast<const std::byte*>(stream->next_in), stream->avail_in),
      output(reinterpret_cast<std::byte*>(stream->next_out), stream->avail_out),
      given_input(stream->avail_in), given_output(stream->avail_out) {}

void transfer::finish(z_streamp stream) const noexcept {
    const std::size_t consumed = given_input - input.size();
    const std::size_t produced = given_output - output.size();
    stream->next_in += consumed;
    stream->avail_in -= unsigned(consumed);
    stream->total_in += consumed;
    stream->next_out += produced;
    stream->avail_out -= unsigned(produced);
    stream->total_out += produced;
}

bool read_field(stream_state& state, transfer& io, unsigned bytes) noexcept {
    for (; state.field_bytes < bytes; state.field_bytes++) {
        if (io.input.empty())
            return false;
        state.field |= std::to_integer<std::uint32_t>(io.input[0]) << (8 * state.field_bytes);
        io.input = io.input.subspan(1);
    }
    return true;
}

void fail(stream_state& state, const char* message) noexcept {
    // zlib never writes through it.
    state.owner->msg = const_cast<char*>(message);
    state.mode = mode::bad;
}

const char* message_of(inflate::fault problem) noexcept {
    using enum inflate::fault;
    switch (problem) {
    case block_type:
        return "invalid block type";
    case stored_length:
        return "invalid stored block lengths";
    case too_many_symbols:
        return "too many length or distance symbols";
    case code_length_code:
        return "invalid code lengths set";
    case length_repeat:
        return "invalid bit length repeat";
    case no_end_of_block:
        return "invalid code -- missing end-of-block";
    case literal_length_code:
        return "invalid literal/lengths set";
    case distance_code:
        return "invalid distances set";
    case literal_length_symbol:
        return "invalid literal/length code";
    case distance_symbol:
        return "invalid distance code";
    case distance_too_far:
        return "invalid distance too far back";
    default: // of wrappers, which a raw decoder does not read
        return "invalid data";
    }
}

} // namespace banos::z
