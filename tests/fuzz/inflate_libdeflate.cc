// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "inflate_libdeflate.hpp"

#include <banos/instruction_set.hpp>

#include <libdeflate.h>

#include "inflate_run.hpp"

namespace banos::test {

namespace {

constexpr std::size_t output_limit = 64 * 1024;

// Nothing unless it takes the whole stream.
bytes decode_by_libdeflate(std::span<const std::byte> stream, inflate::format format) {
    static libdeflate_decompressor* const decompressor = libdeflate_alloc_decompressor();
    bytes output(output_limit);
    std::size_t consumed = 0;
    std::size_t produced = 0;
    libdeflate_result result = LIBDEFLATE_BAD_DATA;
    if (format == inflate::format::raw)
        result =
            libdeflate_deflate_decompress_ex(decompressor, stream.data(), stream.size(),
                                             output.data(), output.size(), &consumed, &produced);
    else if (format == inflate::format::zlib)
        result = libdeflate_zlib_decompress_ex(decompressor, stream.data(), stream.size(),
                                               output.data(), output.size(), &consumed, &produced);
    else
        result = libdeflate_gzip_decompress_ex(decompressor, stream.data(), stream.size(),
                                               output.data(), output.size(), &consumed, &produced);
    output.resize(result == LIBDEFLATE_SUCCESS ? produced : 0);
    return output;
}

// The other form of the loop than compare_decoders() has: it is chosen when a decoder is
// made.
inflate::decoder& portable_decoder() {
    limit_instruction_set(instruction_set::portable);
    static inflate::decoder made;
    limit_instruction_set(instruction_set::avx512);
    return made;
}

} // namespace

std::string compare_with_libdeflate(std::span<const std::byte> data) {
    static inflate::decoder& decoder = portable_decoder();
    if (data.size() < 4)
        return {};
    auto format = inflate::format(std::to_integer<unsigned>(data[0]) % 3);
    auto stream = data.subspan(4);
    bytes theirs = decode_by_libdeflate(stream, format);
    decoder.reset({.format = format, .members = inflate::members::one});
    decoding ours = decode_at_once(decoder, stream, output_limit);
    bool both = !theirs.empty() && ours.verdict == verdict::done;
    return both && theirs != ours.output ? "libdeflate's output is another" : "";
}

} // namespace banos::test
