// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "deflate_fixture.hpp"

#include <zlib.h>

#include <cstring>
#include <random>

namespace {

constexpr int window_bits(banos::deflate::format wrapping) {
    using enum banos::deflate::format;
    return wrapping == raw ? -15 : wrapping == zlib ? 15 : 31;
}

z_stream over(std::span<const std::byte> input) {
    z_stream stream{};
    stream.next_in =
        const_cast<unsigned char*>(reinterpret_cast<const unsigned char*>(input.data()));
    stream.avail_in = unsigned(input.size());
    return stream;
}

bytes records(std::size_t count) {
    bytes made(count);
    for (std::size_t i = 0; i < count; i++)
        made[i] = std::byte(i % 24 < 4 ? i / 24 >> (8 * (i % 24)) : i % 24 * 7);
    return made;
}

bytes mixture(std::size_t count) {
    bytes made;
    for (unsigned seed = 0; made.size() < count; seed++) {
        const bytes part = seed % 2 ? noise(5000 + 777 * seed, seed) : text(9000, seed);
        made.insert(made.end(), part.begin(), part.end());
    }
    return made;
}

} // namespace

bytes noise(std::size_t count, unsigned seed) {
    std::mt19937_64 random(seed);
    bytes made(count);
    for (std::byte& byte : made)
        byte = std::byte(random());
    return made;
}

bytes text(std::size_t count, unsigned seed) {
    std::mt19937 random(seed);
    std::vector<std::string> words(600);
    for (std::string& word : words)
        for (std::size_t n = 2 + random() % 8; n != 0; n--)
            word += char('a' + random() % 26 * (random() % 26) / 26);
    std::string made;
    while (made.size() < count)
        made += words[random() % words.size() * (random() % words.size()) / words.size()] + " ";
    const auto* start = reinterpret_cast<const std::byte*>(made.data());
    return {start, start + count};
}

std::vector<sample> samples() {
    std::vector<sample> all = {
        {"nothing", {}},
        {"one byte", bytes(1, std::byte{'x'})},
        {"three bytes", text(3)},
        {"few bytes", text(40)},
        {"text", text(300'000)},
        {"noise", noise(200'000)},
        {"records", records(150'000)},
        {"zeros", bytes(400'000, std::byte{0})},
        {"mixture", mixture(300'000)},
    };
    for (std::size_t size : {257u, 258u, 259u, 260u, 65535u, 65536u, 65537u})
        all.push_back({std::to_string(size) + " equal bytes", bytes(size, std::byte{'e'})});
    return all;
}

std::optional<bytes> inflated_by_zlib(std::span<const std::byte> input,
                                      banos::deflate::format wrapping) {
    z_stream stream = over(input);
    if (::inflateInit2(&stream, window_bits(wrapping)) != Z_OK)
        return {};
    bytes output;
    int answer = Z_OK;
    while (answer == Z_OK) {
        const std::size_t before = output.size();
        output.resize(before + 65536);
        stream.next_out = reinterpret_cast<unsigned char*>(output.data() + before);
        stream.avail_out = 65536;
        answer = ::inflate(&stream, Z_NO_FLUSH);
    }
    output.resize(stream.total_out);
    const bool whole = answer == Z_STREAM_END && stream.avail_in == 0;
    ::inflateEnd(&stream);
    return whole ? std::optional(output) : std::nullopt;
}

std::size_t size_by_zlib(std::span<const std::byte> data, int level) {
    z_stream stream = over(data);
    if (::deflateInit2(&stream, level, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return 0;
    bytes output(::deflateBound(&stream, data.size()));
    stream.next_out = reinterpret_cast<unsigned char*>(output.data());
    stream.avail_out = unsigned(output.size());
    ::deflate(&stream, Z_FINISH);
    ::deflateEnd(&stream);
    return stream.total_out;
}

bytes deflated(std::span<const std::byte> data, const banos::deflate::options& wanted) {
    bytes output(banos::deflate::bound(data.size(), wanted.format));
    output.resize(banos::deflate::compress(data, output, wanted).value());
    return output;
}
