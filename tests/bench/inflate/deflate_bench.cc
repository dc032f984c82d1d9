// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Usage: deflate_bench FILE...
//
// The encoder against zlib's deflate(), level by level, as gzip: sizes, MB/s of input,
// and the ratios of both; the median of rounds in turns. Of large files the first 8 MiB.
#include <banos/deflate.hpp>
#include <zlib.h>

#include <cmath>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <memory>

#include "interleaved.hpp"

namespace {

using banos::bench::contender;
using bytes = std::vector<std::byte>;

constexpr unsigned rounds = 5;
constexpr std::size_t most = 8 << 20;
constexpr int levels[] = {1, 6, 9};

bytes read(const char* path) {
    std::ifstream in(path, std::ios::binary);
    const std::vector<char> all((std::istreambuf_iterator<char>(in)), {});
    const auto* start = reinterpret_cast<const std::byte*>(all.data());
    return {start, start + std::min(all.size(), most)};
}

std::size_t by_zlib(const bytes& data, bytes& output, int level) {
    z_stream stream{};
    deflateInit2(&stream, level, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY);
    stream.next_in =
        const_cast<unsigned char*>(reinterpret_cast<const unsigned char*>(data.data()));
    stream.avail_in = unsigned(data.size());
    stream.next_out = reinterpret_cast<unsigned char*>(output.data());
    stream.avail_out = unsigned(output.size());
    deflate(&stream, Z_FINISH);
    deflateEnd(&stream);
    return stream.total_out;
}

struct sums {
    double size = 0;
    double speed = 0;
};

sums compare(const char* path, const bytes& data, int level) {
    bytes output(data.size() + data.size() / 100 + 1000);
    const auto encoder = std::make_unique<banos::deflate::encoder>();
    std::size_t ours = 0;
    std::size_t theirs = 0;
    std::vector<contender> both = {
        {"banos",
         [&] {
             encoder->reset({banos::deflate::format::gzip, level});
             ours = encoder->encode(data, output, banos::deflate::flush::finish).produced;
         }},
        {"zlib", [&] { theirs = by_zlib(data, output, level); }}};
    banos::bench::measure(both, rounds);
    const sums found = {double(ours) / double(theirs), banos::bench::ratio(both[0], both[1])};
    std::printf("| %s | %d | %zu | %zu | %.3f | %.1f | %.1f | %.2f |\n", path, level, ours, theirs,
                found.size, double(data.size()) / banos::bench::median(both[0].seconds) / 1e6,
                double(data.size()) / banos::bench::median(both[1].seconds) / 1e6, found.speed);
    return found;
}

} // namespace

int main(int count, char** arguments) {
    std::puts(
        "| file | level | banos bytes | zlib bytes | ratio | banos MB/s | zlib MB/s | ratio |");
    std::puts("|---|---|---|---|---|---|---|---|");
    sums logarithms[std::size(levels)];
    for (int i = 1; i < count; i++) {
        const bytes data = read(arguments[i]);
        for (std::size_t k = 0; k < std::size(levels); k++) {
            const sums found = compare(arguments[i], data, levels[k]);
            logarithms[k].size += std::log(found.size) / (count - 1);
            logarithms[k].speed += std::log(found.speed) / (count - 1);
        }
    }
    for (std::size_t k = 0; k < std::size(levels) && count > 1; k++)
        std::printf("| geometric mean | %d | | | %.3f | | | %.2f |\n", levels[k],
                    std::exp(logarithms[k].size), std::exp(logarithms[k].speed));
}
