// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Streams: pieces of input and output of any size, flushes, copies and resets.
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <random>

#include "deflate_fixture.hpp"

namespace {

using banos::deflate::encoder;
using banos::deflate::flush;
using banos::deflate::format;
using banos::deflate::options;
using banos::deflate::status;

// Gives the encoder input and output in pieces whose sizes the functions tell.
template<typename function>
bytes in_pieces(encoder& encoder, std::span<const std::byte> data, function input_size,
                function output_size, flush last = flush::finish) {
    bytes stream;
    bytes piece(1 << 20);
    for (;;) {
        const auto input = data.first(std::min<std::size_t>(data.size(), input_size()));
        const flush wanted = input.size() == data.size() ? last : flush::none;
        const std::size_t room = output_size();
        const auto [consumed, produced, status] =
            encoder.encode(input, std::span(piece).first(room), wanted);
        EXPECT_LE(produced, room);
        stream.insert(stream.end(), piece.begin(), piece.begin() + std::ptrdiff_t(produced));
        data = data.subspan(consumed);
        if (status == status::done || (status == status::needs_input && data.empty()))
            return stream;
    }
}

class each_level : public testing::TestWithParam<int> {};

TEST_P(each_level, pieces_do_not_change_the_stream) {
    std::mt19937 random(4);
    const auto any = [&] { return std::size_t(1 + random() % 3000); };
    const auto encoder = std::make_unique<banos::deflate::encoder>();
    for (const sample& sample : samples()) {
        const options wanted{format::gzip, GetParam()};
        encoder->reset(wanted);
        EXPECT_EQ(in_pieces<std::function<std::size_t()>>(*encoder, sample.data, any, any),
                  deflated(sample.data, wanted))
            << sample.name;
    }
}

TEST_P(each_level, single_bytes_do_not_change_the_stream) {
    const bytes data = text(90'000);
    const auto one = [] { return std::size_t(1); };
    const options wanted{format::zlib, GetParam()};
    const auto encoder = std::make_unique<banos::deflate::encoder>(wanted);
    EXPECT_EQ(in_pieces(*encoder, data, one, one), deflated(data, wanted));
    EXPECT_EQ(encoder->total_in(), data.size());
    EXPECT_EQ(encoder->total_out(), deflated(data, wanted).size());
}

// After a sync all input so far can be decoded, and the next piece goes on.
TEST_P(each_level, a_sync_delivers_all_input_so_far) {
    const auto encoder =
        std::make_unique<banos::deflate::encoder>(options{format::raw, GetParam()});
    const auto much = [] { return std::size_t(1 << 20); };
    std::mt19937 random(6);
    bytes stream;
    bytes all;
    for (int i = 0; i < 40; i++) {
        const bytes piece = text(random() % (i < 20 ? 9 : 30'000), unsigned(i));
        all.insert(all.end(), piece.begin(), piece.end());
        const bytes part = in_pieces(*encoder, piece, much, much, flush::sync);
        stream.insert(stream.end(), part.begin(), part.end());
        bytes ended = stream;
        for (int byte : {0x03, 0x00}) // a final block without symbols
            ended.push_back(std::byte(byte));
        ASSERT_EQ(inflated_by_zlib(ended, format::raw), all) << i;
    }
}

INSTANTIATE_TEST_SUITE_P(at, each_level, testing::Values(1, 6, 9));

TEST(deflate_stream, a_second_sync_adds_nothing) {
    const auto encoder = std::make_unique<banos::deflate::encoder>();
    bytes output(1000);
    const bytes data = text(100);
    const auto first = encoder->encode(data, output, flush::sync);
    EXPECT_EQ(first.status, status::needs_input);
    EXPECT_EQ(output[first.produced - 1], std::byte{0xFF});
    const auto second = encoder->encode({}, output, flush::sync);
    EXPECT_EQ(second.status, status::needs_input);
    EXPECT_EQ(second.produced, 0u);
}

TEST(deflate_stream, nothing_comes_after_done) {
    const auto encoder = std::make_unique<banos::deflate::encoder>();
    bytes output(1000);
    EXPECT_EQ(encoder->encode(text(100), output, flush::finish).status, status::done);
    const auto again = encoder->encode(text(100), output, flush::finish);
    EXPECT_EQ(again.status, status::done);
    EXPECT_EQ(again.consumed, 0u);
    EXPECT_EQ(again.produced, 0u);
}

TEST(deflate_stream, a_copy_goes_on_by_itself) {
    const bytes data = text(100'000);
    const auto much = [] { return std::size_t(1 << 20); };
    const auto original = std::make_unique<banos::deflate::encoder>(options{format::gzip, 9});
    bytes start = in_pieces(*original, std::span(data).first(70'000), much, much, flush::none);
    const auto copy = std::make_unique<banos::deflate::encoder>(*original);
    const bytes one = in_pieces(*original, std::span(data).subspan(70'000), much, much);
    const bytes two = in_pieces(*copy, std::span(data).subspan(70'000), much, much);
    EXPECT_EQ(one, two);
    start.insert(start.end(), one.begin(), one.end());
    EXPECT_EQ(inflated_by_zlib(start, format::gzip), data);
}

TEST(deflate_stream, reset_forgets_everything) {
    const bytes data = text(100'000);
    const options wanted{format::zlib, 6};
    const auto much = [] { return std::size_t(1 << 20); };
    const auto encoder = std::make_unique<banos::deflate::encoder>(wanted);
    in_pieces(*encoder, noise(50'000), much, much, flush::none);
    encoder->reset();
    EXPECT_EQ(in_pieces(*encoder, data, much, much), deflated(data, wanted));
}

} // namespace
