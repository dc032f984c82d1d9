// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "deflate_run.hpp"

#include <banos/deflate.hpp>
#include <banos/inflate.hpp>
#include <zlib.h>

#include <algorithm>
#include <memory>
#include <vector>

#include "guarded_memory.hpp"

namespace {

using bytes = std::vector<std::byte>;
namespace deflate = banos::deflate;
namespace inflate = banos::inflate;

constexpr std::size_t most_piece = 1 + 255 * 255;

struct manner {
    deflate::options options;
    std::size_t input_piece;
    std::size_t output_piece;
    unsigned sync_every; // pieces; 0: never
    unsigned repeats;    // of the input, so that little of it makes many blocks
};

manner manner_of(std::span<const std::uint8_t, 4> choice) {
    constexpr int levels[] = {1, 6, 9};
    return {{deflate::format(choice[0] % 3), levels[choice[0] / 3 % 3]},
            1 + std::size_t(choice[1]) * choice[1],
            1 + std::size_t(choice[2]) * choice[2],
            choice[3] % 4u * 3,
            1 + choice[3] / 4u % 32};
}

// The data, several times over, each time with other bytes between; not again once it
// is long enough for the window to have moved on twice.
bytes repeated(std::span<const std::uint8_t> data, unsigned repeats) {
    constexpr std::size_t enough = 128 * 1024;
    bytes made;
    for (unsigned i = 0; i < repeats && made.size() < enough; i++) {
        for (std::uint8_t byte : data)
            made.push_back(std::byte(byte));
        made.push_back(std::byte(i * 37));
    }
    return made;
}

// Each piece of input and output in guarded memory, at its end and at its start in turn.
bytes encoded(const bytes& data, const manner& how) {
    static const banos::test::guarded_memory input_memory(most_piece);
    static const banos::test::guarded_memory output_memory(most_piece);
    const auto encoder = std::make_unique<deflate::encoder>(how.options);
    bytes stream;
    std::size_t at = 0;
    unsigned pieces = 0;
    unsigned calls = 0;
    for (deflate::status status = deflate::status::needs_input; status != deflate::status::done;) {
        const std::size_t count = std::min(how.input_piece, data.size() - at);
        const auto border = banos::test::border(calls++ % 2);
        const auto input = input_memory.buffer(count, border);
        const auto output = output_memory.buffer(how.output_piece, border);
        std::ranges::copy(std::span(data).subspan(at, count), input.begin());
        deflate::flush wanted = deflate::flush::none;
        if (how.sync_every != 0 && pieces % how.sync_every == 0)
            wanted = deflate::flush::sync;
        if (at + count == data.size())
            wanted = deflate::flush::finish;
        const deflate::progress now = encoder->encode(input, output, wanted);
        at += now.consumed;
        stream.insert(stream.end(), output.begin(), output.begin() + std::ptrdiff_t(now.produced));
        status = now.status;
        if (status != deflate::status::needs_output)
            pieces++;
    }
    return stream;
}

// Nothing unless it is a whole stream of that length.
bytes decoded(const bytes& stream, std::size_t size, deflate::format wrapping) {
    constexpr inflate::format formats[] = {inflate::format::raw, inflate::format::zlib,
                                           inflate::format::gzip};
    const auto decoder = std::make_unique<inflate::decoder>(
        inflate::options{.format = formats[std::size_t(wrapping)]});
    bytes output(size);
    const auto [consumed, produced, status] = decoder->decode(stream, output, true);
    const bool whole = status == inflate::status::done && consumed == stream.size();
    return whole && produced == size ? output : bytes();
}

bytes decoded_by_zlib(const bytes& stream, std::size_t size, deflate::format wrapping) {
    constexpr int window_bits[] = {-15, 15, 31};
    z_stream decoder{};
    inflateInit2(&decoder, window_bits[std::size_t(wrapping)]);
    bytes output(size + 1);
    decoder.next_in =
        const_cast<unsigned char*>(reinterpret_cast<const unsigned char*>(stream.data()));
    decoder.avail_in = unsigned(stream.size());
    decoder.next_out = reinterpret_cast<unsigned char*>(output.data());
    decoder.avail_out = unsigned(output.size());
    const int answer = ::inflate(&decoder, Z_FINISH);
    const bool whole = answer == Z_STREAM_END && decoder.avail_in == 0;
    output.resize(whole ? decoder.total_out : 0);
    inflateEnd(&decoder);
    return output;
}

} // namespace

std::string wrong_in_round_trip(std::span<const std::uint8_t> input) {
    if (input.size() < 4)
        return {};
    const manner how = manner_of(input.first<4>());
    const bytes data = repeated(input.subspan(4), how.repeats);
    const bytes stream = encoded(data, how);
    if (how.sync_every == 0 && stream.size() > deflate::bound(data.size(), how.options.format))
        return "the stream is longer than its bound";
    if (decoded(stream, data.size(), how.options.format) != data)
        return "banos::inflate decodes something else";
    if (decoded_by_zlib(stream, data.size(), how.options.format) != data)
        return "zlib decodes something else";
    return {};
}
