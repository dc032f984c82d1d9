// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Preset dictionaries, and what the decoder keeps as history.
#include "inflate_fixture.hpp"

#include <banos/checksum.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

namespace {

using namespace banos;
using namespace banos::test;
using inflate::status;

constexpr std::string_view words = "the quick brown fox jumps over the lazy dog";
constexpr std::string_view text = "the lazy dog jumps over the quick brown fox";

TEST(a_dictionary, is_asked_for_by_zlib_data) {
    bytes stream = compress(text, 15, 9, words);
    inflate::decoder decoder({.format = inflate::format::zlib});
    decoded asked = decode(decoder, stream);
    EXPECT_EQ(asked.status, status::needs_dictionary);
    EXPECT_EQ(asked.consumed, 6U);
    EXPECT_EQ(decoder.dictionary_id(), adler32(bytes_of(words)));
    EXPECT_FALSE(decoder.set_dictionary(bytes_of("another")));
    EXPECT_TRUE(decoder.set_dictionary(bytes_of(words)));
    decoded rest = decode(decoder, std::span(stream).subspan(asked.consumed));
    EXPECT_EQ(rest.status, status::done);
    EXPECT_EQ(rest.text, text);
}

TEST(a_dictionary, may_be_given_to_raw_data) {
    bytes stream = compress(text, -15, 9, words);
    inflate::decoder decoder({.format = inflate::format::raw});
    ASSERT_TRUE(decoder.set_dictionary(bytes_of(words)));
    EXPECT_EQ(decode(decoder, stream).text, text);
    EXPECT_EQ(decoder.total_out(), text.size());
}

TEST(a_dictionary, is_not_for_gzip) {
    inflate::decoder decoder({.format = inflate::format::gzip});
    EXPECT_FALSE(decoder.set_dictionary(bytes_of(words)));
}

TEST(a_dictionary, counts_from_its_end) {
    std::string large(100000, ' ');
    large += words;
    bytes stream = compress(text, -15, 9, large);
    inflate::decoder decoder({.format = inflate::format::raw});
    ASSERT_TRUE(decoder.set_dictionary(bytes_of(large)));
    EXPECT_EQ(decoder.history_size(), 32U * 1024);
    EXPECT_EQ(decode(decoder, stream).text, text);
}

TEST(history, is_the_end_of_the_output) {
    std::string long_text;
    for (unsigned i = 0; i < 20000; i++)
        long_text += std::to_string(i * 7919);
    bytes stream = compress(long_text, 15);
    inflate::decoder decoder({.format = inflate::format::zlib, .keep_history_at_end = true});
    std::array<std::byte, 3001> piece;
    std::size_t done = 0;
    for (status now = status::needs_output; now == status::needs_output;) {
        auto step = decoder.decode(std::span(stream).subspan(decoder.total_in()), piece, true);
        now = step.status;
        done += step.produced;
        bytes kept(std::min<std::size_t>(done, 32 * 1024));
        ASSERT_EQ(decoder.history(kept), kept.size());
        ASSERT_EQ(text_of(kept), long_text.substr(done - kept.size(), kept.size()));
    }
    EXPECT_EQ(done, long_text.size());
}

TEST(history, may_be_in_place) {
    std::string long_text;
    for (unsigned i = 0; i < 30000; i++)
        long_text += std::to_string(i * 7919 % 1009);
    bytes stream = compress(long_text, 31);
    inflate::decoder decoder({.format = inflate::format::gzip, .history_in_place = true});
    bytes output(long_text.size());
    std::size_t done = 0;
    for (status now = status::needs_output; now == status::needs_output;) {
        std::size_t size = std::min<std::size_t>(777, output.size() - done);
        auto step = decoder.decode(std::span(stream).subspan(decoder.total_in()),
                                   std::span(output).subspan(done, size), true);
        done += step.produced;
        now = step.status;
    }
    EXPECT_EQ(text_of(output), long_text);
    EXPECT_EQ(decoder.history_size(), 0U);
}

} // namespace
