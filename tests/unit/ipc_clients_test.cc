// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// A thousand clients, of which a hundred never read, others die, and all have sockets of
// random sizes, whose sends are cut anywhere. Every byte that each of them gets is looked at.
#include "ipc_raw_stream.hpp"

#include <banos/ipc/server.hpp>

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include <sys/resource.h>
#include <sys/wait.h>

namespace banos::test {

namespace {

using namespace std::chrono_literals;

// Cuts about every second send, anywhere, and has the kernel fail at times.
class disturbing_calls : public ipc::socket_calls {
  public:
    std::ptrdiff_t send(int socket, std::span<const std::byte> bytes,
                        std::span<const file_descriptor> descriptors) noexcept override {
        if (disturbs) {
            if (random_() % 50 == 0)
                return -ENOBUFS;
            if (random_() % 2 == 0)
                bytes = bytes.first(1 + random_() % bytes.size());
        }
        return socket_calls::send(socket, bytes, descriptors);
    }

    bool disturbs = true;

  private:
    std::minstd_rand random_{1};
};

struct ignoring : ipc::server_handler {
    void received(ipc::client& /*from*/, ipc::received_packet& /*packet*/) override {}
};

struct peer {
    file_descriptor socket;
    ipc::client_id id = 0;
    bool reads = true;
    std::uint32_t accepted = 0; // packets that were queued for it
    std::uint32_t refused = 0;
    raw_stream stream = {};
};

// Connects so many, and then reads from all. False if one gets anything but three packets.
bool be_clients(const std::string& path, std::size_t count) {
    std::vector<file_descriptor> sockets;
    for (std::size_t i = 0; i < count; i++) {
        auto socket = ipc::connect_to(path);
        if (!socket)
            return false;
        sockets.push_back(*std::move(socket));
    }
    for (const file_descriptor& socket : sockets) {
        std::byte bytes[3 * 120];
        if (::recv(socket.number(), bytes, sizeof(bytes), MSG_WAITALL) != sizeof(bytes))
            return false;
        raw_stream stream;
        stream.take(bytes);
        if (stream.packets() != 3 || !stream.problem().empty())
            return false;
    }
    return true;
}

class ipc_clients : public testing::Test {
  protected:
    // False if this process may not have as many.
    static bool allow_descriptors(rlim_t count) {
        rlimit limit{};
        if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_max < count)
            return false;
        limit.rlim_cur = limit.rlim_max;
        return ::setrlimit(RLIMIT_NOFILE, &limit) == 0;
    }

    // Every tenth never reads.
    void connect_all() {
        for (std::size_t i = 0; i < 1000; i++)
            connect(i % 10 != 3);
    }

    void connect(bool reads) {
        auto pair = *ipc::socket_pair();
        const int size = int(random() % 100000);
        ::setsockopt(pair.first.number(), SOL_SOCKET, SO_SNDBUF, &size, sizeof(size));
        const ipc::client* added = server->adopt(std::move(pair.first));
        ASSERT_NE(added, nullptr);
        peers.push_back({.socket = std::move(pair.second), .id = added->id(), .reads = reads});
    }

    void queue_for(peer& one) {
        ipc::client* client = server->find(one.id);
        if (client == nullptr)
            return;
        const std::size_t longest = random() % 16 == 0 ? 40000 : 400;
        if (client->queue(make_numbered(one.accepted, random() % longest)))
            one.accepted++;
        else
            one.refused++;
    }

    void read_all(bool also_those_that_do_not) {
        for (peer& one : peers)
            if (one.socket.number() >= 0 && (one.reads || also_those_that_do_not)) {
                ASSERT_TRUE(one.stream.read_from(one.socket.number()));
            }
    }

    // One that reads, chosen by chance, vanishes.
    void kill_one() {
        peer& one = peers[random() % peers.size()];
        if (one.reads)
            one.socket = file_descriptor();
    }

