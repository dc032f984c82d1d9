// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Decoding: what was encoded, what older and newer senders say, and what is wrong.
#include "ipc_decode_run.hpp"
#include "ipc_packets.hpp"

#include <gtest/gtest.h>

#include <cerrno>
#include <cstring>
#include <random>

namespace banos::test {

namespace {

everything example() {
    everything made;
    made.pressed = true;
    made.which = button::middle;
    made.key = key_code(-7);
    made.time = 1234567890123;
    made.pressure = 0.5;
    made.text = "hello";
    made.points = {{1, 2}, {3, 4}};
    made.triple = {5, 6, 7};
    made.pair = {"left", ""};
    made.extra = mixed{8, 9};
    made.choice = "chosen";
    made.lists = {{"a", "b"}, {}, {"c"}};
    made.answers = {true, {}, false};
    made.buttons = {button::left, button::right};
    made.places = {{1, 2, 3, 4}, {5, 6, 7, 8}};
    return made;
}

template<typename T>
int number_of(const result<T>& failed) {
    return failed ? 0 : failed.error().number();
}

// A packet of any type, of these bytes behind the header.
aligned_bytes packet_of(std::uint16_t type, const std::vector<std::uint8_t>& body) {
    aligned_bytes bytes(8 + body.size());
    const ipc::packet_header header = {
        .size = std::uint32_t(8 + body.size()), .type = type, .descriptors = 0};
    std::memcpy(bytes.span().data(), &header, 8);
    std::memcpy(bytes.span().data() + 8, body.data(), body.size());
    return bytes;
}

template<typename T>
struct packet_with {
    static constexpr std::uint16_t packet_type = 2;
    T field{};
};

template<typename T>
int fault_of(const std::vector<std::uint8_t>& body) {
    return number_of(ipc::decode<packet_with<T>>(packet_of(2, body).span()));
}

} // namespace

TEST(ipc_decode, gives_what_was_encoded) {
    EXPECT_EQ(*ipc::decode<everything>(encoded(example()).span()), example());
    EXPECT_EQ(*ipc::decode<everything>(encoded(everything()).span()), everything());
    EXPECT_EQ(*ipc::decode<nothing>(encoded(nothing()).span()), nothing());
    const geometry place = {1, 2, 3, 4};
    EXPECT_EQ(*ipc::decode<geometry>(encoded(place).span()), place);
}

TEST(ipc_decode, views_look_into_the_bytes) {
    aligned_bytes bytes = encoded(rename_window{3, "title", {10, 20, 30}});
    auto view = ipc::decode<rename_window_view>(bytes.span());
    ASSERT_TRUE(view);
    EXPECT_EQ(view->title, "title");
    EXPECT_EQ(view->colors[2], 30U);
    const auto* first = reinterpret_cast<const char*>(bytes.span().data());
    EXPECT_EQ(view->title.data(), first + 16);
    EXPECT_EQ(reinterpret_cast<const char*>(view->colors.data()), first + 28);
}

TEST(ipc_decode, uses_memory_again) {
    rename_window window{0, std::string(100, 'x'), std::vector<std::uint32_t>(100)};
    const auto* memory = window.colors.data();
    ASSERT_TRUE(ipc::decode_into(encoded(rename_window{3, "ab", {1, 2}}).span(), window));
    EXPECT_EQ(window, (rename_window{3, "ab", {1, 2}}));
    EXPECT_EQ(window.colors.data(), memory);
    const rename_window longer{4, std::string(300, 'y'), std::vector<std::uint32_t>(300, 5)};
    ASSERT_TRUE(ipc::decode_into(encoded(longer).span(), window));
    EXPECT_EQ(window, longer);
    ASSERT_TRUE(ipc::decode_into(encoded(rename_window{5, "", {}}).span(), window));
    EXPECT_EQ(window, (rename_window{5, "", {}}));
}

namespace {

// Versions of one packet.
struct first_version {
    static constexpr std::uint16_t packet_type = 3;
    std::uint16_t number = 0;
};
struct second_version {
    static constexpr std::uint16_t packet_type = 3;
    std::uint16_t number = 0;
    std::uint32_t color = 77;
    std::string name = "none";
};

} // namespace

TEST(ipc_decode, new_fields_are_defaulted_by_new_readers) {
    auto decoded = ipc::decode<second_version>(encoded(first_version{5}).span());
    ASSERT_TRUE(decoded);
    EXPECT_EQ(decoded->number, 5);
    EXPECT_EQ(decoded->color, 77U);
    EXPECT_EQ(decoded->name, "none");
}

TEST(ipc_decode, new_fields_are_skipped_by_old_readers) {
    auto decoded = ipc::decode<first_version>(encoded(second_version{5, 6, "new"}).span());
    ASSERT_TRUE(decoded);
    EXPECT_EQ(decoded->number, 5);
    EXPECT_TRUE(ipc::decode<nothing>(packet_of(8, {1, 2, 3}).span()));
}

TEST(ipc_decode, a_flat_packet_may_end_early_between_fields_only) {
    EXPECT_EQ(ipc::decode<geometry>(packet_of(1, {9, 0, 0, 0, 8, 0, 0, 0}).span())->y, 8U);
    EXPECT_EQ(number_of(ipc::decode<geometry>(packet_of(1, {9, 0, 0, 0, 8}).span())), ENODATA);
}

TEST(ipc_decode, wrong_headers) {
    aligned_bytes bytes = encoded(geometry());
    EXPECT_EQ(number_of(ipc::decode<nothing>(bytes.span())), EPROTOTYPE);
    EXPECT_EQ(number_of(ipc::decode<geometry>(bytes.span().first(7))), ENODATA);
    EXPECT_EQ(number_of(ipc::decode<geometry>(bytes.span().first(16))), EBADMSG);
    EXPECT_EQ(number_of(ipc::decode<geometry>(bytes.span().subspan(4))), EFAULT);
    bytes.span()[2] = std::byte{2};
    EXPECT_EQ(number_of(ipc::decode<geometry>(bytes.span())), EMSGSIZE);
}

TEST(ipc_decode, wrong_flags_values_and_alternatives) {
    EXPECT_EQ(fault_of<bool>({2}), EILSEQ);
    EXPECT_EQ(fault_of<std::optional<std::uint8_t>>({255, 1}), EILSEQ);
    EXPECT_EQ(fault_of<button>({3}), EDOM);
    EXPECT_EQ((fault_of<std::array<button, 2>>({0, 3})), EDOM);
    EXPECT_EQ((fault_of<std::variant<std::monostate, bool>>({2})), EBADSLT);
    EXPECT_EQ(fault_of<key_code>({0xff, 0x7f}), 0);
}

TEST(ipc_decode, wrong_counts) {
    EXPECT_EQ(fault_of<std::string>({2, 0, 0, 0, 'x'}), E2BIG);
    EXPECT_EQ(fault_of<std::string>({0xff, 0xff, 0xff, 0xff, 'x'}), E2BIG);
    EXPECT_EQ(fault_of<std::vector<std::uint64_t>>({0xff, 0xff, 0xff, 0xff}), E2BIG);
    // The padding before the element counts, too.
    EXPECT_EQ(fault_of<std::vector<std::uint64_t>>({1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0}), E2BIG);
    EXPECT_EQ(fault_of<std::vector<std::string>>({2, 0, 0, 0, 0, 0, 0, 0}), E2BIG);
    EXPECT_EQ(fault_of<std::vector<std::string>>({1, 0, 0, 0, 9, 0, 0, 0}), E2BIG);
}

TEST(ipc_decode, packets_that_end_within_a_field) {
    EXPECT_EQ(fault_of<std::uint32_t>({1, 2, 3}), ENODATA);
    EXPECT_EQ(fault_of<std::string>({1, 0}), ENODATA);
    EXPECT_EQ(fault_of<std::optional<std::uint16_t>>({1}), ENODATA);
    EXPECT_EQ((fault_of<std::variant<std::monostate, mixed>>({1, 1})), ENODATA);
    EXPECT_EQ(fault_of<mixed>({1}), ENODATA);
}

// At every length the packet is an older sender's, or wrong: never read behind its end.
TEST(ipc_decode, every_beginning_of_a_packet) {
    aligned_bytes whole = encoded(example());
    for (std::size_t size = 8; size < whole.span().size(); size++) {
        auto bytes = std::make_unique<std::uint64_t[]>((size + 7) / 8);
        const auto cut = std::as_writable_bytes(std::span(bytes.get(), (size + 7) / 8)).first(size);
        std::copy_n(whole.span().begin(), size, cut.begin());
        const auto short_size = std::uint32_t(size);
        std::memcpy(cut.data(), &short_size, 4);
        const int number = number_of(ipc::decode<everything>(cut));
        EXPECT_TRUE(number == 0 || number == ENODATA || number == E2BIG) << size << ": " << number;
    }
}

TEST(ipc_decode, random_changes) {
    std::mt19937 random(7);
    for (int i = 0; i < 20000; i++) {
        aligned_bytes bytes = encoded(example());
        for (unsigned changes = 1 + random() % 4; changes > 0; changes--)
            bytes.span()[8 + random() % (bytes.span().size() - 8)] = std::byte(random());
        ASSERT_EQ(decode_and_encode(bytes.span()), "");
    }
}

} // namespace banos::test
