// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// gzip: members one after the other, and the fields of headers.
#include "inflate_fixture.hpp"

#include <banos/checksum.hpp>

#include <gtest/gtest.h>

#include <array>

namespace {

using namespace banos;
using namespace banos::test;
using inflate::status;

bytes operator+(bytes left, const bytes& right) {
    left.insert(left.end(), right.begin(), right.end());
    return left;
}

// All fields, then the deflated text as compress() makes it.
bytes with_full_header(std::string_view text) {
    bytes header = bytes_of({0x1f, 0x8b, 8, 0x1f, 0x78, 0x56, 0x34, 0x12, 2, 3, 4, 0}) +
                   bytes_of("abcd") + bytes_of(std::string_view("file\0note\0", 10));
    std::uint32_t sum = crc32(header);
    header = header + bytes_of({sum & 0xff, sum >> 8 & 0xff});
    bytes plain = compress(text, 31);
    header.insert(header.end(), plain.begin() + 10, plain.end());
    return header;
}

TEST(members, are_decoded_one_after_the_other) {
    bytes stream = compress("one, ", 31) + compress("", 31) + compress("three", 31);
    inflate::decoder decoder({.format = inflate::format::gzip});
    decoded all = decode(decoder, stream);
    EXPECT_EQ(all.status, status::done);
    EXPECT_EQ(all.text, "one, three");
    EXPECT_EQ(all.consumed, stream.size());
    EXPECT_EQ(decoder.total_out(), 10U);
}

TEST(members, end_where_something_else_begins) {
    bytes member = compress("text", 31);
    inflate::decoder decoder({.format = inflate::format::gzip});
    decoded all = decode(decoder, member + bytes_of("rest"));
    EXPECT_EQ(all.status, status::done);
    EXPECT_EQ(all.consumed, member.size());
}

TEST(members, need_input_until_the_last_one) {
    bytes member = compress("text", 31);
    inflate::decoder decoder({.format = inflate::format::gzip});
    std::array<std::byte, 100> output;
    EXPECT_EQ(decoder.decode(member, output, false).status, status::needs_input);
    EXPECT_EQ(decoder.decode({}, output, true).status, status::done);
}

TEST(members, can_be_stopped_at_and_gone_on_with) {
    bytes first = compress("one", 31);
    bytes stream = first + compress("two", 31);
    inflate::decoder decoder({.format = inflate::format::gzip, .members = inflate::members::one});
    decoded one = decode(decoder, stream);
    EXPECT_EQ(one.status, status::done);
    EXPECT_EQ(one.consumed, first.size());
    EXPECT_EQ(one.text, "one");
    decoder.next_member();
    EXPECT_EQ(decode(decoder, std::span(stream).subspan(one.consumed)).text, "two");
    EXPECT_EQ(decoder.total_in(), stream.size());
}

TEST(members, do_not_see_each_others_history) {
    bytes far = bytes_of({0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3}) +
                bit_writer().number(3, 3).code("0000001").code("00000").number(0, 40).all();
    bytes first = compress("one", 31);
    inflate::decoder decoder({.format = inflate::format::gzip});
    EXPECT_EQ(decode(decoder, first + far).status, status::failed);
    EXPECT_EQ(decoder.problem(), inflate::fault::distance_too_far);
    EXPECT_EQ(decoder.problem_bit(), 8 * (first.size() + 10) + 10);
}

TEST(a_header, is_collected) {
    std::array<std::byte, 3> extra;
    std::array<std::byte, 10> name;
    inflate::gzip_header header;
    header.extra = extra;
    header.name = name;
    inflate::decoder decoder({.format = inflate::format::gzip});
    decoder.collect_header(&header);
    EXPECT_EQ(decode(decoder, with_full_header("text")).text, "text");
    EXPECT_TRUE(header.complete);
    EXPECT_TRUE(header.text && header.has_extra && header.has_name && header.has_comment &&
                header.has_checksum);
    EXPECT_EQ(header.modified, 0x12345678U);
    EXPECT_EQ(header.extra_flags, 2);
    EXPECT_EQ(header.operating_system, 3);
    EXPECT_EQ(header.extra_size, 4U);
    EXPECT_EQ(text_of(extra), "abc");
    EXPECT_EQ(header.name_size, 4U);
    EXPECT_EQ(text_of(std::span(name).first(4)), "file");
    EXPECT_EQ(header.comment_size, 4U);
}

TEST(a_header, may_come_in_single_bytes) {
    bytes stream = with_full_header("text");
    inflate::decoder decoder;
    std::array<std::byte, 8> output;
    std::size_t produced = 0;
    for (std::size_t i = 0; i < stream.size(); i++)
        produced += decoder.decode(std::span(stream).subspan(i, 1), output, false).produced;
    EXPECT_EQ(produced, 4U);
    EXPECT_EQ(decoder.decode({}, output, true).status, status::done);
}

TEST(a_header, has_a_checksum_that_is_checked) {
    bytes stream = with_full_header("text");
    stream[4] ^= std::byte{1};
    inflate::decoder decoder;
    EXPECT_EQ(decode(decoder, stream).status, status::failed);
    EXPECT_EQ(decoder.problem(), inflate::fault::header_checksum);
}

} // namespace
