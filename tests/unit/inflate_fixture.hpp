// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Streams that are made bit by bit, and by zlib.
#ifndef BANOS_TESTS_INFLATE_FIXTURE_HPP
#define BANOS_TESTS_INFLATE_FIXTURE_HPP

#include <banos/inflate.hpp>

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace banos::test {

using bytes = std::vector<std::byte>;

class bit_writer {
  public:
    // A number, its lowest bit first.
    bit_writer& number(std::uint64_t value, unsigned bits);
    // A prefix code, written as in RFC 1951: its highest bit first.
    bit_writer& code(std::string_view bits);
    bit_writer& align();

    [[nodiscard]] const bytes& all() const { return bytes_; }
    [[nodiscard]] std::uint64_t size_bits() const { return size_; }

  private:
    bytes bytes_;
    std::uint64_t size_ = 0;
};

bytes bytes_of(std::string_view text);
bytes bytes_of(std::initializer_list<unsigned> values);
std::string text_of(std::span<const std::byte> from);

// A text that zlib has compressed: window_bits and dictionary as deflateInit2() and
// deflateSetDictionary() take them.
bytes compress(std::string_view text, int window_bits, int level = 6,
               std::string_view dictionary = {});

// All output of a decoder that has all of the input.
struct decoded {
    inflate::status status;
    std::string text;
    std::size_t consumed;
};
decoded decode(inflate::decoder& decoder, std::span<const std::byte> stream);

} // namespace banos::test

#endif
