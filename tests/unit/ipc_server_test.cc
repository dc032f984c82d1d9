// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// What a server does with clients, well-behaved or not.
#include "ipc_packets.hpp"
#include "ipc_raw_stream.hpp"

#include <banos/ipc/server.hpp>

#include <gtest/gtest.h>

#include <functional>
#include <string>

#include <sys/resource.h>

namespace banos::test {

namespace {

using namespace std::chrono_literals;

// Notes what happens: "+1" a client came, "1:20" a packet, "-1" it went, "-1!110" with errno.
struct recorder : ipc::server_handler {
    void connected(ipc::client& who) override {
        log += "+" + std::to_string(who.id()) + " ";
        user = who.peer().user;
    }
    void received(ipc::client& from, ipc::received_packet& packet) override {
        log += std::to_string(from.id()) + ":" + std::to_string(packet.type) + " ";
        if (then)
            then(from, packet);
    }
    void disconnected(ipc::client& who, const error* reason) override {
        log += "-" + std::to_string(who.id());
        log += reason != nullptr ? "!" + std::to_string(reason->number()) + " " : " ";
        if (finally)
            finally(who);
    }

    std::string log;
    uid_t user = ~0U;
    std::function<void(ipc::client&, ipc::received_packet&)> then;
    std::function<void(ipc::client&)> finally;
};

class ipc_server : public testing::Test {
  protected:
    void SetUp() override { start({}); }

    void start(const ipc::server_options& options) {
        server.reset();
        server = *ipc::server::create(loop, *ipc::listen_at(path), handler, options);
    }

    ipc::stream connect() {
        ipc::stream made(*ipc::connect_to(path));
        turn(2);
        return made;
    }

    void turn(int times = 1) {
        for (; times > 0; times--)
            ASSERT_TRUE(loop.turn(0ms));
    }

    // Turns until the handler's log is this, or for a while.
    bool comes_to(const std::string& log) {
        for (int i = 0; i < 200 && handler.log != log; i++)
            if (!loop.turn(10ms))
                return false;
        return handler.log == log;
    }

