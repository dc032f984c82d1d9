// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
// What a packet costs through a pair of interfaces of banos, against one of an ordinary module:
// runs inside a VM, started by run-packets.
//
//   packet_bench ROUNDS    pair0 and native0 are here; pair1 and native1, with the addresses
//                          10.0.1.2 and 10.0.2.2, in the network namespace "far"
//
// Each packet is sent and received by one thread, one after the other. The rivals take turns within
// one run. Under QEMU's -icount a nanosecond of the guest is an instruction.

#include "loading.hpp"
#include "statistics.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <sched.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

namespace {

using bench::fail;

constexpr std::uint16_t frame_type = 0x88b5; // IEEE: for experiments
constexpr std::uint16_t port = 7777;

// In the namespace "far" as long as this lives.
class far_away {
  public:
    far_away() : home_("/proc/self/ns/net") { enter(bench::file("/run/netns/far")); }
    far_away(const far_away&) = delete;
    far_away& operator=(const far_away&) = delete;
    ~far_away() { enter(home_); }

  private:
    static void enter(const bench::file& space) {
        if (setns(space.descriptor(), CLONE_NEWNET) != 0)
            fail("setns");
    }

    bench::file home_;
};

// Two sockets that are joined by a pair of interfaces.
class connection {
  public:
    connection(int near, int far) : near_(near), far_(far) {}
    connection(connection&& from) noexcept : near_(from.near_), far_(from.far_) {
        from.near_ = from.far_ = -1;
    }
    connection(const connection&) = delete;
    connection& operator=(const connection&) = delete;
    ~connection() {
        close(near_);
        close(far_);
    }

    void transfer(std::vector<std::uint8_t>& packet) const {
        const auto size = static_cast<ssize_t>(packet.size());
        if (send(near_, packet.data(), packet.size(), 0) != size ||
            recv(far_, packet.data(), packet.size(), 0) != size)
            fail("a packet was lost");
    }

  private:
    int near_;
    int far_;
};

int packet_socket(const std::string& interface) {
    const int socket = ::socket(AF_PACKET, SOCK_RAW, htons(frame_type));
    sockaddr_ll address = {};
    address.sll_family = AF_PACKET;
    address.sll_protocol = htons(frame_type);
    address.sll_ifindex = static_cast<int>(if_nametoindex(interface.c_str()));
    if (bind(socket, reinterpret_cast<sockaddr*>(&address), sizeof(address)) != 0)
        fail(interface);
    return socket;
}

connection join_packets(const std::string& name) {
    const int near = packet_socket(name + "0");
    const far_away here;
    return {near, packet_socket(name + "1")};
}

sockaddr_in address_of(const std::string& text) {
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    inet_aton(text.c_str(), &address.sin_addr);
    return address;
}

connection join_udp(const std::string& to) {
    const sockaddr_in address = address_of(to);
    const auto* const there = reinterpret_cast<const sockaddr*>(&address);
    const int near = socket(AF_INET, SOCK_DGRAM, 0);
    if (connect(near, there, sizeof(address)) != 0)
        fail(to);
    const far_away here;
    const int far = socket(AF_INET, SOCK_DGRAM, 0);
    if (bind(far, there, sizeof(address)) != 0)
        fail(to);
    return {near, far};
}

// A broadcast of a type that nothing else uses; for UDP they are just bytes.
std::vector<std::uint8_t> make_packet(std::size_t size) {
    std::vector<std::uint8_t> packet(size);
    std::fill_n(packet.begin(), 6, 0xff);
    packet[6] = 0x02;
    packet[12] = frame_type >> 8;
    packet[13] = frame_type & 0xff;
    return packet;
}

// The number of packets differs from round to round, so that rounds don't meet the timer's tick in
// step.
double time_batch(const connection& connection, std::size_t size, unsigned round) {
    std::vector<std::uint8_t> packet = make_packet(size);
    const unsigned batch = 300 + round * 37 % 211;
    const double start = bench::now_ns();
    for (unsigned i = 0; i < batch; i++)
        connection.transfer(packet);
    return (bench::now_ns() - start) / batch;
}

void compare(const std::string& what, const connection& ours, const connection& native,
             std::size_t size, unsigned rounds) {
    bench::comparison row{what + " of " + std::to_string(size) + " bytes", "ns", {}, {}};
    time_batch(ours, size, 0);
    time_batch(native, size, 0);
    for (unsigned round = 0; round < rounds; round++) {
        row.ours.push_back(time_batch(ours, size, round));
        row.native.push_back(time_batch(native, size, round));
    }
    bench::print(row);
}

} // namespace

int main(int count, char** arguments) {
    if (count != 2) {
        std::fputs("usage: packet_bench ROUNDS\n", stderr);
        return 2;
    }
    const auto rounds = static_cast<unsigned>(std::strtoul(arguments[1], nullptr, 10));
    const connection packets = join_packets("pair");
    const connection native_packets = join_packets("native");
    const connection udp = join_udp("10.0.1.2");
    const connection native_udp = join_udp("10.0.2.2");
    bench::print_header();
    for (const std::size_t size : {60U, 1514U})
        compare("frame", packets, native_packets, size, rounds);
    for (const std::size_t size : {64U, 1400U})
        compare("UDP", udp, native_udp, size, rounds);
    return 0;
}
