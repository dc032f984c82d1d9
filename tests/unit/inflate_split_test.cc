// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Wherever input and output are cut, the bytes are the same, and zlib's.
#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

#include "inflate_cases.hpp"
#include "inflate_run.hpp"
#include "sanitizers.hpp"

namespace {

using namespace banos;
using namespace banos::test;

bytes sentences() {
    std::string text;
    for (int i = 0; i < 12; i++)
        text += "The " + std::to_string(i * i * 37) + " quick brown foxes jump, and jump again. ";
    text += std::string(300, '=');
    auto all = std::as_bytes(std::span(text));
    return {all.begin(), all.end()};
}

struct kind {
    inflate::format format;
    int level;
    int strategy;
};

class split : public testing::TestWithParam<kind> {
  protected:
    bytes text = sentences();
    bytes stream = compress_by_zlib(text, GetParam().format, GetParam().level, GetParam().strategy);
    inflate::decoder decoder;
    bytes output = bytes(text.size());

    // Decodes into output[from..to) what is in stream[first..last).
    inflate::progress decode(std::size_t first, std::size_t last, std::size_t from,
                             std::size_t to) {
        return decoder.decode(std::span(stream).subspan(first, last - first),
                              std::span(output).subspan(from, to - from), last == stream.size());
    }
    void start() {
        decoder.reset({.format = GetParam().format});
        output.assign(text.size(), std::byte{0xee});
    }
};

TEST_P(split, of_the_input_at_every_place) {
    for (std::size_t cut = 0; cut < stream.size(); cut++) {
        start();
        auto head = decode(0, cut, 0, text.size());
        ASSERT_EQ(head.status, inflate::status::needs_input) << cut;
        ASSERT_EQ(head.consumed, cut);
        auto tail = decode(cut, stream.size(), head.produced, text.size());
        ASSERT_EQ(tail.status, inflate::status::done) << cut;
        ASSERT_EQ(tail.consumed, stream.size() - cut);
        ASSERT_EQ(output, text) << cut;
    }
}

TEST_P(split, of_the_output_at_every_place) {
    for (std::size_t cut = 0; cut < text.size(); cut++) {
        start();
        auto head = decode(0, stream.size(), 0, cut);
        ASSERT_EQ(head.status, inflate::status::needs_output) << cut;
        ASSERT_EQ(head.produced, cut);
        auto tail = decode(head.consumed, stream.size(), cut, text.size());
        ASSERT_EQ(tail.status, inflate::status::done) << cut;
        ASSERT_EQ(head.consumed + tail.consumed, stream.size());
        ASSERT_EQ(output, text) << cut;
    }
}

TEST_P(split, of_both_into_single_bytes) {
    start();
    std::size_t in = 0;
    std::size_t out = 0;
    inflate::status status;
    do {
        auto step =
            decode(in, std::min(in + 1, stream.size()), out, std::min(out + 1, text.size()));
        in += step.consumed;
        out += step.produced;
        status = step.status;
    } while (status == inflate::status::needs_input || status == inflate::status::needs_output);
    EXPECT_EQ(status, inflate::status::done);
    EXPECT_EQ(output, text);
}

TEST_P(split, of_a_truncated_stream_delivers_what_came_before) {
    for (std::size_t cut = 0; cut < stream.size(); cut++) {
        decoder.reset({.format = GetParam().format});
        auto all = decoder.decode(std::span(stream).first(cut), output, true);
        ASSERT_EQ(all.status, inflate::status::failed) << cut;
        ASSERT_EQ(decoder.problem(), inflate::fault::truncated);
        ASSERT_EQ(decoder.problem_bit(), 8 * cut);
        ASSERT_EQ(all.produced,
                  decode_by_zlib(std::span(stream).first(cut), GetParam().format, text.size())
                      .output.size())
            << cut;
    }
}

INSTANTIATE_TEST_SUITE_P(
    all, split,
    testing::Values(kind{inflate::format::raw, 6, 0}, kind{inflate::format::raw, 6, 4},
                    kind{inflate::format::raw, 0, 0}, kind{inflate::format::zlib, 9, 0},
                    kind{inflate::format::zlib, 6, 2}, kind{inflate::format::gzip, 6, 0},
                    kind{inflate::format::gzip, 1, 0}, kind{inflate::format::gzip, 0, 0}));

// 10^7 decodings: half a million streams, each cut in 20 ways. Under sanitizers,
// which are 20 times as slow, a part of them.
TEST(random_streams, agree_with_zlib) {
    constexpr std::uint32_t streams = banos::test::sanitized ? 20000 : 500000;
    for (std::uint32_t seed = 0; seed < streams; seed++) {
        std::string differs = run_random_stream(seed, 20);
        ASSERT_EQ(differs, "");
    }
}

} // namespace