    const std::string path = "@banos-ipc-clients-test-" + std::to_string(::getpid());
    std::mt19937 random{17};
    disturbing_calls calls;
    ignoring handler;
    ipc::event_loop loop = *ipc::event_loop::create();
    std::unique_ptr<ipc::server> server =
        *ipc::server::create(loop, *ipc::listen_at(path), handler, {.stream = {.calls = &calls}});
    std::vector<peer> peers;
};

} // namespace

TEST_F(ipc_clients, all_get_whole_packets_in_order) {
    if (!allow_descriptors(2100))
        GTEST_SKIP() << "a process may not have 2,100 descriptors";
    connect_all();
    std::size_t killed = 0;
    for (int round = 0; round < 150; round++) {
        for (peer& one : peers)
            queue_for(one);
        ASSERT_TRUE(loop.turn(0ms));
        if (random() % 3 == 0) {
            kill_one();
        }
        if (round % 2 == 0)
            read_all(false);
    }
    calls.disturbs = false;
    const auto waits = [this] {
        std::size_t bytes = 0;
        server->for_each([&](ipc::client& one) { bytes += one.waiting_bytes(); });
        return bytes > 0;
    };
    do {
        read_all(true);
        ASSERT_TRUE(loop.turn(0ms));
    } while (waits());
    read_all(true);

    std::uint32_t refused_to_stalled = 0;
    for (const peer& one : peers) {
        EXPECT_EQ(one.stream.problem(), "") << one.id;
        refused_to_stalled += one.reads ? 0 : one.refused;
        if (one.socket.number() < 0) {
            killed++;
            EXPECT_LE(one.stream.packets(), one.accepted);
        } else {
            EXPECT_EQ(one.stream.packets(), one.accepted) << one.id;
            EXPECT_EQ(one.stream.incomplete_bytes(), 0U) << one.id;
        }
    }
    EXPECT_GT(killed, 10U);
    EXPECT_EQ(server->client_count(), peers.size() - killed);
    EXPECT_GT(refused_to_stalled, 1000U);
}

// Nothing cut, and room for what is sent between two reads: then nobody who reads loses
// anything to those who do not.
TEST_F(ipc_clients, those_that_read_lose_nothing) {
    constexpr std::uint32_t rounds = 200;
    if (!allow_descriptors(2100))
        GTEST_SKIP() << "a process may not have 2,100 descriptors";
    connect_all();
    calls.disturbs = false;
    for (std::uint32_t round = 0; round < rounds; round++) {
        for (peer& one : peers)
            for (int i = 0; i < 2; i++)
                (void)(server->find(one.id)->queue(make_numbered(one.accepted, 1000))
                           ? one.accepted++
                           : one.refused++);
        ASSERT_TRUE(loop.turn(0ms));
        read_all(false);
    }
    for (int i = 0; i < 50; i++) {
        ASSERT_TRUE(loop.turn(0ms));
        read_all(false);
    }
    for (const peer& one : peers) {
        EXPECT_EQ(one.refused > 0, !one.reads) << one.id;
        EXPECT_EQ(one.stream.packets(), one.reads ? 2 * rounds : 0) << one.id;
    }
}

// In another process: every client has to get three packets, and nothing else.
TEST_F(ipc_clients, ten_thousand) {
    constexpr std::size_t count = 10'000;
    if (!allow_descriptors(count + 100))
        GTEST_SKIP() << "a process may not have 10,100 descriptors";
    calls.disturbs = false;
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0)
        ::_exit(be_clients(path, count) ? 0 : 1);
    for (int i = 0; i < 10'000 && server->client_count() < count; i++)
        ASSERT_TRUE(loop.turn(100ms));
    ASSERT_EQ(server->client_count(), count);
    for (std::uint32_t number = 0; number < 3; number++)
        server->for_each(
            [&](ipc::client& one) { EXPECT_TRUE(one.queue(make_numbered(number, 100))); });
    for (int i = 0; i < 10'000 && server->client_count() > 0; i++)
        ASSERT_TRUE(loop.turn(100ms));
    EXPECT_EQ(server->client_count(), 0U);
    int status = -1;
    EXPECT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
}

} // namespace banos::test
