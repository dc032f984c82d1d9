// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "inflate_run.hpp"

#include <algorithm>
#include <cstdlib>

#include <zlib.h>

namespace banos::test {

namespace {

int window_bits(inflate::format format) {
    switch (format) {
    case inflate::format::raw:
        return -15;
    case inflate::format::zlib:
        return 15;
    case inflate::format::gzip:
        return 15 + 16;
    case inflate::format::detect:
        return 15 + 32;
    }
    std::abort();
}

verdict verdict_of(int answer, bool output_full) {
    switch (answer) {
    case Z_STREAM_END:
        return verdict::done;
    case Z_NEED_DICT:
        return verdict::needs_dictionary;
    case Z_OK:
    case Z_BUF_ERROR:
        return output_full ? verdict::output_full : verdict::truncated;
    default:
        return verdict::wrong;
    }
}

// inflateInit2() takes longer than a small stream. zlib's streams must stay where
// they were made.
z_stream& zlib_decoder(inflate::format format) {
    static z_stream stream{};
    static const int made = inflateInit2(&stream, 15);
    if (made != Z_OK || inflateReset2(&stream, window_bits(format)) != Z_OK)
        std::abort();
    return stream;
}

Bytef* zlib_bytes(const std::byte* from) {
    return reinterpret_cast<Bytef*>(const_cast<std::byte*>(from));
}

std::size_t piece(std::size_t left, std::size_t most, std::minstd_rand& random) {
    return most == 0 ? left : std::min<std::size_t>(left, random() % (most + 1));
}

verdict verdict_of(inflate::status status, inflate::fault problem) {
    switch (status) {
    case inflate::status::done:
        return verdict::done;
    case inflate::status::needs_dictionary:
        return verdict::needs_dictionary;
    case inflate::status::needs_output:
        return verdict::output_full;
    default:
        return problem == inflate::fault::truncated ? verdict::truncated : verdict::wrong;
    }
}

// zlib goes on with a code of code lengths that has no codes at all, and finds out
// later.
bool known_difference(const decoding& ours, const decoding& zlibs) {
    return ours.problem == inflate::fault::code_length_code && zlibs.verdict == verdict::truncated;
}

} // namespace

decoding decode_by_zlib(std::span<const std::byte> stream, inflate::format format,
                        std::size_t output_limit) {
    decoding result{};
    result.output.resize(output_limit);
    z_stream& zlib = zlib_decoder(format);
    zlib.next_in = zlib_bytes(stream.data());
    zlib.avail_in = uInt(stream.size());
    zlib.next_out = zlib_bytes(result.output.data());
    zlib.avail_out = uInt(output_limit);
    int answer = ::inflate(&zlib, Z_FINISH);
    result.verdict = verdict_of(answer, zlib.avail_out == 0);
    result.output.resize(zlib.total_out);
    result.consumed = zlib.total_in;
    return result;
}

namespace {

constexpr std::size_t most_guarded = 64 * 1024;

const guarded_memory& input_memory() {
    static const guarded_memory memory(most_guarded);
    return memory;
}
const guarded_memory& output_memory() {
    static const guarded_memory memory(most_guarded);
    return memory;
}

// One call on memory that is guarded at one end.
inflate::progress guarded_step(inflate::decoder& decoder, std::span<const std::byte> input,
                               std::span<std::byte> output, bool last, border at) {
    auto from = input_memory().buffer(input.size(), at);
    auto to = output_memory().buffer(output.size(), at);
    std::ranges::copy(input, from.begin());
    auto step = decoder.decode(from, to, last);
    std::ranges::copy(to.first(step.produced), output.begin());
    return step;
}

// Decodes in pieces, each by call(input, output, last).
template<typename function>
decoding decode_by_calls(inflate::decoder& decoder, std::span<const std::byte> stream,
                         inflate::format format, std::size_t output_limit, cuts cut,
                         std::minstd_rand& random, function call) {
    decoder.reset({.format = format, .members = inflate::members::one});
    decoding result{};
    result.output.resize(output_limit);
    std::size_t produced = 0;
    inflate::status status;
    do {
        std::size_t in = piece(stream.size() - result.consumed, cut.input, random);
        std::size_t out = piece(output_limit - produced, cut.output, random);
        bool last = result.consumed + in == stream.size();
        auto step = call(stream.subspan(result.consumed, in),
                         std::span(result.output).subspan(produced, out), last);
        result.consumed += step.consumed;
        produced += step.produced;
        status = step.status;
    } while (status == inflate::status::needs_input ||
             (status == inflate::status::needs_output && produced < output_limit));
    result.problem = decoder.problem();
    result.problem_bit = decoder.problem_bit();
    result.verdict = verdict_of(status, result.problem);
    result.output.resize(produced);
    return result;
}

} // namespace

decoding decode_in_pieces(inflate::decoder& decoder, std::span<const std::byte> stream,
                          inflate::format format, std::size_t output_limit, cuts cut,
                          std::minstd_rand& random) {
    return decode_by_calls(decoder, stream, format, output_limit, cut, random,
                           [&](std::span<const std::byte> input, std::span<std::byte> output,
                               bool last) { return decoder.decode(input, output, last); });
}

decoding decode_guarded_pieces(inflate::decoder& decoder, std::span<const std::byte> stream,
                               inflate::format format, std::size_t output_limit, cuts cut,
                               std::minstd_rand& random) {
    unsigned calls = 0;
    return decode_by_calls(
        decoder, stream, format, output_limit, cut, random,
        [&](std::span<const std::byte> input, std::span<std::byte> output, bool last) {
            return guarded_step(decoder, input, output, last, border(calls++ % 2));
        });
}

decoding decode_at_once(inflate::decoder& decoder, std::span<const std::byte> stream,
                        std::size_t output_limit, border at) {
    auto from = input_memory().buffer(stream.size(), at);
    auto to = output_memory().buffer(output_limit, at);
    std::ranges::copy(stream, from.begin());
    decoding result{};
    auto [consumed, produced, status] = decoder.decode_whole(from, to);
    result.output.assign(to.begin(), to.begin() + std::ptrdiff_t(produced));
    result.consumed = consumed;
    result.problem = decoder.problem();
    result.problem_bit = decoder.problem_bit();
    result.verdict = verdict_of(status, result.problem);
    return result;
}

std::string difference(const decoding& ours, const decoding& zlibs) {
    if (known_difference(ours, zlibs))
        return {};
    if (ours.verdict != zlibs.verdict)
        return "the verdict is " + std::to_string(int(ours.verdict)) + " (" +
               std::string(describe(ours.problem)) + "), zlib's " +
               std::to_string(int(zlibs.verdict));
    if (ours.output != zlibs.output)
        return "the output differs: " + std::to_string(ours.output.size()) + " bytes, zlib's " +
               std::to_string(zlibs.output.size());
    if (ours.verdict == verdict::done && ours.consumed != zlibs.consumed)
        return "consumed " + std::to_string(ours.consumed) + ", zlib " +
               std::to_string(zlibs.consumed);
    return {};
}

std::string compare_decoders(std::span<const std::byte> data) {
    constexpr std::size_t output_limit = 64 * 1024;
    static inflate::decoder decoder;
    if (data.size() < 4)
        return {};
    auto format = inflate::format(std::to_integer<unsigned>(data[0]) % 4);
    cuts cut = {std::to_integer<std::size_t>(data[1]), std::to_integer<std::size_t>(data[2]) * 64};
    std::minstd_rand random(std::to_integer<unsigned>(data[3]) + 1);
    auto stream = data.subspan(4);
    decoding zlibs = decode_by_zlib(stream, format, output_limit);
    decoding pieces = decode_guarded_pieces(decoder, stream, format, output_limit, cut, random);
    if (std::string differs = difference(pieces, zlibs); !differs.empty())
        return "in pieces, " + differs;
    for (border at : {border::end, border::start}) {
        decoding whole = decode_at_once(decoder, stream, output_limit, at);
        if (whole.problem != pieces.problem || whole.problem_bit != pieces.problem_bit)
            return "at once, the fault is another";
        if (std::string differs = difference(whole, zlibs); !differs.empty())
            return "at once, " + differs;
    }
    return {};
}

bytes compress_by_zlib(std::span<const std::byte> text, inflate::format format, int level,
                       int strategy) {
    z_stream zlib{};
    if (deflateInit2(&zlib, level, Z_DEFLATED, window_bits(format), 8, strategy) != Z_OK)
        std::abort();
    bytes result(deflateBound(&zlib, text.size()) + 64);
    zlib.next_in = zlib_bytes(text.data());
    zlib.avail_in = uInt(text.size());
    zlib.next_out = zlib_bytes(result.data());
    zlib.avail_out = uInt(result.size());
    if (deflate(&zlib, Z_FINISH) != Z_STREAM_END)
        std::abort();
    result.resize(zlib.total_out);
    deflateEnd(&zlib);
    return result;
}

} // namespace banos::test
