// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
#include "network.hpp"

#include "process.hpp"
#include "test.hpp"

#include <csignal>
#include <cstdio>
#include <sstream>
#include <sys/socket.h>
#include <sys/wait.h>

namespace banos::test {

namespace {

unsigned count(std::string_view text, std::string_view word) {
    unsigned seen = 0;
    for (std::size_t at = text.find(word); at != text.npos; at = text.find(word, at + 1))
        seen++;
    return seen;
}

} // namespace

outcome shell(const std::string& command, unsigned seconds) {
    const std::string limited =
        "timeout " + std::to_string(seconds) + " sh -c '" + command + "' 2>&1";
    FILE* const pipe = popen(limited.c_str(), "re");
    require(pipe != nullptr);
    outcome outcome;
    char bytes[4096];
    while (const std::size_t count = fread(bytes, 1, sizeof(bytes), pipe))
        outcome.output.append(bytes, count);
    const int status = pclose(pipe);
    outcome.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return outcome;
}

std::string succeed(const std::string& command, unsigned seconds) {
    const outcome outcome = shell(command, seconds);
    if (outcome.status != 0)
        throw failed(command + ": " + outcome.output);
    return outcome.output;
}

std::uint64_t checksum_errors() {
    std::istringstream lines(succeed("cat /proc/net/snmp; ip netns exec far cat /proc/net/snmp"));
    std::uint64_t errors = 0;
    std::string names;
    std::string values;
    while (std::getline(lines, names) && std::getline(lines, values)) {
        std::istringstream name_words(names);
        std::istringstream value_words(values);
        std::string name;
        std::string value;
        while (name_words >> name && value_words >> value)
            if (name == "InCsumErrors")
                errors += std::stoull(value);
    }
    return errors;
}

std::uint64_t figure(const std::string& text, const std::string& name) {
    const std::size_t place = text.find(" " + name + ": ");
    require(place != std::string::npos);
    return std::stoull(text.substr(place + name.size() + 3));
}

std::uint64_t sum_over_queues(const std::string& text, const std::string& side,
                              const std::string& what, unsigned queues) {
    std::uint64_t sum = 0;
    for (unsigned i = 0; i < queues; i++)
        sum += figure(text, side + std::to_string(i) + "_" + what);
    return sum;
}

network::network(network_plan plan) : plan_(std::move(plan)), near_(plan_.near) {
    const int on = 1;
    require(setsockopt(timestamps_.get(), SOL_SOCKET, SO_TIMESTAMP, &on, sizeof(on)) == 0);
    succeed("ip netns add far && ip -n far link set lo up");
    connect();
    succeed("ip netns exec far iperf3 -s -D --pidfile /tmp/iperf3.pid");
}

network::~network() {
    shell("kill $(tr -d \"\\0\" < /tmp/iperf3.pid); rm -f /tmp/iperf3.pid");
    driver_.reset();
    shell("ip netns del far");
}

// What is sent before there is a link is lost.
void network::connect() {
    driver_ = std::make_unique<instance>(plan_.driver);
    succeed("ip link set " + plan_.far + " netns far && ip address add 10.77.0.1/24 dev " +
            plan_.near + " && ip link set " + plan_.near +
            " up && ip -n far address add 10.77.0.2/24 dev " + plan_.far +
            " && ip -n far link set " + plan_.far + " up");
    const std::string links = "ip link show " + plan_.near + "; ip -n far link show " + plan_.far;
    require(eventually([&] { return count(succeed(links), "state UP") == 2; }, 30));
}

void network::disconnect(bool detach) {
    const answer gone = detach ? driver_->detach() : driver_->uninstall();
    require_equal(gone.error, 0);
    driver_.reset();
    expect(!near_.is_there());
}

void ping_works() {
    expect_contains(succeed("ping -c 3 -i 0.05 -W 10 " + far_address), " 0% packet loss");
}

void flood(unsigned count, const std::string& size) {
    const std::string seen =
        succeed("ping -f -q -c " + std::to_string(count) + " -s " + size + " " + far_address, 900);
    expect_contains(seen, " 0% packet loss");
}

namespace {

void switch_features(const std::string& command, const char* state) {
    for (const char* feature : {"tx", "rx", "sg", "gso", "gro"})
        succeed(command + " " + feature + " " + state);
}

} // namespace

void features_are_switched_off_and_on(const network_plan& plan) {
    switch_features("ethtool -K " + plan.near, "off");
    switch_features("ip netns exec far ethtool -K " + plan.far, "off");
    const std::string off = succeed("ethtool -k " + plan.near);
    expect_contains(off, "tx-checksumming: off");
    expect_contains(off, "rx-checksumming: off");
    expect_contains(off, "scatter-gather: off");
    expect_equal(run_flow("-n 2M"), 0);
    switch_features("ethtool -K " + plan.near, "on");
    const std::string on = succeed("ethtool -k " + plan.near);
    expect_contains(on, "tx-checksum-ip-generic: on");
    expect_contains(on, "rx-checksumming: on");
    expect_contains(on, "scatter-gather: on");
    expect_equal(run_flow("-n 2M"), 0);
    expect_equal(checksum_errors(), std::uint64_t{0});
}

std::string iperf(const std::string& options) {
    return "iperf3 -c " + far_address + " --connect-timeout 10000 " + options;
}

std::string iperf(const std::string& options, unsigned megabytes) {
    return iperf(options + " -n " + std::to_string(megabytes) + "M");
}

// The server may not have got over the flow before.
int run_flow(const std::string& options) {
    outcome outcome;
    do
        outcome = shell(iperf("-P 2 " + options), 120);
    while (outcome.status != 0 && contains(outcome.output, "server is busy"));
    if (outcome.status != 0)
        ksft_print_msg("%s\n", outcome.output.c_str());
    return outcome.status;
}

void remove_and_install_mid_flow(network& network, bool detach) {
    const std::uint64_t start = network.near().statistic("tx_bytes");
    const std::string megabits = std::to_string(scaled(0, 20)); // 0: as many as there can be
    process flow([&] { return run_flow("-t 3 -b " + megabits + "M"); });
    require(eventually([&] { return network.near().statistic("tx_bytes") > start + 500000; }));
    process pings([] {
        shell("ping -f -q -w 1 " + far_address);
        return 0;
    });
    network.disconnect(detach);
    network.connect();
    ping_works();
    expect_equal(flow.wait(), 0);
    pings.wait();
}

void remove_under_load(network& network, bool detach) {
    process flow([] {
        shell(iperf("-P 2 -t 20"));
        return 0;
    });
    require(eventually([&] { return network.near().statistic("tx_bytes") > 100000; }));
    network.disconnect(detach);
    shell("killall -q iperf3");
    flow.wait();
}

} // namespace banos::test
