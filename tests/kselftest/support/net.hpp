// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// Network interfaces as programs see them.
#ifndef BANOS_TESTS_NET_HPP
#define BANOS_TESTS_NET_HPP

#include "system.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace banos::test {

using frame = std::vector<std::uint8_t>;
using ethernet_address = std::array<std::uint8_t, 6>;

// An interface by its name; all that answers int: 0 or a negative errno number.
class net_interface {
  public:
    explicit net_interface(std::string name) : name_(std::move(name)) {}

    const std::string& name() const { return name_; }
    bool is_there() const;
    int set_up(bool up) const;
    int set_mtu(int mtu) const;
    int mtu() const;
    int set_address(const ethernet_address& address) const;
    ethernet_address address() const;
    int set_promiscuous(bool on) const;

    // A file of /sys/class/net/<name>/, without the newline; of statistics/, as a number.
    std::string attribute(std::string_view attribute) const;
    std::uint64_t statistic(std::string_view figure) const;

    // Nothing is transmitted by itself any more. Before it goes up.
    void keep_quiet() const;

  private:
    int flags() const;
    int set_flags(int flags) const;

    std::string name_;
};

// A packet socket on an interface: frames of one type, which nothing else uses.
class packet_socket {
  public:
    explicit packet_socket(const net_interface& interface);

    int send(const frame& frame) const;
    // The next frame that arrived, not one that was sent; empty if none comes in time.
    frame receive(unsigned timeout_ms = 5000) const;

  private:
    descriptor socket_;
};

// A frame of so many bytes, header included, which differ with the seed.
frame make_frame(std::size_t size, std::uint8_t seed);

} // namespace banos::test

#endif
