// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// CRC-32 and Adler-32 against libdeflate's, in the cache, and the portable forms: GB/s,
// and how many times as fast as libdeflate, the median of 15 rounds in turns.
#include <libdeflate.h>

#include <banos/checksum.hpp>
#include <banos/instruction_set.hpp>

#include <cstdio>
#include <random>

#include "interleaved.hpp"

namespace {

using banos::bench::contender;

constexpr unsigned rounds = 15;
unsigned long sink; // so that nothing is left out

void print(const char* what, std::size_t size, std::vector<contender> all) {
    banos::bench::measure(all, rounds);
    std::printf("| %-8s | %8zu |", what, size);
    for (const contender& one : all)
        std::printf(" %6.1f |", double(size) / banos::bench::median(one.seconds) / 1e9);
    std::printf(" %5.2f |\n", banos::bench::ratio(all[0], all[1]));
}

void print_portable(const char* what, const std::function<void()>& run, std::size_t size) {
    banos::limit_instruction_set(banos::instruction_set::portable);
    std::vector<contender> one = {{what, run}};
    banos::bench::measure(one, rounds);
    std::printf("| %-8s | %8zu | %6.1f |\n", what, size,
                double(size) / banos::bench::median(one[0].seconds) / 1e9);
}

} // namespace

int main() {
    std::vector<std::byte> data(1 << 20);
    std::mt19937_64 random(1);
    for (std::byte& byte : data)
        byte = std::byte(random());

    std::puts("| checksum | bytes | banos GB/s | libdeflate GB/s | ratio |");
    std::puts("|---|---|---|---|---|");
    for (std::size_t size : {256u, 1024u, 4096u, 4101u, 16384u, 65536u, 262144u, 1048576u}) {
        const auto piece = std::span(data).first(size);
        print("CRC-32", size,
              {{"banos", [=] { sink += banos::crc32(piece); }},
               {"libdeflate", [=] { sink += libdeflate_crc32(0, piece.data(), size); }}});
        print("Adler-32", size,
              {{"banos", [=] { sink += banos::adler32(piece); }},
               {"libdeflate", [=] { sink += libdeflate_adler32(1, piece.data(), size); }}});
    }

    std::puts("\n| portable | bytes | GB/s |\n|---|---|---|");
    const auto piece = std::span(data).first(65536);
    print_portable(
        "CRC-32", [=] { sink += banos::crc32(piece); }, piece.size());
    print_portable(
        "Adler-32", [=] { sink += banos::adler32(piece); }, piece.size());
}
