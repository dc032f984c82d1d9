// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// The sample driver netpair under the tools that others test networks with.
#include "network.hpp"
#include "test.hpp"

using namespace banos::test;

namespace {

constexpr unsigned queues = 4;
const network_plan plan = {"netpair", "pair0", "pair1"};

} // namespace

TEST(ping_floods_lose_nothing) {
    const network network(plan);
    ping_works();
    for (const char* size : {"56", "1472", "20000"})
        flood(scaled(20000, 300), size);
}

TEST(tcp_and_udp_flow_with_right_checksums) {
    const network network(plan);
    succeed(iperf("-P 4", scaled(1000, 5)));
    succeed(iperf("-R", scaled(1000, 5)));
    succeed(iperf("-u -b 20M", scaled(20, 2)));
    expect_equal(checksum_errors(), std::uint64_t{0});
}

TEST(all_queues_are_used) {
    const network network(plan);
    succeed(iperf("-P 16", 5));
    const std::string seen = succeed("ethtool -S pair0");
    unsigned used = 0;
    for (unsigned i = 0; i < queues; i++)
        used += figure(seen, "tx" + std::to_string(i) + "_packets") > 10 ? 1 : 0;
    expect(used > 1);
}

TEST(features_are_switched) {
    const network network(plan);
    features_are_switched_off_and_on(plan);
    expect_contains(succeed("ethtool -k pair0"), "tcp-segmentation-offload: on");
}

TEST(ethtool_agrees_with_ip) {
    const network network(plan);
    ping_works();
    succeed(iperf("", 2));
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
    const net_interface& near = network.near();
    require(eventually([&] { return near.attribute("operstate") != "up"; }));
    const std::string seen = succeed("ethtool -S pair0");
    for (const char* side : {"tx", "rx"})
        for (const char* what : {"packets", "bytes"})
            expect_equal(sum_over_queues(seen, side, what, queues),
                         near.statistic(std::string(side) + "_" + what));
    expect_contains(succeed("ethtool pair0"), "Link detected: no");
}

TEST(mtu_bounds_packets) {
    const network network(plan);
    const std::string large = "ping -c 1 -W 2 -M do -s 8000 " + far_address;
    expect(shell(large).status != 0);
    succeed("ip link set pair0 mtu 9000 && ip -n far link set pair1 mtu 9000");
    succeed(large);
    expect(shell("ip link set pair0 mtu 65536").status != 0);
    succeed("ip link set pair0 mtu 65535 && ip -n far link set pair1 mtu 65535");
    succeed("ping -c 1 -W 5 -M do -s 60000 " + far_address);
}

TEST(address_changes_while_up) {
    const network network(plan);
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

TEST(driver_is_removed_and_installed_mid_flow) {
    const usage before = current_usage();
    {
        network network(plan);
        for (unsigned round = 0; round < scaled(20, 2); round++)
            remove_and_install_mid_flow(network, round % 2 != 0);
        expect_equal(checksum_errors(), std::uint64_t{0});
    }
    expect_equal(current_usage(), before);
}

TEST(driver_goes_under_load) {
    const usage before = current_usage();
    for (unsigned round = 0; round < scaled(200, 2); round++) {
        network network(plan);
        remove_under_load(network, round % 2 != 0);
    }
    expect_equal(current_usage(), before);
}
