// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Usage: throughput_bench [ROUNDS]
//
// Packets of 16 bytes from one process to another, as fast as they go: by banos in batches,
// by a hand-written batch, and by one send per packet and per field, by turns.
#include "messages.hpp"

#include <banos/ipc/socket.hpp>
#include <banos/ipc/stream.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <span>
#include <string>
#include <vector>

#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>

namespace bench {
namespace {

void require(bool good) {
    if (!good)
        std::abort();
}

struct header {
    std::uint32_t size;
    std::uint32_t type;
};

void wait_for(int socket, short events) {
    pollfd one = {socket, events, 0};
    require(::poll(&one, 1, -1) == 1);
}

// Never blocks but in poll(), as a program does that has several peers.
void send_all(int socket, const void* bytes, std::size_t size) {
    const auto* at = static_cast<const std::byte*>(bytes);
    while (size > 0) {
        const ssize_t sent = ::send(socket, at, size, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent < 0 && errno == EAGAIN) {
            wait_for(socket, POLLOUT);
            continue;
        }
        require(sent > 0);
        at += sent;
        size -= std::size_t(sent);
    }
}

std::size_t receive_some(int socket, void* into, std::size_t size) {
    for (;;) {
        const ssize_t came = ::recv(socket, into, size, MSG_DONTWAIT);
        if (came > 0)
            return std::size_t(came);
        require(came < 0 && errno == EAGAIN);
        wait_for(socket, POLLIN);
    }
}

void send_batches_by_hand(banos::file_descriptor socket, std::size_t packets, std::size_t batch) {
    std::vector<std::byte> memory(batch * 24);
    const placed message{1, 2, 3, 4};
    for (std::size_t sent = 0; sent < packets; sent += batch) {
        for (std::size_t at = 0; at < memory.size(); at += 24) {
            const header first = {24, placed::packet_type};
            std::memcpy(memory.data() + at, &first, sizeof(first));
            std::memcpy(memory.data() + at + sizeof(first), &message, sizeof(message));
        }
        send_all(socket.number(), memory.data(), memory.size());
    }
}

void send_fields(banos::file_descriptor socket, std::size_t packets, std::size_t /*batch*/) {
    const std::array<std::uint32_t, 6> fields = {24, placed::packet_type, 1, 2, 3, 4};
    for (std::size_t sent = 0; sent < packets; sent++)
        for (const std::uint32_t& field : fields)
            send_all(socket.number(), &field, sizeof(field));
}

void take(std::span<const std::byte> packet) {
    placed message;
    require(packet.size() >= sizeof(header) + sizeof(message));
    std::memcpy(&message, packet.data() + sizeof(header), sizeof(message));
    require(message.height == 4);
}

// Of whatever size and type the packets are.
void receive_by_hand(banos::file_descriptor socket, std::size_t packets) {
    static std::array<std::byte, 64 * 1024> memory;
    std::size_t kept = 0;
    while (packets > 0) {
        const std::size_t there =
            kept + receive_some(socket.number(), memory.data() + kept, memory.size() - kept);
        std::size_t at = 0;
        for (header first{}; at + sizeof(first) <= there; at += first.size, packets--) {
            std::memcpy(&first, memory.data() + at, sizeof(first));
            require(first.size >= sizeof(first) && first.type == placed::packet_type);
            if (first.size > there - at)
                break;
            take({memory.data() + at, first.size});
        }
        kept = there - at;
        std::memmove(memory.data(), memory.data() + at, kept);
    }
}

void send_by_banos(banos::file_descriptor socket, std::size_t packets, std::size_t batch) {
    banos::ipc::stream stream(std::move(socket));
    const placed message{1, 2, 3, 4};
    for (std::size_t sent = 0; sent < packets; sent += batch) {
        for (std::size_t i = 0; i < batch; i++)
            require(stream.queue(message).has_value());
        auto status = stream.flush();
        while (status && *status != banos::ipc::flush_status::all_sent) {
            wait_for(stream.descriptor(), POLLOUT);
            status = stream.writable();
        }
        require(status.has_value());
    }
}

void receive_by_banos(banos::file_descriptor socket, std::size_t packets) {
    banos::ipc::stream stream(std::move(socket), {.accepts_descriptors = false});
    banos::ipc::receive_buffer buffer;
    while (packets > 0) {
        const std::size_t before = packets;
        require(stream
                    .receive(buffer,
                             [&packets](banos::ipc::received_packet& packet) {
                                 auto message = packet.as<placed>();
                                 require(message && message->height == 4);
                                 packets--;
                             })
                    .has_value());
        if (packets == before)
            wait_for(stream.descriptor(), POLLIN);
    }
}

struct contender {
    std::string name;
    void (*send)(banos::file_descriptor, std::size_t, std::size_t);
    void (*receive)(banos::file_descriptor, std::size_t);
    std::size_t batch;
    std::size_t packets;
    std::vector<double> nanoseconds = {}; // per packet
};

void run(contender& one) {
    auto pair = banos::ipc::socket_pair();
    require(pair.has_value());
    const auto begin = std::chrono::steady_clock::now();
    const pid_t sender = ::fork();
    require(sender >= 0);
    if (sender == 0) {
        one.send(std::move(pair->first), one.packets, one.batch);
        ::_exit(0);
    }
    one.receive(std::move(pair->second), one.packets);
    int status = 0;
    require(::waitpid(sender, &status, 0) == sender && status == 0);
    const std::chrono::duration<double, std::nano> took = std::chrono::steady_clock::now() - begin;
    one.nanoseconds.push_back(took.count() / double(one.packets));
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

void print(const contender& one, const contender& baseline) {
    std::vector<double> ratios;
    for (std::size_t i = 0; i < one.nanoseconds.size(); i++)
        ratios.push_back(baseline.nanoseconds[i] / one.nanoseconds[i]);
    std::sort(ratios.begin(), ratios.end());
    std::printf("| %s | %.1f | %.2f | %.3f | %.3f to %.3f |\n", one.name.c_str(),
                median(one.nanoseconds), 1000 / median(one.nanoseconds), median(ratios),
                ratios[ratios.size() / 4], ratios[ratios.size() * 3 / 4]);
}

} // namespace
} // namespace bench

int main(int count, char** words) {
    using namespace bench;
    const int rounds = count > 1 ? std::atoi(words[1]) : 11;
    constexpr std::size_t many = 64 * 20'000, few = 20'000;
    std::vector<contender> all = {
        {"hand-written, batches of 64", send_batches_by_hand, receive_by_hand, 64, many},
        {"banos, batches of 64", send_by_banos, receive_by_banos, 64, many},
        {"hand-written, a send per packet", send_batches_by_hand, receive_by_hand, 1, few * 8},
        {"banos, a send per packet", send_by_banos, receive_by_banos, 1, few * 8},
        {"hand-written, a send per field", send_fields, receive_by_hand, 1, few},
    };
    for (int round = 0; round < rounds; round++)
        for (contender& one : all)
            run(one);
    std::printf("| 16 B packets, process to process | ns per packet | million per second | "
                "throughput of the hand-written batch | quartiles |\n|---|---|---|---|---|\n");
    for (const contender& one : all)
        print(one, all.front());
    return 0;
}