    const std::string path = "@banos-ipc-server-test-" + std::to_string(::getpid());
    ipc::event_loop loop = *ipc::event_loop::create();
    recorder handler;
    std::unique_ptr<ipc::server> server;
    ipc::receive_buffer buffer;
};

} // namespace

TEST_F(ipc_server, knows_its_clients) {
    auto one = connect(), other = connect();
    EXPECT_EQ(handler.log, "+1 +2 ");
    EXPECT_EQ(handler.user, ::getuid());
    EXPECT_EQ(server->client_count(), 2U);
    EXPECT_NE(server->find(2), nullptr);
    EXPECT_EQ(server->find(3), nullptr);
}

TEST_F(ipc_server, receives_and_answers_in_one_turn) {
    auto peer = connect();
    handler.then = [](ipc::client& from, ipc::received_packet& packet) {
        for (std::uint32_t i = 0; i < 3; i++)
            EXPECT_TRUE(from.queue(make_numbered(packet.as<geometry>()->x + i, 8)));
    };
    ASSERT_TRUE(peer.send(geometry{0, 0, 0, 0}));
    turn();
    raw_stream answers;
    EXPECT_TRUE(answers.read_from(peer.descriptor()));
    EXPECT_EQ(answers.packets(), 3U);
}

TEST_F(ipc_server, sends_what_was_queued_between_turns) {
    auto peer = connect();
    ASSERT_TRUE(server->find(1)->queue(make_numbered(0, 8)));
    ASSERT_TRUE(loop.turn(10s)); // does not wait
    raw_stream answers;
    EXPECT_TRUE(answers.read_from(peer.descriptor()));
    EXPECT_EQ(answers.packets(), 1U);
}

TEST_F(ipc_server, sees_clients_go) {
    auto one = connect(), other = connect();
    one = ipc::stream(file_descriptor());
    EXPECT_TRUE(comes_to("+1 +2 -1 "));
    EXPECT_EQ(server->client_count(), 1U);
}

TEST_F(ipc_server, answers_a_client_that_ended_its_half) {
    auto peer = connect();
    handler.then = [](ipc::client& from, ipc::received_packet&) {
        EXPECT_TRUE(from.queue(make_numbered(0, 8)));
    };
    ASSERT_TRUE(peer.send(nothing()));
    ::shutdown(peer.descriptor(), SHUT_WR);
    EXPECT_TRUE(comes_to("+1 1:8 -1 "));
    raw_stream answers;
    EXPECT_FALSE(answers.read_from(peer.descriptor()));
    EXPECT_EQ(answers.packets(), 1U);
}

TEST_F(ipc_server, disconnects_who_speaks_something_else) {
    auto peer = connect(), well = connect();
    ASSERT_EQ(::send(peer.descriptor(), "GET / HTTP/1.1\r\n\r\n", 18, 0), 18);
    ASSERT_TRUE(well.send(nothing()));
    turn(2);
    EXPECT_NE(handler.log.find("-1!" + std::to_string(EMSGSIZE) + " "), std::string::npos);
    EXPECT_NE(handler.log.find("2:8 "), std::string::npos);
    EXPECT_EQ(server->client_count(), 1U);
}

TEST_F(ipc_server, disconnects_within_a_handler) {
    auto peer = connect();
    handler.then = [](ipc::client& from, ipc::received_packet&) {
        from.disconnect();
        EXPECT_EQ(from.queue(nothing()).error().number(), ECONNABORTED);
    };
    ASSERT_TRUE(peer.queue(nothing()));
    ASSERT_TRUE(peer.queue(nothing()));
    ASSERT_TRUE(peer.flush());
    EXPECT_TRUE(comes_to("+1 1:8 -1 "));
}

TEST_F(ipc_server, finishes_with_what_waits) {
    auto peer = connect();
    std::uint32_t accepted = 0;
    handler.then = [&](ipc::client& from, ipc::received_packet&) {
        while (from.queue(make_numbered(accepted, 5000)))
            accepted++;
        from.finish();
        EXPECT_EQ(from.queue(nothing()).error().number(), ECONNABORTED);
    };
    const int small = 4096;
    ::setsockopt(peer.descriptor(), SOL_SOCKET, SO_RCVBUF, &small, sizeof(small));
    ASSERT_TRUE(peer.send(nothing()));
    raw_stream answers;
    bool open = true;
    for (int i = 0; i < 200 && open; i++) {
        turn();
        open = answers.read_from(peer.descriptor());
    }
    EXPECT_FALSE(open);
    EXPECT_EQ(answers.packets(), accepted);
    EXPECT_TRUE(comes_to("+1 1:8 -1 "));
}

// Who goes may be told to others, and they may be sent away for it.
TEST_F(ipc_server, tells_others_of_who_went) {
    auto one = connect(), two = connect(), three = connect();
    handler.finally = [this](ipc::client& who) {
        if (who.id() == 1) {
            EXPECT_TRUE(server->find(3)->queue(make_numbered(0, 0)));
            server->find(2)->disconnect();
        }
    };
    one = ipc::stream(file_descriptor());
    EXPECT_TRUE(comes_to("+1 +2 +3 -1 -2 "));
    raw_stream news;
    EXPECT_TRUE(news.read_from(three.descriptor()));
    EXPECT_EQ(news.packets(), 1U);
}

TEST_F(ipc_server, has_a_limit_of_clients) {
    start({.most_clients = 2});
    auto one = connect(), two = connect(), three = connect();
    EXPECT_EQ(handler.log, "+1 +2 ");
    raw_stream end;
    EXPECT_FALSE(end.read_from(three.descriptor()));
}

TEST_F(ipc_server, disconnects_who_does_not_read) {
    start({.stall_limit = 20ms});
    auto stalled = connect(), reading = connect();
    while (!server->find(1)->is_stalled()) {
        (void)server->find(1)->queue(make_numbered(0, 10000));
        turn();
    }
    EXPECT_TRUE(comes_to("+1 +2 -1!" + std::to_string(ETIMEDOUT) + " "));
}

TEST_F(ipc_server, cuts_off_who_is_refused_too_often) {
    start({.stream = {.refusals_until_shutdown = 2}});
    auto peer = connect();
    int queued = 0;
    while (server->find(1)->queue(make_numbered(0, 1000)) || queued < 64)
        queued++;
    EXPECT_EQ(server->find(1)->queue(make_numbered(0, 1000)).error().number(), ENOBUFS);
    EXPECT_TRUE(comes_to("+1 -1!" + std::to_string(ENOBUFS) + " "));
}

TEST_F(ipc_server, shuts_down) {
    auto reading = connect(), stalled = connect();
    while (!server->find(2)->is_stalled()) {
        (void)server->find(2)->queue(make_numbered(0, 10000));
        turn();
    }
    ASSERT_TRUE(server->find(1)->queue(make_numbered(0, 100)));
    server->shut_down(30ms);
    EXPECT_EQ(ipc::connect_to(path).error().number(), ECONNREFUSED);
    EXPECT_TRUE(comes_to("+1 +2 -1 -2!" + std::to_string(ETIMEDOUT) + " "));
    EXPECT_EQ(server->client_count(), 0U);
    raw_stream last;
    EXPECT_FALSE(last.read_from(reading.descriptor()));
    EXPECT_EQ(last.packets(), 1U);
}

TEST_F(ipc_server, ends_with_clients_and_timers) {
    start({.stall_limit = 10ms});
    auto one = connect(), two = connect();
    server->shut_down(1s);
    server.reset();
    turn(3);
    raw_stream end;
    EXPECT_FALSE(end.read_from(one.descriptor()));
}

// With no descriptor left, accepting pauses, and what is connected goes on.
TEST_F(ipc_server, outlives_a_lack_of_descriptors) {
    auto one = connect();
    auto waiting = *ipc::connect_to(path);
    rlimit limit{};
    ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &limit), 0);
    rlimit none = limit;
    none.rlim_cur = 1;
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &none), 0);
    turn(3);
    ASSERT_TRUE(one.send(nothing()));
    EXPECT_TRUE(comes_to("+1 1:8 "));
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &limit), 0);
    EXPECT_TRUE(comes_to("+1 1:8 +2 "));
}

} // namespace banos::test
