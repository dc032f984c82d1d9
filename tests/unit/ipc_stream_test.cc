// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Streams over real sockets.
#include "ipc_packets.hpp"
#include "ipc_raw_stream.hpp"

#include <banos/ipc/socket.hpp>
#include <banos/ipc/stream.hpp>

#include <gtest/gtest.h>

#include <random>

#include <fcntl.h>
#include <sys/stat.h>

namespace banos::test {

namespace {

using ipc::flush_status;
using ipc::read_status;

class counting_calls : public ipc::socket_calls {
  public:
    std::ptrdiff_t send(int socket, std::span<const std::byte> bytes,
                        std::span<const file_descriptor> descriptors) noexcept override {
        sends++;
        return socket_calls::send(socket, bytes, descriptors);
    }
    std::ptrdiff_t receive(int socket, std::span<std::byte> into,
                           std::vector<file_descriptor>* descriptors) noexcept override {
        receives++;
        return socket_calls::receive(socket, into, descriptors);
    }

    int sends = 0;
    int receives = 0;
};

class ipc_stream : public testing::Test {
  protected:
    explicit ipc_stream(std::uint32_t refusals = 0) : ipc_stream(*ipc::socket_pair(), refusals) {}

    // Numbers of the packets that came.
    std::vector<std::uint32_t> receive() {
        std::vector<std::uint32_t> numbers;
        last_read = *right.receive(buffer, [&](ipc::received_packet& packet) {
            numbers.push_back(packet.as<numbered>()->number);
        });
        return numbers;
    }

    void fill_left() {
        while (left.queue(make_numbered(next_number, 1000)))
            next_number++;
    }

    counting_calls calls;
    ipc::stream left;
    ipc::stream right;
    ipc::receive_buffer buffer;
    read_status last_read = read_status::open;
    std::uint32_t next_number = 0;

