// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Every fault that input can have, and the bit that it is at.
#include "inflate_fixture.hpp"

#include <gtest/gtest.h>

namespace {

using namespace banos;
using namespace banos::test;
using inflate::fault;
using inflate::format;

void expect_fault(format of, const bytes& stream, fault problem, std::uint64_t bit) {
    inflate::decoder decoder({.format = of});
    EXPECT_EQ(decode(decoder, stream).status, inflate::status::failed);
    EXPECT_EQ(decoder.problem(), problem) << describe(decoder.problem());
    EXPECT_EQ(decoder.problem_bit(), bit);
    EXPECT_EQ(decode(decoder, stream).consumed, 0U) << "a fault is final";
}

// The start of a final dynamic block with 257 literal/length codes, one distance
// code and 18 code length codes, of which 0, 1 and 18 have the codes 0, 10 and 11.
bit_writer dynamic_block() {
    bit_writer out;
    out.number(1, 1).number(2, 2).number(0, 5).number(0, 5).number(14, 4);
    for (unsigned bits : {0U, 0U, 2U, 1U, 0U, 0U, 0U, 0U, 0U, 0U, 0U, 0U, 0U, 0U, 0U, 0U, 0U, 2U})
        out.number(bits, 3);
    return out;
}

// So many code lengths of 0, 11 to 138.
void zeros(bit_writer& out, unsigned count) {
    out.code("11").number(count - 11, 7);
}

TEST(a_fault, of_the_block_type) {
    expect_fault(format::raw, bit_writer().number(7, 3).all(), fault::block_type, 1);
}

TEST(a_fault, of_the_block_type_after_a_block) {
    auto stream = bit_writer().number(2, 3).code("0000000").number(6, 3).all();
    expect_fault(format::raw, stream, fault::block_type, 11);
}

TEST(a_fault, of_a_stored_length) {
    auto stream = bit_writer().number(1, 3).align().number(5, 16).number(5, 16).all();
    expect_fault(format::raw, stream, fault::stored_length, 8);
}

TEST(a_fault, of_too_many_symbols) {
    auto literals = bit_writer().number(5, 3).number(30, 5).number(0, 9).all();
    expect_fault(format::raw, literals, fault::too_many_symbols, 3);
    auto distances = bit_writer().number(5, 3).number(0, 5).number(30, 5).number(0, 4).all();
    expect_fault(format::raw, distances, fault::too_many_symbols, 3);
}

TEST(a_fault, of_the_code_of_code_lengths) {
    auto none = bit_writer().number(5, 3).number(0, 14).number(0, 12).all();
    expect_fault(format::raw, none, fault::code_length_code, 17);
    auto many = bit_writer().number(5, 3).number(0, 14).number(01111, 12).all();
    expect_fault(format::raw, many, fault::code_length_code, 17);
}

TEST(a_fault, of_a_repeated_length) {
    // The codes are 0 for 0 and 1 for 16, which repeats what was before.
    auto nothing =
        bit_writer().number(5, 3).number(0, 14).number(01001, 12).code("1").number(0, 2).all();
    expect_fault(format::raw, nothing, fault::length_repeat, 29);

    bit_writer beyond = dynamic_block();
    zeros(beyond, 138);
    std::uint64_t second = beyond.size_bits();
    zeros(beyond, 138);
    expect_fault(format::raw, beyond.all(), fault::length_repeat, second);
}

TEST(a_fault, of_a_block_without_end) {
    bit_writer stream = dynamic_block();
    zeros(stream, 138);
    zeros(stream, 119);
    stream.code("10");
    expect_fault(format::raw, stream.all(), fault::no_end_of_block, stream.size_bits());
}

TEST(a_fault, of_the_literal_length_code) {
    bit_writer stream = dynamic_block();
    stream.code("10").code("10");
    zeros(stream, 138);
    zeros(stream, 116);
    stream.code("10").code("10");
    expect_fault(format::raw, stream.all(), fault::literal_length_code, stream.size_bits());
}

TEST(a_fault, of_the_distance_code) {
    bit_writer stream;
    // Three distance codes of one bit each.
    stream.number(5, 3).number(0, 5).number(2, 5).number(14, 4);
    for (unsigned bits : {0U, 0U, 2U, 1U, 0U, 0U, 0U, 0U, 0U, 0U, 0U, 0U, 0U, 0U, 0U, 0U, 0U, 2U})
        stream.number(bits, 3);
    stream.code("10");
    zeros(stream, 138);
    zeros(stream, 117);
    stream.code("10").code("10").code("10").code("10");
    expect_fault(format::raw, stream.all(), fault::distance_code, stream.size_bits());
}

TEST(a_fault, of_a_literal_or_length_that_is_none) {
    auto reserved = bit_writer().number(3, 3).code("11000110").number(0, 20).all();
    expect_fault(format::raw, reserved, fault::literal_length_symbol, 3);
}

TEST(a_fault, of_a_distance_that_is_none) {
    auto reserved = bit_writer()
                        .number(3, 3)
                        .code("00110001")
                        .code("0000001")
                        .code("11110")
                        .number(0, 20)
                        .all();
    expect_fault(format::raw, reserved, fault::distance_symbol, 18);
}

TEST(a_fault, of_a_distance_that_is_too_far) {
    // One literal, then a match two bytes before.
    auto stream =
        bit_writer().number(3, 3).code("00110001").code("0000001").code("00001").number(0, 20);
    expect_fault(format::raw, stream.all(), fault::distance_too_far, 18);
}

TEST(a_fault, of_a_distance_beyond_the_window) {
    std::string text(1000, '\0');
    for (std::size_t i = 0; i < text.size(); i++)
        text[i] = char(i * i >> 3);
    bytes stream = compress(text + text, -15);
    inflate::decoder wide({.format = format::raw, .window_bits = 10});
    EXPECT_EQ(decode(wide, stream).status, inflate::status::done);
    inflate::decoder narrow({.format = format::raw, .window_bits = 9});
    EXPECT_EQ(decode(narrow, stream).status, inflate::status::failed);
    EXPECT_EQ(narrow.problem(), fault::distance_too_far);
}

TEST(a_fault, of_a_zlib_header) {
    expect_fault(format::zlib, bytes_of({0x78, 0x9d}), fault::header_check, 0);
    expect_fault(format::zlib, bytes_of({0x79, 0x18}), fault::compression_method, 0);
    expect_fault(format::zlib, bytes_of({0x88, 0x1c}), fault::window_size, 4);
    expect_fault(format::detect, bytes_of({0x1f, 0x8c}), fault::header_check, 0);
}

TEST(a_fault, of_a_gzip_header) {
    expect_fault(format::gzip, bytes_of({0x78, 0x9c}), fault::header_check, 0);
    expect_fault(format::gzip, bytes_of({0x1f, 0x8b, 7, 0}), fault::compression_method, 16);
    expect_fault(format::gzip, bytes_of({0x1f, 0x8b, 8, 0x20}), fault::header_flags, 29);
    expect_fault(format::gzip, bytes_of({0x1f, 0x8b, 8, 2, 0, 0, 0, 0, 0, 3, 1, 2}),
                 fault::header_checksum, 80);
}

TEST(a_fault, of_a_trailer) {
    bytes zlib = compress("hello, hello", 15);
    zlib.back() ^= std::byte{1};
    expect_fault(format::zlib, zlib, fault::data_checksum, 8 * (zlib.size() - 4));
    bytes sum = compress("hello, hello", 31);
    sum[sum.size() - 5] ^= std::byte{1};
    expect_fault(format::gzip, sum, fault::data_checksum, 8 * (sum.size() - 8));
    bytes length = compress("hello, hello", 31);
    length.back() ^= std::byte{1};
    expect_fault(format::gzip, length, fault::data_length, 8 * (length.size() - 4));
}

TEST(a_fault, of_a_trailer_is_none_without_verification) {
    bytes stream = compress("hello, hello", 31);
    stream.back() ^= std::byte{1};
    stream[stream.size() - 5] ^= std::byte{1};
    inflate::decoder decoder({.format = format::gzip, .verify = false});
    EXPECT_EQ(decode(decoder, stream).status, inflate::status::done);
}

TEST(a_fault, of_an_early_end) {
    expect_fault(format::gzip, {}, fault::truncated, 0);
    expect_fault(format::raw, bytes_of({0x4b}), fault::truncated, 8);
}

TEST(every_fault, has_a_sentence) {
    for (unsigned i = 0; i <= unsigned(fault::data_length); i++) {
        EXPECT_FALSE(describe(fault(i)).empty());
        EXPECT_NE(describe(fault(i)).back(), '.');
    }
}

} // namespace
