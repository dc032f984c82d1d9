// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include <banos/ipc/event_loop.hpp>
#include <banos/ipc/socket.hpp>

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <thread>

#include <unistd.h>

namespace banos::test {

namespace {

using namespace std::chrono_literals;

struct counted : ipc::event_handler {
    void ready(std::uint32_t events) override {
        calls++;
        last_events = events;
        if (then)
            then();
    }

    int calls = 0;
    std::uint32_t last_events = 0;
    std::function<void()> then;
};

class ipc_event_loop : public testing::Test {
  protected:
    void make_readable() { ASSERT_EQ(::write(pair.second.number(), "x", 1), 1); }

    ipc::event_loop loop = *ipc::event_loop::create();
    std::pair<file_descriptor, file_descriptor> pair = *ipc::socket_pair();
    counted handler;
};

} // namespace

TEST_F(ipc_event_loop, tells_what_is_ready) {
    ASSERT_TRUE(loop.watch(pair.first.number(), ipc::interest::readable, handler));
    ASSERT_TRUE(loop.turn(0ms));
    EXPECT_EQ(handler.calls, 0);
    make_readable();
    ASSERT_TRUE(loop.turn(0ms));
    EXPECT_EQ(handler.calls, 1);
    EXPECT_EQ(handler.last_events, std::uint32_t{EPOLLIN});
    ASSERT_TRUE(loop.change(pair.first.number(), ipc::interest::writable, handler));
    ASSERT_TRUE(loop.turn(0ms));
    EXPECT_EQ(handler.last_events, std::uint32_t{EPOLLOUT});
}

TEST_F(ipc_event_loop, forgets) {
    ASSERT_TRUE(loop.watch(pair.first.number(), ipc::interest::readable, handler));
    make_readable();
    loop.forget(pair.first.number(), handler);
    ASSERT_TRUE(loop.turn(0ms));
    EXPECT_EQ(handler.calls, 0);
}

// Both are ready in the same turn, and each forgets the other.
TEST_F(ipc_event_loop, forgets_what_is_about_to_be_called) {
    counted other;
    auto others = *ipc::socket_pair();
    ASSERT_TRUE(loop.watch(pair.first.number(), ipc::interest::writable, handler));
    ASSERT_TRUE(loop.watch(others.first.number(), ipc::interest::writable, other));
    handler.then = [&] { loop.forget(others.first.number(), other); };
    other.then = [&] { loop.forget(pair.first.number(), handler); };
    ASSERT_TRUE(loop.turn(0ms));
    EXPECT_EQ(handler.calls + other.calls, 1);
}

TEST_F(ipc_event_loop, timers_are_called_in_order_and_once) {
    std::string order;
    loop.after(2ms, [&] { order += "b"; });
    loop.after(1ms, [&] { order += "a"; });
    const auto cancelled = loop.after(1ms, [&] { order += "x"; });
    loop.after(3ms, [&] { loop.stop(); });
    loop.cancel(cancelled);
    ASSERT_TRUE(loop.run());
    EXPECT_EQ(order, "ab");
}

TEST_F(ipc_event_loop, timers_are_never_early) {
    const auto begin = ipc::event_loop::clock::now();
    loop.after(5ms, [&] { loop.stop(); });
    ASSERT_TRUE(loop.run());
    EXPECT_GE(ipc::event_loop::clock::now() - begin, 5ms);
}

TEST_F(ipc_event_loop, a_timer_that_starts_itself_does_not_hold_up_the_turn) {
    int calls = 0;
    std::function<void()> again = [&] {
        calls++;
        loop.after(0ms, again);
    };
    again();
    ASSERT_TRUE(loop.turn(0ms));
    EXPECT_EQ(calls, 2);
}

TEST_F(ipc_event_loop, stops_from_another_thread) {
    std::thread other([this] { loop.stop(); });
    ASSERT_TRUE(loop.run());
    other.join();
    loop.after(0ms, [&] { loop.stop(); }); // it can run again
    ASSERT_TRUE(loop.run());
}

} // namespace banos::test
