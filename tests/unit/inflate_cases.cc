// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "inflate_cases.hpp"

#include "inflate_run.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <random>

#include <zlib.h>

namespace banos::test {

namespace {

constexpr std::size_t output_limit = 600;

// Texts with what a compressor finds: few letters, repetitions near and far, noise.
bytes random_text(std::minstd_rand& random) {
    bytes text(random() % 400);
    auto letters = unsigned(1 + random() % (random() % 4 == 0 ? 256 : 8));
    for (std::size_t i = 0; i < text.size(); i++)
        text[i] = i > 20 && random() % 8 != 0 ? text[i - 1 - random() % 20]
                                              : std::byte(random() % letters);
    return text;
}

// deflateInit2() takes longer than compressing some hundred bytes. zlib's streams
// must stay where they were made.
struct encoders {
    encoders() {
        constexpr std::array window_bits = {-15, 15, 15 + 16};
        for (std::size_t i = 0; i < all.size(); i++) {
            make(all[i][0], window_bits[i], 6, Z_DEFAULT_STRATEGY);
            make(all[i][1], window_bits[i], 6, Z_FIXED);
            make(all[i][2], window_bits[i], 9, Z_HUFFMAN_ONLY);
            make(all[i][3], window_bits[i], 0, Z_DEFAULT_STRATEGY);
        }
    }
    static void make(z_stream& stream, int window_bits, int level, int strategy) {
        if (deflateInit2(&stream, level, Z_DEFLATED, window_bits, 1, strategy) != Z_OK)
            std::abort();
    }
    std::array<std::array<z_stream, 4>, 3> all{};
};

z_stream& encoder(inflate::format format, unsigned choice) {
    static encoders made;
    return made.all[std::size_t(format) % 3][choice % 4];
}

void compress_part(z_stream& zlib, bytes& into, std::span<const std::byte> text, int flush) {
    std::array<std::byte, 1024> piece;
    zlib.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(text.data()));
    zlib.avail_in = uInt(text.size());
    zlib.next_out = reinterpret_cast<Bytef*>(piece.data());
    zlib.avail_out = uInt(piece.size());
    if (deflate(&zlib, flush) == Z_STREAM_ERROR)
        std::abort();
    into.insert(into.end(), piece.begin(), piece.end() - zlib.avail_out);
}

// In two parts, so that there are several blocks.
bytes random_stream(std::minstd_rand& random, inflate::format format) {
    z_stream& zlib = encoder(format, unsigned(random()));
    deflateReset(&zlib);
    bytes stream;
    bytes text = random_text(random);
    std::size_t half = text.size() / 2;
    compress_part(zlib, stream, std::span(text).first(half),
                  random() % 2 == 0 ? Z_NO_FLUSH : Z_FULL_FLUSH);
    compress_part(zlib, stream, std::span(text).subspan(half), Z_FINISH);
    return stream;
}

void damage(bytes& stream, std::minstd_rand& random) {
    switch (random() % 6) {
    case 0:
        stream.resize(stream.size() - random() % (stream.size() + 1));
        break;
    case 1:
        stream.push_back(std::byte(random()));
        break;
    case 2:
    case 3:
        for (auto times = 1 + random() % 3; times > 0 && !stream.empty(); times--)
            stream[random() % stream.size()] ^= std::byte(1 << random() % 8);
        break;
    default:
        break;
    }
}

} // namespace

std::string run_random_stream(std::uint32_t seed, unsigned times) {
    static inflate::decoder decoder;
    std::minstd_rand random(seed * 2654435761U + 1);
    auto format = inflate::format(random() % 3);
    bytes stream = random_stream(random, format);
    damage(stream, random);
    if (random() % 8 == 0 && format != inflate::format::raw)
        format = inflate::format::detect;
    decoding zlibs = decode_by_zlib(stream, format, output_limit);
    decoding first;
    for (unsigned i = 0; i < times; i++) {
        std::size_t in = i == 0 ? 0 : 1 + random() % (i % 4 == 0 ? 3 : 60);
        std::size_t out = i % 3 == 0 ? 0 : 1 + random() % (i % 5 == 0 ? 2 : 100);
        decoding ours = decode_in_pieces(decoder, stream, format, output_limit, {in, out}, random);
        if (i == 0)
            first = ours;
        if (ours.problem != first.problem || ours.problem_bit != first.problem_bit)
            return "seed " + std::to_string(seed) + ": the fault is another when cut";
        if (std::string differs = difference(ours, zlibs); !differs.empty())
            return "seed " + std::to_string(seed) + ", cut " + std::to_string(i) + ": " + differs;
    }
    return {};
}

} // namespace banos::test