  private:
    ipc_stream(std::pair<file_descriptor, file_descriptor> pair, std::uint32_t refusals)
        : left(std::move(pair.first), {.refusals_until_shutdown = refusals, .calls = &calls}),
          right(std::move(pair.second), {.calls = &calls}) {}
};

class ipc_stream_with_limit : public ipc_stream {
  protected:
    ipc_stream_with_limit() : ipc_stream(3) {}
};

} // namespace

TEST_F(ipc_stream, a_lone_packet_is_one_system_call) {
    EXPECT_EQ(*left.send(make_numbered(0, 16)), flush_status::all_sent);
    EXPECT_EQ(calls.sends, 1);
    EXPECT_EQ(receive(), (std::vector<std::uint32_t>{0}));
    EXPECT_EQ(calls.receives, 1);
}

TEST_F(ipc_stream, a_batch_is_one_system_call) {
    for (std::uint32_t i = 0; i < 1000; i++)
        ASSERT_TRUE(left.queue(make_numbered(i, 4)));
    EXPECT_EQ(*left.flush(), flush_status::all_sent);
    EXPECT_EQ(receive().size(), 1000U);
    EXPECT_EQ(calls.sends, 1);
    EXPECT_EQ(calls.receives, 1);
}

TEST_F(ipc_stream, nothing_to_read_is_no_end) {
    EXPECT_TRUE(receive().empty());
    EXPECT_EQ(last_read, read_status::open);
}

TEST_F(ipc_stream, an_incomplete_packet_outlives_reads_without_bytes) {
    aligned_bytes packet = encoded(make_numbered(0, 32));
    ASSERT_EQ(::send(left.descriptor(), packet.span().data(), 20, 0), 20);
    EXPECT_TRUE(receive().empty());
    std::ranges::fill(buffer.bytes(), std::byte{0xff});
    EXPECT_TRUE(receive().empty());
    ASSERT_EQ(::send(left.descriptor(), packet.span().data() + 20, 28, 0), 28);
    EXPECT_EQ(receive(), (std::vector<std::uint32_t>{0}));
}

TEST_F(ipc_stream, a_stalled_peer_costs_no_system_calls) {
    while (left.send(make_numbered(next_number, 1000)))
        next_number++;
    EXPECT_TRUE(left.is_stalled());
    const int before = calls.sends;
    for (int i = 0; i < 10; i++)
        EXPECT_EQ(left.send(make_numbered(next_number, 1000)).error().number(), ENOBUFS);
    EXPECT_EQ(*left.flush(), flush_status::socket_full);
    EXPECT_EQ(calls.sends, before);
    std::uint32_t came = 0;
    while (came < next_number) {
        came += std::uint32_t(receive().size());
        ASSERT_TRUE(left.writable());
    }
    EXPECT_EQ(came, next_number);
    EXPECT_FALSE(left.is_stalled());
}

TEST_F(ipc_stream_with_limit, a_peer_that_never_reads_is_cut_off) {
    fill_left(); // one refusal
    EXPECT_FALSE(left.is_shut_down());
    EXPECT_EQ(left.queue(make_numbered(0, 1000)).error().number(), ENOBUFS);
    EXPECT_FALSE(left.is_shut_down());
    EXPECT_EQ(left.queue(make_numbered(0, 1000)).error().number(), ENOBUFS);
    EXPECT_TRUE(left.is_shut_down());
    EXPECT_EQ(left.queue(make_numbered(0, 0)).error().number(), ECONNABORTED);
    EXPECT_EQ(left.flush().error().number(), ECONNABORTED);
    EXPECT_TRUE(receive().empty());
    EXPECT_EQ(last_read, read_status::ended);
}

TEST_F(ipc_stream, a_vanished_peer_is_an_error_and_no_signal) {
    right = ipc::stream(file_descriptor());
    EXPECT_EQ(left.send(nothing()).error().number(), EPIPE);
}

TEST_F(ipc_stream, what_a_peer_sent_before_it_vanished_is_read) {
    ASSERT_TRUE(left.send(make_numbered(0, 8)));
    left = ipc::stream(file_descriptor());
    EXPECT_EQ(receive(), (std::vector<std::uint32_t>{0}));
    EXPECT_TRUE(receive().empty());
    EXPECT_EQ(last_read, read_status::ended);
}

TEST_F(ipc_stream, a_handler_may_end_the_stream) {
    for (std::uint32_t i = 0; i < 3; i++)
        ASSERT_TRUE(left.queue(make_numbered(i, 8)));
    ASSERT_TRUE(left.flush());
    int came = 0;
    auto status = right.receive(buffer, [&](ipc::received_packet&) {
        came++;
        right.shut_down();
    });
    EXPECT_EQ(*status, read_status::ended);
    EXPECT_EQ(came, 1);
}

TEST_F(ipc_stream, descriptors_come_with_their_packets) {
    std::vector<std::string> came;
    for (int i = 0; i < 3; i++) {
        std::vector<file_descriptor> files;
        for (int j = 0; j < i; j++)
            files.emplace_back(::open("/dev/null", O_RDONLY | O_CLOEXEC));
        ASSERT_TRUE(left.queue(make_numbered(std::uint32_t(i), 8), files));
        ASSERT_TRUE(left.queue(nothing()));
    }
    EXPECT_EQ(*left.flush(), flush_status::all_sent);
    EXPECT_EQ(calls.sends, 3); // a packet with descriptors begins a call
    struct stat null {};
    ASSERT_EQ(::stat("/dev/null", &null), 0);
    for (int reads = 0; reads < 3; reads++)
        ASSERT_TRUE(right.receive(buffer, [&](ipc::received_packet& packet) {
            came.push_back(std::to_string(packet.type) + ":" +
                           std::to_string(packet.descriptors.size()));
            for (const file_descriptor& one : packet.descriptors) {
                struct stat file {};
                EXPECT_EQ(::fstat(one.number(), &file), 0);
                EXPECT_EQ(file.st_rdev, null.st_rdev);
                EXPECT_EQ(::fcntl(one.number(), F_GETFD), FD_CLOEXEC);
            }
        }));
    EXPECT_EQ(came, (std::vector<std::string>{"20:0", "8:0", "20:1", "8:0", "20:2", "8:0"}));
}

TEST_F(ipc_stream, descriptors_are_closed_unless_taken) {
    std::vector<file_descriptor> files;
    for (int i = 0; i < 2; i++)
        files.emplace_back(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    ASSERT_TRUE(left.send(nothing(), files));
    file_descriptor taken;
    int other = -1;
    ASSERT_TRUE(right.receive(buffer, [&](ipc::received_packet& packet) {
        taken = std::move(packet.descriptors[0]);
        other = packet.descriptors[1].number();
    }));
    EXPECT_EQ(::fcntl(other, F_GETFD), -1);
    EXPECT_NE(::fcntl(taken.number(), F_GETFD), -1);
}

TEST_F(ipc_stream, sockets_of_all_sizes) {
    std::mt19937 random(11);
    for (int round = 0; round < 30; round++) {
        auto pair = *ipc::socket_pair();
        const int size = int(random() % 20000);
        ::setsockopt(pair.first.number(), SOL_SOCKET, SO_SNDBUF, &size, sizeof(size));
        ipc::stream sender(std::move(pair.first));
        raw_stream peer;
        std::uint32_t accepted = 0;
        for (int i = 0; i < 300; i++) {
            const std::size_t longest = random() % 10 == 0 ? 60000 : 300;
            accepted += sender.queue(make_numbered(accepted, random() % longest)) ? 1 : 0;
            ASSERT_TRUE(random() % 2 == 0 ? sender.flush() : sender.writable());
            if (random() % 4 == 0) {
                ASSERT_TRUE(peer.read_from(pair.second.number()));
            }
        }
        while (sender.waiting_bytes() > 0) {
            ASSERT_TRUE(peer.read_from(pair.second.number()));
            ASSERT_TRUE(sender.writable());
        }
        ASSERT_TRUE(peer.read_from(pair.second.number()));
        EXPECT_EQ(peer.problem(), "");
        EXPECT_EQ(peer.packets(), accepted);
        EXPECT_EQ(peer.incomplete_bytes(), 0U);
    }
}

TEST(ipc_socket, who_is_there) {
    const std::string path = "@banos-ipc-test-" + std::to_string(::getpid());
    auto listening = ipc::listen_at(path);
    ASSERT_TRUE(listening);
    EXPECT_EQ(ipc::listen_at(path).error().number(), EADDRINUSE);
    auto connected = ipc::connect_to(path);
    ASSERT_TRUE(connected);
    const auto peer = ipc::credentials_of(*connected);
    ASSERT_TRUE(peer);
    EXPECT_EQ(peer->process, ::getpid());
    EXPECT_EQ(peer->user, ::getuid());
    EXPECT_EQ(peer->group, ::getgid());
}

TEST(ipc_socket, wrong_paths) {
    EXPECT_EQ(ipc::connect_to("").error().number(), EINVAL);
    EXPECT_EQ(ipc::connect_to(std::string(108, 'x')).error().number(), ENAMETOOLONG);
    EXPECT_EQ(ipc::connect_to("/nonexistent/socket").error().number(), ENOENT);
    EXPECT_EQ(ipc::listen_at("/nonexistent/socket").error().number(), ENOENT);
}

} // namespace banos::test
