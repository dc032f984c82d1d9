// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// Two interfaces of a driver, the far one in a network namespace of its own, and the tools that
// others test networks with: ip, ping, iperf3 and ethtool. These have to be in the guest.
#ifndef BANOS_TESTS_NETWORK_HPP
#define BANOS_TESTS_NETWORK_HPP

#include "loader.hpp"
#include "net.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <sys/socket.h>

namespace banos::test {

struct outcome {
    int status = 0;
    std::string output; // standard error is part of it
};

// A command as a shell has it, without quotes; it is ended after so many seconds.
outcome shell(const std::string& command, unsigned seconds = 60);

// The same, and its output; throws if it fails.
std::string succeed(const std::string& command, unsigned seconds = 60);

// Of all protocols, here and in the namespace "far".
std::uint64_t checksum_errors();

// The figure of that name, as "ethtool -S" prints it.
std::uint64_t figure(const std::string& text, const std::string& name);
std::uint64_t sum_over_queues(const std::string& text, const std::string& side,
                              const std::string& what, unsigned queues);

inline const std::string far_address = "10.77.0.2";

struct network_plan {
    std::string driver;
    std::string near; // the names that its interfaces get
    std::string far;
};

// The near interface is here, with the address 10.77.0.1, the far one in the namespace "far", where
// an iperf3 serves. Goes with all that is in it.
class network {
  public:
    explicit network(network_plan plan);
    ~network();
    network(const network&) = delete;
    network& operator=(const network&) = delete;

    const net_interface& near() const { return near_; }
    void connect();               // installs the driver
    void disconnect(bool detach); // uninstalls it

  private:
    network_plan plan_;
    net_interface near_;
    std::unique_ptr<instance> driver_;
    // Packets have times as long as this is there. Whenever ping asks for them, or does not any
    // more, the kernel rewrites its code, and QEMU at times executes what was there for a moment.
    descriptor timestamps_{::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)};
};

void ping_works();
void flood(unsigned count, const std::string& size);
void features_are_switched_off_and_on(const network_plan& plan);

// A client of the far iperf3; as long as the options say, or until so much has flowed.
std::string iperf(const std::string& options);
std::string iperf(const std::string& options, unsigned megabytes);

// The status of one with two connections.
int run_flow(const std::string& options);

// What flows stops when the driver goes, and goes on when it is there again.
void remove_and_install_mid_flow(network& network, bool detach);

// The driver goes for good while much is under way.
void remove_under_load(network& network, bool detach);

} // namespace banos::test

#endif
