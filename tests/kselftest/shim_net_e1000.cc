// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// The sample driver e1000: two cards of QEMU's, with a cable between them.
#include "network.hpp"
#include "power.hpp"
#include "process.hpp"
#include "test.hpp"

using namespace banos::test;

namespace {

const network_plan plan = {"e1000", "eth0", "eth1"};

} // namespace

TEST(ping_floods_lose_nothing) {
    const network network(plan);
    ping_works();
    for (const char* size : {"56", "1472"})
        flood(scaled(20000, 100), size);
    flood(scaled(2000, 100), "20000");
}

TEST(tcp_and_udp_flow_with_right_checksums) {
    const network network(plan);
    ping_works();
    succeed(iperf("-P 4", scaled(100, 2)));
    succeed(iperf("-R", scaled(100, 2)));
    succeed(iperf("-u -b 10M", scaled(10, 1)));
    expect_equal(checksum_errors(), std::uint64_t{0});
}

TEST(features_are_switched) {
    const network network(plan);
    ping_works();
    features_are_switched_off_and_on(plan);
}

TEST(ethtool_knows_the_card) {
    const network network(plan);
    const std::string who = succeed("ethtool -i eth0");
    expect_contains(who, "driver: e1000\n");
    expect_contains(who, "bus-info: 0000:");
    const std::string link = succeed("ethtool eth0");
    expect_contains(link, "Speed: 1000Mb/s");
    expect_contains(link, "Link detected: yes");
    expect_contains(succeed("ip link show eth0"), "52:54:00:00:00:01");
    expect(exists("/sys/class/net/eth0/device/vendor"));
    ping_works();
    const std::string seen = succeed("ethtool -S eth0");
    expect(figure(seen, "tx0_packets") >= 3);
    expect(figure(seen, "rx0_packets") >= 3);
}

// It is closed meanwhile, and nobody has to bring it up again.
TEST(cards_sleep_with_the_machine) {
    const network network(plan);
    ping_works();
    process flow([] { return run_flow("-t " + std::to_string(scaled(30, 3))); });
    require(eventually([&] { return network.near().statistic("tx_bytes") > 100000; }));
    for (unsigned round = 0; round < scaled(10, 1); round++)
        expect_equal(sleep_a_little(), 0);
    for (unsigned round = 0; round < scaled(5, 0); round++)
        expect_equal(sleep_deeply(), 0);
    expect_equal(flow.wait(), 0);
    ping_works();
    expect_equal(network.near().set_up(false), 0);
    expect_equal(sleep_a_little(), 0);
    expect_equal(network.near().set_up(true), 0);
    ping_works();
    expect_equal(checksum_errors(), std::uint64_t{0});
}

// The network that QEMU itself is: its gateway answers.
TEST(gateway_answers) {
    const instance driver("e1000");
    succeed("ip address add 10.0.2.15/24 dev eth2 && ip link set eth2 up");
    expect_contains(succeed("ping -c 3 -i 0.2 -W 10 10.0.2.2"), " 0% packet loss");
}

TEST(driver_is_removed_and_installed_mid_flow) {
    const usage before = current_usage();
    {
        network network(plan);
        ping_works();
        for (unsigned round = 0; round < scaled(20, 2); round++)
            remove_and_install_mid_flow(network, round % 2 != 0);
        expect_equal(checksum_errors(), std::uint64_t{0});
    }
    expect_equal(current_usage(), before);
}

TEST(driver_goes_under_load) {
    const usage before = current_usage();
    for (unsigned round = 0; round < scaled(200, 1); round++) {
        network network(plan);
        ping_works();
        remove_under_load(network, round % 2 != 0);
    }
    expect_equal(current_usage(), before);
}

// The last one, because nobody puts it back.
TEST(card_is_pulled_out_under_load) {
    const network network(plan);
    ping_works();
    process flow([] {
        shell(iperf("-P 2 -t 20"));
        return 0;
    });
    require(eventually([&] { return network.near().statistic("tx_bytes") > 100000; }));
    require_equal(run_program({"monitor", "device_del", "id=nic0"}), 0);
    expect(eventually([&] { return !network.near().is_there(); }));
    shell("killall -q iperf3");
    flow.wait();
}
