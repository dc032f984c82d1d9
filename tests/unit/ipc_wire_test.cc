// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// The bytes of docs/wire.md.
#include "ipc_packets.hpp"

#include <gtest/gtest.h>

namespace banos::test {

namespace {

std::vector<unsigned> bytes_of(aligned_bytes packet) {
    std::vector<unsigned> bytes;
    for (const std::byte byte : packet.span())
        bytes.push_back(std::to_integer<unsigned>(byte));
    return bytes;
}

template<typename T>
struct packet_of {
    static constexpr std::uint16_t packet_type = 2;
    T field{};
};

// The body alone.
template<typename T>
std::vector<unsigned> body_of(const T& field) {
    std::vector<unsigned> bytes = bytes_of(encoded(packet_of<T>{field}));
    return {bytes.begin() + 8, bytes.end()};
}

using body = std::vector<unsigned>;

} // namespace

TEST(ipc_wire, example_of_the_document) {
    const body expected = {0x20, 0,   0, 0, 7, 0, 0, 0, 3, 0, 0, 0, 2, 0, 0, 0,
                           'a',  'b', 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0};
    EXPECT_EQ(bytes_of(encoded(rename_window{3, "ab", {1, 2}})), expected);
    const std::array<std::uint32_t, 2> colors = {1, 2};
    EXPECT_EQ(bytes_of(encoded(rename_window_view{3, "ab", colors})), expected);
}

TEST(ipc_wire, header) {
    aligned_bytes bytes(ipc::encoded_size(nothing()));
    ipc::encode(nothing(), bytes.span(), 3);
    EXPECT_EQ(bytes_of(bytes), (body{8, 0, 0, 0, 8, 0, 3, 0}));
}

TEST(ipc_wire, numbers) {
    EXPECT_EQ(body_of(std::uint8_t{0xfe}), (body{0xfe}));
    EXPECT_EQ(body_of(std::int16_t{-2}), (body{0xfe, 0xff}));
    EXPECT_EQ(body_of(std::uint32_t{0x01020304}), (body{4, 3, 2, 1}));
    EXPECT_EQ(body_of(std::uint64_t{0x0102030405060708}), (body{8, 7, 6, 5, 4, 3, 2, 1}));
    EXPECT_EQ(body_of(1.0F), (body{0, 0, 0x80, 0x3f}));
    EXPECT_EQ(body_of(true), (body{1}));
    EXPECT_EQ(body_of(button::right), (body{2}));
}

TEST(ipc_wire, fields_are_aligned_from_the_header) {
    EXPECT_EQ(body_of(mixed{5, 6}), (body{5, 0, 0, 0, 0, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0}));
    const std::vector<std::uint64_t> longs = {9};
    EXPECT_EQ(body_of(longs), (body{1, 0, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0}));
    EXPECT_EQ(body_of(std::vector<std::uint64_t>()), (body{0, 0, 0, 0}));
}

TEST(ipc_wire, optional_and_variant) {
    EXPECT_EQ(body_of(std::optional<std::uint16_t>()), (body{0}));
    EXPECT_EQ(body_of(std::optional<std::uint16_t>(7)), (body{1, 0, 7, 0}));
    using choice = std::variant<std::monostate, std::uint32_t, std::uint8_t>;
    EXPECT_EQ(body_of(choice()), (body{0}));
    EXPECT_EQ(body_of(choice(std::uint32_t{7})), (body{1, 0, 0, 0, 7, 0, 0, 0}));
    EXPECT_EQ(body_of(choice(std::uint8_t{7})), (body{2, 7}));
}

TEST(ipc_wire, arrays_and_vectors_of_strings) {
    EXPECT_EQ(body_of(std::array<std::uint16_t, 2>{1, 2}), (body{1, 0, 2, 0}));
    EXPECT_EQ(body_of(std::vector<std::string>{"x", "y"}),
              (body{2, 0, 0, 0, 1, 0, 0, 0, 'x', 0, 0, 0, 1, 0, 0, 0, 'y'}));
}

TEST(ipc_wire, an_array_is_aligned_as_its_elements) {
    struct behind {
        std::uint8_t before = 5;
        std::array<std::uint32_t, 1> elements = {6};
    };
    EXPECT_EQ(body_of(behind()), (body{5, 0, 0, 0, 6, 0, 0, 0}));
}

TEST(ipc_wire, what_is_a_packet) {
    struct no_type {
        int field;
    };
    EXPECT_TRUE(ipc::packet<geometry>);
    EXPECT_TRUE(ipc::packet<nothing>);
    EXPECT_FALSE(ipc::packet<no_type>);
    EXPECT_FALSE(ipc::packet<std::string>);
}

} // namespace banos::test
