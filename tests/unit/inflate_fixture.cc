// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "inflate_fixture.hpp"

#include <cstdlib>

#include <zlib.h>

namespace banos::test {

bit_writer& bit_writer::number(std::uint64_t value, unsigned bits) {
    for (unsigned i = 0; i < bits; i++, size_++) {
        if (size_ % 8 == 0)
            bytes_.push_back(std::byte{0});
        bytes_.back() |= std::byte((value >> i & 1) << size_ % 8);
    }
    return *this;
}

bit_writer& bit_writer::code(std::string_view bits) {
    for (char bit : bits)
        number(bit == '1', 1);
    return *this;
}

bit_writer& bit_writer::align() {
    return number(0, unsigned(-size_ % 8));
}

bytes bytes_of(std::string_view text) {
    auto all = std::as_bytes(std::span(text));
    return {all.begin(), all.end()};
}

bytes bytes_of(std::initializer_list<unsigned> values) {
    bytes all;
    for (unsigned value : values)
        all.push_back(std::byte(value));
    return all;
}

std::string text_of(std::span<const std::byte> from) {
    return {reinterpret_cast<const char*>(from.data()), from.size()};
}

bytes compress(std::string_view text, int window_bits, int level, std::string_view dictionary) {
    z_stream zlib{};
    if (deflateInit2(&zlib, level, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        std::abort();
    if (!dictionary.empty())
        deflateSetDictionary(&zlib, reinterpret_cast<const Bytef*>(dictionary.data()),
                             uInt(dictionary.size()));
    bytes result(deflateBound(&zlib, text.size()) + 64);
    zlib.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    zlib.avail_in = uInt(text.size());
    zlib.next_out = reinterpret_cast<Bytef*>(result.data());
    zlib.avail_out = uInt(result.size());
    if (deflate(&zlib, Z_FINISH) != Z_STREAM_END)
        std::abort();
    result.resize(zlib.total_out);
    deflateEnd(&zlib);
    return result;
}

decoded decode(inflate::decoder& decoder, std::span<const std::byte> stream) {
    bytes output(1 << 20);
    auto [consumed, produced, status] = decoder.decode(stream, output, true);
    return {status, text_of(std::span(output).first(produced)), consumed};
}

} // namespace banos::test
