// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// What waits for a peer: whole packets, in order, however sends are cut.
#include "ipc_packets.hpp"
#include "ipc_raw_stream.hpp"

#include <banos/ipc/send_queue.hpp>

#include <gtest/gtest.h>

#include <functional>
#include <random>

#include <fcntl.h>

namespace banos::test {

namespace {

using ipc::flush_status;

// Instead of a socket: takes as many bytes of each call as it is told.
class cutting_calls : public ipc::socket_calls {
  public:
    std::ptrdiff_t send(int /*socket*/, std::span<const std::byte> bytes,
                        std::span<const file_descriptor> descriptors) noexcept override {
        calls++;
        const std::ptrdiff_t takes = next_answer(bytes.size());
        if (takes <= 0)
            return takes;
        if (!descriptors.empty())
            bearing.push_back({all.size(), descriptors.size()});
        all.insert(all.end(), bytes.begin(), bytes.begin() + takes);
        return takes;
    }

    struct arrival {
        std::size_t at;
        std::size_t descriptors;

        bool operator==(const arrival&) const = default;
    };

    std::function<std::ptrdiff_t(std::size_t)> next_answer = [](std::size_t size) {
        return std::ptrdiff_t(size);
    };
    int calls = 0;
    std::vector<std::byte> all;
    std::vector<arrival> bearing;
};

std::vector<file_descriptor> some_descriptors(std::size_t count) {
    std::vector<file_descriptor> made;
    for (std::size_t i = 0; i < count; i++)
        made.emplace_back(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    return made;
}

bool is_open(int descriptor) {
    return ::fcntl(descriptor, F_GETFD) >= 0;
}

// Flushes until nothing waits, as a loop does whose socket is writable again and again.
void drain(ipc::send_queue& queue, cutting_calls& calls) {
    while (!queue.empty())
        ASSERT_TRUE(queue.flush(calls, -1));
}

int number_of(const result<void>& pushed) {
    return pushed ? 0 : pushed.error().number();
}

} // namespace

TEST(ipc_send_queue, all_packets_go_in_one_call) {
    ipc::send_queue queue;
    cutting_calls calls;
    for (std::uint32_t i = 0; i < 100; i++)
        ASSERT_TRUE(queue.push(make_numbered(i, i)));
    EXPECT_EQ(*queue.flush(calls, -1), flush_status::all_sent);
    EXPECT_EQ(calls.calls, 1);
    raw_stream peer;
    peer.take(calls.all);
    EXPECT_EQ(peer.problem(), "");
    EXPECT_EQ(peer.packets(), 100U);
}

TEST(ipc_send_queue, holds_the_largest_packet_and_refuses_a_larger) {
    ipc::send_queue queue;
    EXPECT_EQ(number_of(queue.push(make_numbered(0, 65536 - 15))), EMSGSIZE);
    EXPECT_EQ(number_of(queue.push(make_numbered(0, std::size_t{1} << 22))), EMSGSIZE);
    EXPECT_TRUE(queue.push(make_numbered(0, 65536 - 16)));
    EXPECT_EQ(number_of(queue.push(nothing())), ENOBUFS);
    EXPECT_EQ(number_of(queue.push(make_numbered(0, 65536))), EMSGSIZE); // not "full"
}

TEST(ipc_send_queue, refuses_whole_packets_only) {
    ipc::send_queue queue;
    cutting_calls calls;
    std::uint32_t accepted = 0;
    while (queue.push(make_numbered(accepted, 1000)))
        accepted++;
    EXPECT_EQ(accepted, 65536U / 1016);
    EXPECT_EQ(number_of(queue.push(make_numbered(accepted, 1000))), ENOBUFS);
    EXPECT_TRUE(queue.push(make_numbered(accepted, 0))); // there is room for a small one
    drain(queue, calls);
    raw_stream peer;
    peer.take(calls.all);
    EXPECT_EQ(peer.problem(), "");
    EXPECT_EQ(peer.packets(), accepted + 1);
}

// Cut once at each byte, between packets and within them, while more are queued.
TEST(ipc_send_queue, sends_cut_at_every_byte) {
    constexpr std::size_t total = 5 * 16 + (8 + 16 + 24 + 40);
    for (std::size_t cut = 0; cut <= total; cut++) {
        ipc::send_queue queue;
        cutting_calls calls;
        std::uint32_t number = 0;
        for (const std::size_t size : {0U, 3U, 16U, 24U})
            ASSERT_TRUE(queue.push(make_numbered(number++, size)));
        calls.next_answer = [&](std::size_t size) {
            return cut == 0 ? -EAGAIN : std::ptrdiff_t(std::min(size, cut));
        };
        ASSERT_TRUE(queue.flush(calls, -1));
        ASSERT_TRUE(queue.push(make_numbered(number++, 40)));
        calls.next_answer = [](std::size_t size) { return std::ptrdiff_t(size); };
        drain(queue, calls);
        raw_stream peer;
        peer.take(calls.all);
        ASSERT_EQ(peer.problem(), "") << cut;
        ASSERT_EQ(peer.packets(), number) << cut;
    }
}

// Each send takes a few bytes; packets of all sizes go around the buffer many times.
TEST(ipc_send_queue, sends_cut_everywhere) {
    std::mt19937 random(3);
    ipc::send_queue queue;
    cutting_calls calls;
    raw_stream peer;
    calls.next_answer = [&](std::size_t size) {
        return random() % 4 == 0 ? -EAGAIN : std::ptrdiff_t(1 + random() % std::min(size, 5000UL));
    };
    std::uint32_t number = 0;
    for (int i = 0; i < 20000; i++) {
        const std::size_t size = random() % 8 == 0 ? random() % 30000 : random() % 200;
        number += queue.push(make_numbered(number, size)) ? 1 : 0;
        ASSERT_TRUE(queue.flush(calls, -1));
        peer.take(calls.all);
        calls.all.clear();
    }
    drain(queue, calls);
    peer.take(calls.all);
    EXPECT_EQ(peer.problem(), "");
    EXPECT_EQ(peer.packets(), number);
    EXPECT_EQ(peer.incomplete_bytes(), 0U);
    EXPECT_GT(number, 1000U);
}

TEST(ipc_send_queue, goes_on_later_if_the_kernel_is_exhausted) {
    for (const int problem : {ENOBUFS, ENOMEM, ETOOMANYREFS}) {
        ipc::send_queue queue;
        cutting_calls calls;
        ASSERT_TRUE(queue.push(nothing()));
        calls.next_answer = [problem](std::size_t) { return -problem; };
        EXPECT_EQ(*queue.flush(calls, -1), flush_status::kernel_exhausted);
        EXPECT_FALSE(queue.empty());
    }
}

TEST(ipc_send_queue, a_vanished_peer_is_an_error) {
    ipc::send_queue queue;
    cutting_calls calls;
    ASSERT_TRUE(queue.push(nothing()));
    calls.next_answer = [](std::size_t) { return -EPIPE; };
    EXPECT_EQ(queue.flush(calls, -1).error().number(), EPIPE);
}

TEST(ipc_send_queue, descriptors_leave_with_the_first_byte_and_once) {
    constexpr std::size_t packet = 24;
    for (std::size_t cut = 0; cut <= 4 * packet; cut++) {
        ipc::send_queue queue;
        cutting_calls calls;
        auto first = some_descriptors(2), second = some_descriptors(1);
        const int number = first[0].number();
        ASSERT_TRUE(queue.push(geometry()));
        ASSERT_TRUE(queue.push(geometry(), first));
        ASSERT_TRUE(queue.push(geometry(), second));
        ASSERT_TRUE(queue.push(geometry()));
        EXPECT_EQ(first[0].number(), -1); // the queue's now
        calls.next_answer = [&](std::size_t size) {
            return cut == 0 ? -EAGAIN : std::ptrdiff_t(std::min(size, cut));
        };
        ASSERT_TRUE(queue.flush(calls, -1));
        EXPECT_EQ(is_open(number), calls.all.size() <= packet) << cut;
        calls.next_answer = [](std::size_t size) { return std::ptrdiff_t(size); };
        drain(queue, calls);
        EXPECT_EQ(calls.all.size(), 4 * packet);
        const std::vector<cutting_calls::arrival> expected = {{packet, 2}, {2 * packet, 1}};
        EXPECT_EQ(calls.bearing, expected) << cut;
        EXPECT_FALSE(is_open(number));
    }
}

TEST(ipc_send_queue, at_most_64_descriptors_wait) {
    ipc::send_queue queue;
    auto many = some_descriptors(65);
    EXPECT_EQ(number_of(queue.push(nothing(), many)), ETOOMANYREFS);
    EXPECT_TRUE(is_open(many[64].number())); // still the caller's
    EXPECT_TRUE(queue.push(nothing(), std::span(many).first(60)));
    EXPECT_EQ(number_of(queue.push(nothing(), std::span(many).subspan(60))), ETOOMANYREFS);
    EXPECT_TRUE(queue.push(nothing(), std::span(many).subspan(60, 4)));
    EXPECT_TRUE(queue.push(nothing()));
}

TEST(ipc_send_queue, the_latest_replaces_what_waits) {
    ipc::send_queue queue;
    cutting_calls calls;
    ASSERT_TRUE(queue.push_latest(1, geometry{1, 0, 0, 0}));
    ASSERT_TRUE(queue.push(nothing()));
    ASSERT_TRUE(queue.push_latest(2, geometry{2, 0, 0, 0}));
    ASSERT_TRUE(queue.push_latest(1, geometry{3, 0, 0, 0}));
    EXPECT_EQ(queue.size_bytes(), 8U + 24 + 24);
    drain(queue, calls);
    aligned_bytes bytes(calls.all);
    EXPECT_EQ(*ipc::decode<nothing>(bytes.span().first(8)), nothing());
    EXPECT_EQ(ipc::decode<geometry>(bytes.span().subspan(8, 24))->x, 2U);
    EXPECT_EQ(ipc::decode<geometry>(bytes.span().subspan(32, 24))->x, 3U);
}

TEST(ipc_send_queue, the_latest_does_not_replace_what_was_begun) {
    for (const std::size_t cut : {0U, 1U, 23U, 24U}) {
        ipc::send_queue queue;
        cutting_calls calls;
        ASSERT_TRUE(queue.push_latest(1, geometry{1, 0, 0, 0}));
        calls.next_answer = [cut](std::size_t) { return cut == 0 ? -EAGAIN : std::ptrdiff_t(cut); };
        ASSERT_TRUE(queue.flush(calls, -1));
        calls.next_answer = [](std::size_t size) { return std::ptrdiff_t(size); };
        ASSERT_TRUE(queue.push_latest(1, geometry{2, 0, 0, 0}));
        drain(queue, calls);
        EXPECT_EQ(calls.all.size(), cut == 0 ? 24U : 48U) << cut;
    }
}

TEST(ipc_send_queue, the_latest_moves_descriptors_with_their_packets) {
    ipc::send_queue queue;
    cutting_calls calls;
    auto one = some_descriptors(1);
    ASSERT_TRUE(queue.push_latest(1, geometry{1, 0, 0, 0}));
    ASSERT_TRUE(queue.push(nothing(), one));
    ASSERT_TRUE(queue.push_latest(1, geometry{2, 0, 0, 0}));
    drain(queue, calls);
    EXPECT_EQ(calls.bearing, (std::vector<cutting_calls::arrival>{{0, 1}}));
}

TEST(ipc_send_queue, the_latest_stays_if_a_newer_one_is_refused) {
    ipc::send_queue queue;
    cutting_calls calls;
    ASSERT_TRUE(queue.push_latest(1, make_numbered(0, 100)));
    ASSERT_TRUE(queue.push(make_numbered(1, 65536 - 16 - 120)));
    EXPECT_EQ(number_of(queue.push_latest(1, make_numbered(2, 200))), ENOBUFS);
    drain(queue, calls);
    raw_stream peer;
    peer.take(calls.all);
    EXPECT_EQ(peer.packets(), 2U);
}

TEST(ipc_send_queue, keys_are_limited) {
    ipc::send_queue queue;
    cutting_calls calls;
    for (std::uint64_t key = 0; key < ipc::send_queue::most_keys; key++)
        ASSERT_TRUE(queue.push_latest(key, nothing()));
    EXPECT_EQ(number_of(queue.push_latest(1000, nothing())), ENOBUFS);
    EXPECT_TRUE(queue.push_latest(3, nothing()));
    drain(queue, calls);
    EXPECT_TRUE(queue.push_latest(1000, nothing()));
}

} // namespace banos::test
