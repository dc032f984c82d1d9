// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// Network interfaces: what the driver checks by itself, and what programs see of one.
#include "kernel_log.hpp"
#include "net.hpp"
#include "suite.hpp"
#include "test.hpp"
#include "test_net.h"

#include <atomic>
#include <banos/error.h>
#include <banos/net.h>
#include <cerrno>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <thread>

using namespace banos::test;

#define CASE(name)                                                                                 \
    TEST(name) {                                                                                   \
        run_case("test_net", #name);                                                               \
    }
NET_CASES(CASE)

namespace {

constexpr unsigned pieces_and_checksums =
    BANOS_NETDEV_SCATTER_GATHER | BANOS_NETDEV_TRANSMIT_CHECKSUM;

// The driver with its interface. It goes with this, if it is still there.
class test_interface : public net_interface {
  public:
    explicit test_interface(net_request request = {2, 0, 0, 9000}) : net_interface(NET_NAME) {
        require_equal(driver_.command(NET_CREATE, &request), 0);
        keep_quiet();
    }
    ~test_interface() {
        const net_counts found = counts();
        expect_equal(found.late, std::uint64_t{0});
        expect_equal(found.wrong, std::uint64_t{0});
        expect_equal(driver_.command(NET_DESTROY), 0);
        expect(!is_there());
    }
    test_interface(const test_interface&) = delete;
    test_interface& operator=(const test_interface&) = delete;

    void set(net_setting setting, int value) const {
        net_change change = {setting, value};
        require_equal(driver_.command(NET_SET, &change), 0);
    }
    net_counts counts() const {
        net_counts counts = {};
        require_equal(driver_.command(NET_COUNT, &counts), 0);
        return counts;
    }
    int command(unsigned number, std::uint64_t argument = 0) const {
        return driver_.command(number, argument);
    }
    void start() const {
        require_equal(set_up(true), 0);
        require_equal(command(NET_LINK, 1), 0);
        require(eventually([&] { return attribute("operstate") == "up"; }));
    }

  private:
    suite_driver driver_{"test_net"};
};

void expect_echo(const packet_socket& socket, const frame& sent) {
    require_equal(socket.send(sent), 0);
    const frame received = socket.receive();
    expect_equal(received.size(), sent.size());
    expect(received == sent);
}

} // namespace

TEST(packets_come_back_as_they_were_sent) {
    const test_interface interface;
    interface.start();
    require_equal(interface.set_mtu(9000), 0);
    const packet_socket socket(interface);
    std::uint8_t seed = 0;
    for (const std::size_t size : {15U, 60U, 1000U, 1514U, 4096U, 9014U})
        expect_echo(socket, make_frame(size, seed++));
}

TEST(forwarded_packets_arrive) {
    const test_interface interface({1, pieces_and_checksums, 0, 9000});
    interface.start();
    require_equal(interface.set_mtu(9000), 0);
    interface.set(NET_TRANSMIT, NET_FORWARD);
    const packet_socket socket(interface);
    for (const std::size_t size : {60U, 1514U, 9014U})
        expect_echo(socket, make_frame(size, 9));
}

TEST(unqueued_interface_transmits) {
    const test_interface interface({2, 0, BANOS_NETDEV_UNQUEUED, 1500});
    interface.start();
    expect_echo(packet_socket(interface), make_frame(500, 1));
}

TEST(figures_agree) {
    const test_interface interface;
    interface.start();
    const packet_socket socket(interface);
    for (unsigned i = 0; i < 20; i++)
        expect_echo(socket, make_frame(100 + i, 0));
    expect_equal(interface.statistic("tx_packets"), std::uint64_t{20});
    expect_equal(interface.statistic("rx_packets"), std::uint64_t{20});
    expect_equal(interface.statistic("tx_bytes"), std::uint64_t{20 * 100 + 190});
    expect_equal(interface.statistic("rx_bytes"), std::uint64_t{20 * 100 + 190});
    expect_equal(interface.statistic("tx_dropped"), std::uint64_t{0});
    expect_equal(interface.counts().transmits, std::uint64_t{20});
    expect(interface.counts().rearms > 0);
}

TEST(dropped_packets_are_counted) {
    const test_interface interface;
    interface.start();
    interface.set(NET_TRANSMIT, NET_DROP);
    const packet_socket socket(interface);
    for (unsigned i = 0; i < 5; i++)
        require_equal(socket.send(make_frame(60, 0)), 0);
    expect(eventually([&] { return interface.statistic("tx_dropped") == 5; }));
    expect_equal(interface.statistic("tx_packets"), std::uint64_t{0});
}

TEST(busy_queue_goes_on_when_woken) {
    const test_interface interface({1, 0, 0, 1500});
    interface.start();
    interface.set(NET_TRANSMIT, NET_BUSY);
    const packet_socket socket(interface);
    for (std::uint8_t i = 0; i < 5; i++)
        require_equal(socket.send(make_frame(60, i)), 0);
    expect(socket.receive(50).empty());
    expect_equal(interface.statistic("tx_packets"), std::uint64_t{0});
    require_equal(interface.command(NET_WAKE), 0);
    for (std::uint8_t i = 0; i < 5; i++)
        expect(socket.receive() == make_frame(60, i));
}

TEST(short_packets_are_errors) {
    const test_interface interface;
    interface.start();
    require_equal(interface.command(NET_INJECT, 13), 0);
    expect(eventually([&] { return interface.statistic("rx_length_errors") == 1; }));
    require_equal(interface.command(NET_INJECT, 1), 0);
    expect(eventually([&] { return interface.statistic("rx_errors") == 2; }));
    expect_equal(interface.statistic("rx_packets"), std::uint64_t{0});
    require_equal(interface.command(NET_INJECT, 14), 0);
    expect(eventually([&] { return interface.statistic("rx_packets") == 1; }));
}

TEST(open_may_fail) {
    const test_interface interface;
    interface.set(NET_OPEN_ANSWER, -BANOS_EBUSY);
    expect_equal(interface.set_up(true), -EBUSY);
    interface.set(NET_OPEN_ANSWER, 1);
    expect_equal(interface.set_up(true), -EIO);
    interface.set(NET_OPEN_ANSWER, 0);
    interface.start();
    expect_equal(interface.set_up(false), 0);
    expect_equal(interface.counts().opens, std::uint64_t{3});
    expect_equal(interface.counts().stops, std::uint64_t{1});
}

TEST(unknown_errors_become_eio) {
    const test_interface interface;
    kernel_log log;
    interface.set(NET_OPEN_ANSWER, -4000);
    expect_equal(interface.set_up(true), -EIO);
    expect(log.has("returned -4000, which is no error of banos"));
}

TEST(mtu_is_changed_within_bounds) {
    const test_interface interface;
    expect_equal(interface.mtu(), 1500);
    expect_equal(interface.set_mtu(9001), -EINVAL);
    expect_equal(interface.set_mtu(67), -EINVAL);
    expect_equal(interface.set_mtu(9000), 0);
    expect_equal(interface.counts().mtu, 9000U);
    expect_equal(interface.mtu(), 9000);
    interface.set(NET_MTU_ANSWER, -BANOS_EBUSY);
    expect_equal(interface.set_mtu(1000), -EBUSY);
    expect_equal(interface.mtu(), 9000);
}

TEST(address_is_changed) {
    const ethernet_address wanted = {0x02, 1, 2, 3, 4, 5};
    const ethernet_address other = {0x02, 5, 4, 3, 2, 1};
    const test_interface interface;
    expect_equal(interface.set_address(wanted), 0);
    expect(interface.address() == wanted);
    interface.start();
    expect_equal(interface.set_address(other), 0);
    expect_equal(interface.set_address({0x01, 0, 0, 0, 0, 1}), -EADDRNOTAVAIL);
    interface.set(NET_ADDRESS_ANSWER, -BANOS_EBUSY);
    expect_equal(interface.set_address(wanted), -EBUSY);
    expect(interface.address() == other);
}

TEST(filter_is_told) {
    const test_interface interface;
    interface.start();
    expect(interface.counts().filters > 0);
    expect_equal(interface.counts().filter_flags, 0U);
    expect_equal(interface.set_promiscuous(true), 0);
    expect_equal(interface.counts().filter_flags, unsigned{BANOS_NETDEV_PROMISCUOUS});
    expect_equal(interface.set_promiscuous(false), 0);
    expect_equal(interface.counts().filter_flags, 0U);
}

TEST(link_is_told) {
    const test_interface interface;
    interface.start();
    expect_equal(interface.attribute("carrier"), std::string("1"));
    expect_equal(interface.attribute("speed"), std::string("100"));
    expect_equal(interface.attribute("duplex"), std::string("half"));
    require_equal(interface.command(NET_LINK, 0), 0);
    expect_equal(interface.attribute("carrier"), std::string("0"));
}

TEST(removed_interface_takes_nothing) {
    const test_interface interface;
    interface.start();
    const packet_socket socket(interface);
    expect_echo(socket, make_frame(60, 0));
    require_equal(interface.command(NET_REMOVE), 0);
    expect(!interface.is_there());
    expect_equal(interface.counts().stops, std::uint64_t{1});
    const int error = socket.send(make_frame(60, 0));
    expect(error == -ENXIO || error == -ENETDOWN || error == -ENODEV);
}

// All that is left when the driver has gone.
TEST(forgotten_interface_is_released) {
    const usage before = current_usage();
    {
        kernel_log log;
        instance driver("test_net");
        const net_interface interface(NET_NAME);
        net_request request = {4, 0, 0, 1500};
        const descriptor control("/dev/test_net", O_RDWR);
        require_equal(ioctl(control.get(), NET_CREATE, &request), 0);
        require_equal(interface.set_up(true), 0);
        require_equal(driver.detach().error, 0);
        expect(!interface.is_there());
        expect_equal(log.count("left 1 of kind network interface behind: released"),
                     std::size_t{1});
    }
    expect_equal(current_usage(), before);
}

namespace {

// A thread that sends until the interface is gone.
class sender {
  public:
    explicit sender(const net_interface& interface) : socket_(interface) {}
    ~sender() {
        ended_ = true;
        thread_.join();
    }
    sender(const sender&) = delete;
    sender& operator=(const sender&) = delete;

    unsigned sent() const { return sent_; }

  private:
    void run() {
        while (!ended_)
            if (socket_.send(make_frame(500, 0)) == 0)
                sent_++;
    }

    packet_socket socket_;
    std::atomic<bool> ended_ = false;
    std::atomic<unsigned> sent_ = 0;
    std::thread thread_{[this] { run(); }};
};

} // namespace

TEST(removing_races_with_sending) {
    const usage before = current_usage();
    for (unsigned round = 0; round < scaled(200, 10); round++) {
        test_interface interface;
        interface.start();
        if (round % 2 != 0)
            interface.set(NET_TRANSMIT, NET_FORWARD);
        const sender first(interface);
        const sender second(interface);
        require(eventually([&] { return first.sent() > 20 && second.sent() > 20; }));
        require_equal(interface.command(round % 3 != 0 ? NET_REMOVE : NET_LINK), 0);
    }
    expect_equal(current_usage(), before);
}

// It is no open file: it keeps nobody from uninstalling, and --detach is as good.
TEST(driver_goes_while_the_interface_is_up) {
    const usage before = current_usage();
    for (unsigned round = 0; round < scaled(200, 10); round++) {
        instance driver("netpair", {"queues=2", "name=banospair%u"});
        const net_interface near("banospair0");
        const net_interface far("banospair1");
        near.keep_quiet();
        far.keep_quiet();
        require_equal(near.set_up(true), 0);
        require_equal(far.set_up(true), 0);
        require(eventually([&] { return near.attribute("operstate") == "up"; }));
        const sender one(near);
        const sender other(far);
        require(eventually([&] { return one.sent() > 20 && other.sent() > 20; }));
        require_equal((round % 2 != 0 ? driver.detach() : driver.uninstall()).error, 0);
        expect(!near.is_there() && !far.is_there());
    }
    expect_equal(current_usage(), before);
}
