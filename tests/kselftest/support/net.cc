// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
#include "net.hpp"

#include "test.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <linux/if_packet.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

namespace banos::test {

namespace {

constexpr std::uint16_t frame_type = 0x88b5; // IEEE: for experiments
constexpr std::size_t header_size = 14;

std::uint16_t in_network_order(std::uint16_t number) {
    return static_cast<std::uint16_t>(number << 8 | number >> 8);
}

ifreq request_for(const std::string& name) {
    ifreq request = {};
    name.copy(request.ifr_name, IFNAMSIZ - 1);
    return request;
}

int ask(unsigned long command, ifreq& request) {
    const descriptor socket(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    if (socket.get() < 0)
        return -errno;
    return ioctl(socket.get(), command, &request) < 0 ? -errno : 0;
}

} // namespace

bool net_interface::is_there() const {
    return exists("/sys/class/net/" + name_);
}

int net_interface::flags() const {
    ifreq request = request_for(name_);
    const int error = ask(SIOCGIFFLAGS, request);
    return error != 0 ? error : request.ifr_flags & 0xffff;
}

int net_interface::set_flags(int flags) const {
    if (flags < 0)
        return flags;
    ifreq request = request_for(name_);
    request.ifr_flags = static_cast<short>(flags);
    return ask(SIOCSIFFLAGS, request);
}

int net_interface::set_up(bool up) const {
    const int now = flags();
    return now < 0 ? now : set_flags(up ? now | IFF_UP : now & ~IFF_UP);
}

int net_interface::set_promiscuous(bool on) const {
    const int now = flags();
    return now < 0 ? now : set_flags(on ? now | IFF_PROMISC : now & ~IFF_PROMISC);
}

int net_interface::set_mtu(int mtu) const {
    ifreq request = request_for(name_);
    request.ifr_mtu = mtu;
    return ask(SIOCSIFMTU, request);
}

int net_interface::mtu() const {
    return std::stoi(attribute("mtu"));
}

int net_interface::set_address(const ethernet_address& address) const {
    ifreq request = request_for(name_);
    request.ifr_hwaddr.sa_family = ARPHRD_ETHER;
    std::memcpy(request.ifr_hwaddr.sa_data, address.data(), address.size());
    return ask(SIOCSIFHWADDR, request);
}

ethernet_address net_interface::address() const {
    ifreq request = request_for(name_);
    require_equal(ask(SIOCGIFHWADDR, request), 0);
    ethernet_address address = {};
    std::memcpy(address.data(), request.ifr_hwaddr.sa_data, address.size());
    return address;
}

std::string net_interface::attribute(std::string_view attribute) const {
    std::string text = read_file("/sys/class/net/" + name_ + "/" + std::string(attribute));
    if (!text.empty() && text.back() == '\n')
        text.pop_back();
    return text;
}

std::uint64_t net_interface::statistic(std::string_view figure) const {
    return std::stoull(attribute("statistics/" + std::string(figure)));
}

void net_interface::keep_quiet() const {
    const std::string option = "/proc/sys/net/ipv6/conf/" + name_ + "/disable_ipv6";
    if (exists(option))
        require_equal(write_file(option, "1"), 0);
}

packet_socket::packet_socket(const net_interface& interface)
    : socket_(::socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, in_network_order(frame_type))) {
    sockaddr_ll address = {};
    address.sll_family = AF_PACKET;
    address.sll_protocol = in_network_order(frame_type);
    address.sll_ifindex = std::stoi(interface.attribute("ifindex"));
    require(bind(socket_.get(), reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0);
}

int packet_socket::send(const frame& frame) const {
    const ssize_t sent = ::send(socket_.get(), frame.data(), frame.size(), 0);
    return sent < 0 ? -errno : 0;
}

frame packet_socket::receive(unsigned timeout_ms) const {
    frame frame(70000);
    for (;;) {
        pollfd one = {socket_.get(), POLLIN, 0};
        if (poll(&one, 1, static_cast<int>(timeout_ms)) <= 0)
            return {};
        sockaddr_ll from = {};
        socklen_t size = sizeof(from);
        const ssize_t length = recvfrom(socket_.get(), frame.data(), frame.size(), 0,
                                        reinterpret_cast<sockaddr*>(&from), &size);
        if (length < 0)
            return {};
        if (from.sll_pkttype == PACKET_OUTGOING)
            continue;
        frame.resize(static_cast<std::size_t>(length));
        return frame;
    }
}

frame make_frame(std::size_t size, std::uint8_t seed) {
    frame frame(size);
    for (std::size_t i = 0; i < size; i++)
        frame[i] = static_cast<std::uint8_t>(i * 7 + seed);
    std::fill_n(frame.begin(), std::min<std::size_t>(size, 6), 0xff);
    if (size >= header_size) {
        frame[6] = 0x02;
        frame[12] = frame_type >> 8;
        frame[13] = frame_type & 0xff;
    }
    return frame;
}

} // namespace banos::test
