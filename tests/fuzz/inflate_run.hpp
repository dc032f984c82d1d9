// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// The decoder beside zlib: both must agree on every stream, however it is cut.
// The fuzzer, the unit tests and the soak test share it.
#ifndef BANOS_FUZZ_INFLATE_RUN_HPP
#define BANOS_FUZZ_INFLATE_RUN_HPP

#include <banos/inflate.hpp>

#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "guarded_memory.hpp"

namespace banos::test {

using bytes = std::vector<std::byte>;

enum class verdict { done, truncated, output_full, needs_dictionary, wrong };

// What became of a stream.
struct decoding {
    test::verdict verdict;
    bytes output;
    std::size_t consumed = 0;
    inflate::fault problem = inflate::fault::none;
    std::uint64_t problem_bit = 0;
};

// Where a stream and its output are cut: pieces of at most so many bytes, of random
// sizes; 0: not at all.
struct cuts {
    std::size_t input = 0;
    std::size_t output = 0;
};

// Decodes with zlib, at most output_limit bytes.
decoding decode_by_zlib(std::span<const std::byte> stream, inflate::format format,
                        std::size_t output_limit);

// Decodes with a decoder, which is reset, in pieces.
decoding decode_in_pieces(inflate::decoder& decoder, std::span<const std::byte> stream,
                          inflate::format format, std::size_t output_limit, cuts cut,
                          std::minstd_rand& random);

// The same, each piece in guarded memory.
decoding decode_guarded_pieces(inflate::decoder& decoder, std::span<const std::byte> stream,
                               inflate::format format, std::size_t output_limit, cuts cut,
                               std::minstd_rand& random);

// Decodes with decode_whole(), in guarded memory; decoder's format is used. For streams
// and outputs of at most 64 KiB.
decoding decode_at_once(inflate::decoder& decoder, std::span<const std::byte> stream,
                        std::size_t output_limit, border at = border::end);

// Empty if both say the same, else what differs.
std::string difference(const decoding& ours, const decoding& zlibs);

// The body of the fuzzer: the first bytes of data choose the format and the cuts, the
// rest is the stream. Answers the difference.
std::string compare_decoders(std::span<const std::byte> data);

// One compressed text, for zlib's parameters.
bytes compress_by_zlib(std::span<const std::byte> text, inflate::format format, int level,
                       int strategy);

} // namespace banos::test

#endif
