// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Stops at blocks, and the raw control that libraries with another face need.
#include "inflate_fixture.hpp"

#include <gtest/gtest.h>

#include <array>
#include <vector>

namespace {

using namespace banos;
using namespace banos::test;
using inflate::place;
using inflate::status;

// A stored block of "ab", a fixed one of "c", and an empty fixed one that is final.
bytes three_blocks() {
    return bit_writer()
        .number(0, 3)
        .align()
        .number(2, 16)
        .number(0xfffd, 16)
        .number('a', 8)
        .number('b', 8)
        .number(2, 3)
        .code("10010011")
        .code("0000000")
        .number(3, 3)
        .code("0000000")
        .all();
}

std::vector<place> places(inflate::stop where) {
    inflate::decoder decoder({.format = inflate::format::raw});
    decoder.stop_at(where);
    bytes stream = three_blocks();
    std::array<std::byte, 10> output;
    std::vector<place> all;
    for (;;) {
        auto step = decoder.decode(std::span(stream).subspan(decoder.total_in()), output, true);
        if (step.status != status::stopped)
            return all;
        all.push_back(decoder.place());
    }
}

TEST(stops, are_after_each_block) {
    EXPECT_EQ(places(inflate::stop::block), std::vector(3, place::block_boundary));
}

TEST(stops, may_be_after_headers_too) {
    EXPECT_EQ(places(inflate::stop::header),
              (std::vector{place::block_start, place::block_boundary, place::block_start,
                           place::block_boundary, place::block_start, place::block_boundary}));
}

TEST(stops, are_nowhere_by_default) {
    EXPECT_TRUE(places(inflate::stop::never).empty());
}

TEST(a_stop, says_how_many_bits_are_unused) {
    inflate::decoder decoder({.format = inflate::format::raw});
    decoder.stop_at(inflate::stop::block);
    bytes stream = three_blocks();
    std::array<std::byte, 10> output;
    EXPECT_EQ(decoder.decode(stream, output, true).consumed, 7U);
    EXPECT_EQ(decoder.held_bits(), 0U);
    EXPECT_EQ(decoder.decode(std::span(stream).subspan(7), output, true).consumed, 3U);
    EXPECT_EQ(decoder.held_bits(), 6U);
    EXPECT_FALSE(decoder.in_final_block());
}

TEST(primed_bits, come_first) {
    bytes stream = three_blocks();
    auto first = std::to_integer<std::uint32_t>(stream[0]);
    inflate::decoder decoder({.format = inflate::format::raw});
    ASSERT_TRUE(decoder.prime(3, first));
    ASSERT_TRUE(decoder.prime(5, first >> 3));
    EXPECT_FALSE(decoder.prime(17, 0));
    EXPECT_EQ(decode(decoder, std::span(stream).subspan(1)).text, "abc");
}

TEST(decoding, resumes_after_damage) {
    bytes stream = compress("hello", 15);
    stream.resize(2);
    stream.push_back(std::byte{0xff});
    inflate::decoder decoder({.format = inflate::format::zlib});
    EXPECT_EQ(decode(decoder, stream).status, status::failed);
    decoder.resume_at_block();
    bytes rest = three_blocks();
    rest.resize(rest.size() + 4); // a checksum that is wrong
    decoded resumed = decode(decoder, rest);
    EXPECT_EQ(resumed.status, status::done);
    EXPECT_EQ(resumed.text, "abc");
}

TEST(a_match_that_is_cut, is_known) {
    bytes stream = compress(std::string(100, 'x'), -15);
    inflate::decoder decoder({.format = inflate::format::raw});
    std::array<std::byte, 10> output;
    EXPECT_EQ(decoder.decode(stream, output, true).status, status::needs_output);
    EXPECT_EQ(decoder.cut_match_length(), 98U);
    EXPECT_EQ(decoder.cut_match_rest(), 90U);
}

TEST(a_copy, goes_on_by_itself) {
    bytes stream = compress("hello, hello, hello", 31);
    inflate::decoder decoder({.format = inflate::format::gzip});
    std::array<std::byte, 7> head;
    auto step = decoder.decode(stream, head, true);
    inflate::decoder copy = decoder;
    auto rest = std::span(stream).subspan(step.consumed);
    EXPECT_EQ(decode(decoder, rest).text, "hello, hello");
    EXPECT_EQ(decode(copy, rest).text, "hello, hello");
}

} // namespace
