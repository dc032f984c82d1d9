// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// The sample driver netpair under the tools that others test networks with: ip, ping, iperf3 and
// ethtool. The far end is in a network namespace of its own.
#include "loader.hpp"
#include "net.hpp"
#include "process.hpp"
#include "test.hpp"

#include <cstdio>
#include <memory>
#include <sstream>
#include <sys/wait.h>

using namespace banos::test;

namespace {

struct outcome {
    int status = 0;
    std::string output;
};

// A command as a shell has it, with a time limit; its output has standard error in it.
outcome shell(const std::string& command, unsigned seconds = 60) {
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

std::string succeed(const std::string& command, unsigned seconds = 60) {
    const outcome outcome = shell(command, seconds);
    if (outcome.status != 0)
        fail(__FILE__, __LINE__, command + ": " + outcome.output);
    require_equal(outcome.status, 0);
    return outcome.output;
}

// The figure behind a name that ends with a colon, as ethtool prints them.
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

// Of all protocols of one of the namespaces, or of both.
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

constexpr unsigned queues = 4;
const char* const near_address = "10.77.0.1";
const char* const far_address = "10.77.0.2";

// Two namespaces, joined by the driver; goes with all that is in it.
class network {
  public:
    network() {
        succeed("ip netns add far && ip -n far link set lo up");
        connect();
        succeed("ip netns exec far iperf3 -s -D --pidfile /tmp/iperf3.pid");
    }
    ~network() {
        shell("kill $(tr -d \"\\0\" < /tmp/iperf3.pid); rm -f /tmp/iperf3.pid");
        driver_.reset();
        shell("ip netns del far");
    }
    network(const network&) = delete;
    network& operator=(const network&) = delete;

    void connect() {
        driver_ = std::make_unique<instance>("netpair", parameters{"queues=4"});
        succeed("ip link set pair1 netns far && "
                "ip address add 10.77.0.1/24 dev pair0 && ip link set pair0 up && "
                "ip -n far address add 10.77.0.2/24 dev pair1 && ip -n far link set pair1 up");
    }
    void disconnect(bool detach) {
        const answer gone = detach ? driver_->detach() : driver_->uninstall();
        require_equal(gone.error, 0);
        driver_.reset();
        expect(!exists("/sys/class/net/pair0"));
    }

  private:
    std::unique_ptr<instance> driver_;
};

void ping_works() {
    const std::string seen = succeed("ping -c 3 -i 0.05 -W 5 " + std::string(far_address));
    expect_contains(seen, " 0% packet loss");
}

std::string iperf(const std::string& options, unsigned seconds) {
    return "iperf3 -c " + std::string(far_address) + " -t " + std::to_string(seconds) +
           " --connect-timeout 10000 " + options;
}

// Its status. The server may not have got over the flow before.
int run_flow(unsigned seconds) {
    outcome outcome;
    do
        outcome = shell(iperf("-P 2", seconds), 120);
    while (outcome.status != 0 && contains(outcome.output, "server is busy"));
    if (outcome.status != 0)
        ksft_print_msg("%s\n", outcome.output.c_str());
    return outcome.status;
}

} // namespace

TEST(ping_floods_lose_nothing) {
    const network network;
    ping_works();
    for (const char* size : {"56", "1472", "20000"}) {
        const std::string seen = succeed("ping -f -q -c " + std::to_string(scaled(20000, 1000)) +
                                         " -s " + size + " " + far_address);
        expect_contains(seen, " 0% packet loss");
    }
}

TEST(tcp_and_udp_flow_with_right_checksums) {
    const network network;
    succeed(iperf("-P 4", scaled(10, 1)));
    succeed(iperf("-R", scaled(10, 1)));
    succeed(iperf("-u -b 20M", scaled(10, 1)));
    expect_equal(checksum_errors(), std::uint64_t{0});
    const std::string seen = succeed("ethtool -S pair0");
    unsigned used = 0;
    for (unsigned i = 0; i < queues; i++)
        used += figure(seen, "tx" + std::to_string(i) + "_packets") > 100 ? 1 : 0;
    expect(used > 1);
}

TEST(features_are_switched) {
    const network network;
    for (const char* feature : {"tx", "rx", "sg", "tso", "gso", "gro"}) {
        succeed(std::string("ethtool -K pair0 ") + feature + " off");
        succeed(std::string("ip netns exec far ethtool -K pair1 ") + feature + " off");
    }
    const std::string off = succeed("ethtool -k pair0");
    expect_contains(off, "tx-checksumming: off");
    expect_contains(off, "scatter-gather: off");
    expect_contains(off, "tcp-segmentation-offload: off");
    succeed(iperf("", 1));
    for (const char* feature : {"tx", "rx", "sg", "tso", "gso", "gro"})
        succeed(std::string("ethtool -K pair0 ") + feature + " on");
    const std::string on = succeed("ethtool -k pair0");
    expect_contains(on, "tx-checksum-ip-generic: on");
    expect_contains(on, "rx-checksumming: on");
    expect_contains(on, "tcp-segmentation-offload: on");
    succeed(iperf("", 1));
    expect_equal(checksum_errors(), std::uint64_t{0});
}

TEST(ethtool_agrees_with_ip) {
    const network network;
    ping_works();
    succeed(iperf("", 1));
    const std::string who = succeed("ethtool -i pair0");
    expect_contains(who, "driver: netpair\n");
    expect_contains(who, "version: 1.0.0\n");
    const std::string link = succeed("ethtool pair0");
    expect_contains(link, "Speed: 10000Mb/s");
    expect_contains(link, "Duplex: Full");
    expect_contains(link, "Link detected: yes");
    expect_contains(succeed("ethtool -l pair0"), "Combined:\t4");
    // With the other end down nothing moves any more.
    succeed("ip -n far link set pair1 down");
    const net_interface near("pair0");
    require(eventually([&] { return near.attribute("operstate") != "up"; }));
    const std::string seen = succeed("ethtool -S pair0");
    for (const char* side : {"tx", "rx"})
        for (const char* what : {"packets", "bytes"})
            expect_equal(sum_over_queues(seen, side, what, queues),
                         near.statistic(std::string(side) + "_" + what));
    expect_contains(succeed("ethtool pair0"), "Link detected: no");
}

TEST(mtu_bounds_packets) {
    const network network;
    const std::string large = "ping -c 1 -W 2 -M do -s 8000 " + std::string(far_address);
    expect(shell(large).status != 0);
    succeed("ip link set pair0 mtu 9000 && ip -n far link set pair1 mtu 9000");
    succeed(large);
    expect(shell("ip link set pair0 mtu 65536").status != 0);
    succeed("ip link set pair0 mtu 65535 && ip -n far link set pair1 mtu 65535");
    succeed("ping -c 1 -W 5 -M do -s 60000 " + std::string(far_address));
}

TEST(address_changes_while_up) {
    const network network;
    ping_works();
    succeed("ip link set pair0 address 02:00:00:00:00:77");
    expect_contains(succeed("ip link show pair0"), "02:00:00:00:00:77");
    succeed("ip neigh flush dev pair0; ip -n far neigh flush dev pair1");
    ping_works();
    expect(shell("ip link set pair0 address 01:00:00:00:00:77").status != 0);
}

// A namespace that ends gives back what it has.
TEST(interface_survives_its_namespace) {
    const instance driver("netpair");
    succeed("ip netns add far && ip link set pair1 netns far && ip netns del far");
    expect(eventually([] { return exists("/sys/class/net/pair1"); }));
}

// What flows stops, and goes on when the interfaces are there again.
TEST(driver_is_removed_and_installed_mid_flow) {
    const usage before = current_usage();
    {
        network network;
        for (unsigned round = 0; round < scaled(20, 2); round++) {
            process flow([] { return run_flow(3); });
            process flood([] {
                shell("ping -f -q -w 2 " + std::string(far_address));
                return 0;
            });
            const net_interface near("pair0");
            const std::uint64_t start = near.statistic("tx_bytes");
            require(eventually([&] { return near.statistic("tx_bytes") > start + 1000000; }));
            network.disconnect(round % 2 != 0);
            network.connect();
            ping_works();
            expect_equal(flow.wait(), 0);
            flood.wait();
        }
        expect_equal(checksum_errors(), std::uint64_t{0});
    }
    expect_equal(current_usage(), before);
}

// Nobody is spared, and nothing is left.
TEST(driver_goes_under_load) {
    const usage before = current_usage();
    for (unsigned round = 0; round < scaled(200, 3); round++) {
        network network;
        process flow([] {
            shell(iperf("-P 2", 20));
            return 0;
        });
        const net_interface near("pair0");
        require(eventually([&] { return near.statistic("tx_bytes") > 100000; }));
        network.disconnect(round % 2 != 0);
        flow.send(SIGKILL);
        flow.wait();
        shell("killall -q iperf3");
    }
    expect_equal(current_usage(), before);
}
