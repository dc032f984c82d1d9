// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// What zlib compresses comes out again, by each form of the decoder.
#include "inflate_fixture.hpp"

#include <banos/checksum.hpp>
#include <banos/instruction_set.hpp>

#include <gtest/gtest.h>

#include <random>

namespace {

using namespace banos;
using namespace banos::test;
using inflate::format;
using inflate::status;

// Half a MiB: sentences, noise of several densities, long and short repetitions.
std::string large_text() {
    std::minstd_rand random(5);
    std::string text;
    while (text.size() < 512 * 1024) {
        auto letters = unsigned(1 + random() % 256);
        for (unsigned i = 0; i < 3000; i++)
            text += char(random() % letters);
        for (unsigned i = 0; i < 200; i++) {
            std::size_t back = 1 + random() % (i % 2 == 0 ? 40 : 33000);
            for (auto left = 3 + random() % 300; left > 0 && back <= text.size(); left--)
                text += text[text.size() - back];
            text += char('0' + i % 10);
        }
    }
    return text;
}

struct form {
    instruction_set instructions;
    int level;
};

class a_large_text : public testing::TestWithParam<form> {
  protected:
    a_large_text() { limit_instruction_set(GetParam().instructions); }
    ~a_large_text() override { limit_instruction_set(instruction_set::avx512); }

    std::string text = large_text();

    void expect_in_pieces(const bytes& stream, format of, std::size_t in, std::size_t out) {
        inflate::decoder decoder({.format = of});
        bytes piece(out);
        std::string all;
        status now;
        do {
            auto left = std::span(stream).subspan(decoder.total_in());
            std::size_t size = std::min(in, left.size());
            auto step = decoder.decode(left.first(size), piece, size == left.size());
            all += text_of(std::span(piece).first(step.produced));
            now = step.status;
        } while (now == status::needs_input || now == status::needs_output);
        EXPECT_EQ(now, status::done);
        EXPECT_TRUE(all == text) << in << " and " << out;
        EXPECT_EQ(decoder.total_in(), stream.size());
    }
};

TEST_P(a_large_text, comes_out_at_once) {
    for (auto [of, window_bits] :
         {std::pair{format::raw, -15}, {format::zlib, 15}, {format::gzip, 31}}) {
        bytes stream = compress(text, window_bits, GetParam().level);
        inflate::decoder decoder({.format = of});
        bytes output(text.size());
        auto answer = decoder.decode_whole(stream, output);
        EXPECT_EQ(answer.status, status::done);
        EXPECT_EQ(answer.consumed, stream.size());
        EXPECT_EQ(answer.produced, text.size());
        EXPECT_TRUE(text_of(output) == text);
    }
}

TEST_P(a_large_text, comes_out_in_pieces) {
    bytes stream = compress(text, 31, GetParam().level);
    for (auto [in, out] : {std::pair<std::size_t, std::size_t>{4096, 4096},
                           {65536, 65536},
                           {1, 32768},
                           {100000, 100},
                           {5000, 40000},
                           {1000000, 33000}})
        expect_in_pieces(stream, format::gzip, in, out);
}

INSTANTIATE_TEST_SUITE_P(
    by, a_large_text,
    testing::Values(form{instruction_set::portable, 1}, form{instruction_set::portable, 9},
                    form{instruction_set::avx2, 0}, form{instruction_set::avx2, 1},
                    form{instruction_set::avx2, 6}, form{instruction_set::avx2, 9}));

TEST(a_format, is_detected) {
    inflate::decoder decoder;
    EXPECT_EQ(decoder.format(), format::detect);
    EXPECT_EQ(decode(decoder, compress("text", 15)).text, "text");
    EXPECT_EQ(decoder.format(), format::zlib);
    EXPECT_EQ(decoder.checksum(), adler32(bytes_of("text")));
    decoder.reset();
    EXPECT_EQ(decode(decoder, compress("text", 31)).text, "text");
    EXPECT_EQ(decoder.format(), format::gzip);
    EXPECT_EQ(decoder.checksum(), crc32(bytes_of("text")));
}

TEST(consumed, is_exact) {
    for (auto [of, window_bits] : {std::pair{format::raw, -15}, {format::zlib, 15}}) {
        bytes stream = compress("some text, some more text", window_bits);
        std::size_t size = stream.size();
        stream.resize(size + 100, std::byte{0x55});
        inflate::decoder decoder({.format = of});
        EXPECT_EQ(decode(decoder, stream).consumed, size);
    }
}

TEST(a_bomb, is_bounded_by_the_output) {
    bytes stream = compress(std::string(10'000'000, '\0'), 31);
    inflate::decoder decoder({.format = format::gzip});
    bytes output(1000);
    auto answer = decoder.decode_whole(stream, output);
    EXPECT_EQ(answer.status, status::needs_output);
    EXPECT_EQ(answer.produced, output.size());
}

TEST(nothing, may_be_given) {
    inflate::decoder decoder({.format = format::raw});
    EXPECT_EQ(decoder.decode({}, {}, false).status, status::needs_input);
    EXPECT_EQ(decoder.decode(bytes_of({3, 0}), {}, true).status, status::done);
    EXPECT_EQ(decoder.decode(bytes_of({3, 0}), {}, true).consumed, 0U);
}

} // namespace
