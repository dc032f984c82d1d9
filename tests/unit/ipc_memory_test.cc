// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// What a client that does not read costs, of all memory that the program has.
#include "ipc_packets.hpp"
#include "ipc_raw_stream.hpp"

#include <banos/ipc/server.hpp>

#include <gtest/gtest.h>

#include <cstdlib>
#include <new>
#include <vector>

#include <fcntl.h>
#include <malloc.h>

namespace {

std::size_t allocated_bytes = 0;

void* counted(std::size_t size) noexcept {
    void* memory = std::malloc(size);
    allocated_bytes += ::malloc_usable_size(memory);
    return memory;
}

} // namespace

void* operator new(std::size_t size) {
    void* memory = counted(size);
    if (memory == nullptr)
        throw std::bad_alloc();
    return memory;
}
void* operator new(std::size_t size, const std::nothrow_t& /*tag*/) noexcept {
    return counted(size);
}
void* operator new[](std::size_t size, const std::nothrow_t& /*tag*/) noexcept {
    return counted(size);
}
void operator delete(void* memory) noexcept {
    allocated_bytes -= ::malloc_usable_size(memory);
    std::free(memory);
}
void operator delete(void* memory, std::size_t /*size*/) noexcept {
    operator delete(memory);
}
void* operator new[](std::size_t size) {
    return operator new(size);
}
void operator delete[](void* memory) noexcept {
    operator delete(memory);
}
void operator delete[](void* memory, std::size_t /*size*/) noexcept {
    operator delete(memory);
}

namespace banos::test {

namespace {

using namespace std::chrono_literals;

struct ignoring : ipc::server_handler {
    void received(ipc::client& /*from*/, ipc::received_packet& /*packet*/) override {}
};

class ipc_memory : public testing::Test {
  protected:
    static constexpr std::size_t clients = 100;
    static constexpr std::size_t incomplete = 30000;

    // Full, with all that a client can make the server keep: keys, descriptors, and a packet
    // that does not end.
    void stall(ipc::client& one, const file_descriptor& peer) {
        while (!one.is_stalled()) {
            (void)one.queue(make_numbered(0, 10000));
            ASSERT_TRUE(loop.turn(0ms));
        }
        aligned_bytes packet = encoded(make_numbered(0, 60000));
        ASSERT_EQ(::send(peer.number(), packet.span().data(), incomplete, 0), incomplete);
        ASSERT_TRUE(loop.turn(0ms));
        for (std::uint64_t key = 0; key < ipc::send_queue::most_keys; key++)
            ASSERT_TRUE(one.queue_latest(key, nothing()));
        for (std::size_t i = 0; i < ipc::most_descriptors; i++) {
            file_descriptor null(::open("/dev/null", O_RDONLY | O_CLOEXEC));
            ASSERT_TRUE(one.queue(nothing(), {&null, 1}));
        }
        while (one.queue(make_numbered(0, 0))) {
        }
    }

    ignoring handler;
    ipc::event_loop loop = *ipc::event_loop::create();
    std::unique_ptr<ipc::server> server = *ipc::server::create(
        loop, *ipc::listen_at("@banos-ipc-memory-test-" + std::to_string(::getpid())), handler);
};

} // namespace

TEST_F(ipc_memory, of_a_stalled_client) {
    std::vector<file_descriptor> peers;
    peers.reserve(clients);
    const std::size_t before = allocated_bytes;
    for (std::size_t i = 0; i < clients; i++) {
        auto pair = *ipc::socket_pair();
        stall(*server->adopt(std::move(pair.first)), pair.second);
        peers.push_back(std::move(pair.second));
    }
    const std::size_t each = (allocated_bytes - before) / clients;
    RecordProperty("bytes_of_a_stalled_client", std::to_string(each));
    EXPECT_GT(server->find(1)->waiting_bytes(), 65536U - 24);
    EXPECT_LE(each, 65536 + 4096 + incomplete);
}

TEST_F(ipc_memory, of_an_idle_client) {
    const std::size_t before = allocated_bytes;
    auto pair = *ipc::socket_pair();
    ASSERT_NE(server->adopt(std::move(pair.first)), nullptr);
    EXPECT_LE(allocated_bytes - before, 2048U);
}

} // namespace banos::test
