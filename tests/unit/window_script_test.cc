// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// What the fuzzer runs, with random scripts: mostly good packets, so that windows
// come, overlap and go.
#include <gtest/gtest.h>

#include <banos/ipc/encode.hpp>
#include <banos/window/protocol.hpp>

#include <random>
#include <vector>

#include "window_run.hpp"

namespace {

namespace protocol = banos::window_protocol;
using script = std::vector<std::byte>;

template<typename packet>
void add(script& to, unsigned client, unsigned descriptors, const packet& what) {
    std::vector<std::byte> bytes(banos::ipc::encoded_size(what));
    banos::ipc::encode(what, bytes);
    to.push_back(std::byte(4 + 8 * (client % 2) + 16 * descriptors));
    to.push_back(std::byte(packet::packet_type));
    to.push_back(std::byte(bytes.size() - sizeof(banos::ipc::packet_header)));
    to.insert(to.end(), bytes.begin() + sizeof(banos::ipc::packet_header), bytes.end());
}

void add_window(script& to, unsigned client, std::uint32_t window, std::mt19937& random) {
    const auto below = [&random](int limit) { return std::int32_t(random() % unsigned(limit)); };
    add(to, client, 0,
        protocol::create_window{
            .window = window, .place = {below(150), below(120)}, .title = "title"});
    const std::int32_t width = 1 + below(64);
    add(to, client, 1,
        protocol::set_pixels{.window = window,
                             .width = width,
                             .height = 1 + below(60),
                             .stride = 4 * std::uint32_t(width),
                             .format = banos::pixel_format(random() % 2)});
    add(to, client, 0,
        protocol::invalidate{.window = window, .where = {0, 0, 64, 64}, .serial = 1});
}

TEST(window_script, good_ones_run) {
    std::mt19937 random(17);
    for (int round = 0; round < 200; round++) {
        script some;
        for (std::uint32_t window = 0; window < 6; window++) {
            add_window(some, unsigned(random() % 2), window, random);
            for (int i = 0; i < 8; i++)
                some.push_back(std::byte(random() % 4 + 8 * (random() % 4)));
        }
        ASSERT_EQ(banos::test::run_window_script(some), "") << round;
    }
}

TEST(window_script, broken_ones_run) {
    std::mt19937 random(18);
    for (int round = 0; round < 300; round++) {
        script some;
        for (std::uint32_t window = 0; window < 3; window++)
            add_window(some, unsigned(random() % 2), window, random);
        for (int i = 0; i < 5; i++)
            some[random() % some.size()] = std::byte(random());
        ASSERT_EQ(banos::test::run_window_script(some), "") << round;
    }
}

} // namespace
