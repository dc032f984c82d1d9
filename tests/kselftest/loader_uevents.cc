// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// The kernel's events on install and uninstall, as udev gets them.
#include "loader.hpp"
#include "system.hpp"
#include "test.hpp"

#include <cerrno>
#include <linux/netlink.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace banos::test;

namespace {

// Listens from when it is made.
class uevents {
  public:
    uevents() : socket_(socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_KOBJECT_UEVENT)) {
        sockaddr_nl address = {};
        address.nl_family = AF_NETLINK;
        address.nl_groups = 1;
        if (socket_.get() < 0 ||
            bind(socket_.get(), reinterpret_cast<sockaddr*>(&address), sizeof(address)) != 0)
            throw failed("NETLINK_KOBJECT_UEVENT");
    }

    // The next one of banos: its lines, each with a newline; empty if none is there.
    std::string next() const {
        for (;;) {
            pollfd poll_for = {socket_.get(), POLLIN, 0};
            if (poll(&poll_for, 1, 0) != 1)
                return "";
            std::string event(8192, '\0');
            const ssize_t size = recv(socket_.get(), event.data(), event.size(), 0);
            event.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
            for (char& character : event)
                character = character == '\0' ? '\n' : character;
            if (contains(event, "\nSUBSYSTEM=banos\n"))
                return event;
        }
    }

  private:
    descriptor socket_;
};

} // namespace

TEST(install_and_uninstall) {
    const uevents events;
    instance driver("test_empty");
    const std::string id = std::to_string(driver.id());
    const std::string added = events.next();
    expect_contains(added, "\nACTION=add\n");
    expect_contains(added, "\nDEVPATH=/kernel/banos/instances/" + id + "\n");
    expect_contains(added, "\nBANOS_ID=" + id + "\n");
    expect_contains(added, "\nBANOS_NAME=test_empty\n");
    expect_contains(added, "\nBANOS_VERSION=1.2.3\n");
    expect_equal(events.next(), "");
    expect_equal(driver.uninstall().error, 0);
    const std::string removed = events.next();
    expect_contains(removed, "\nACTION=remove\n");
    expect_contains(removed, "\nBANOS_ID=" + id + "\n");
    expect_contains(removed, "\nBANOS_NAME=test_empty\n");
    expect_equal(events.next(), "");
}

TEST(failed_install) {
    const uevents events;
    refused(install_driver("test_answer", {"answer=-5"}), -EIO, "");
    refused(install_driver("test_unresolved"), -ENOENT, "");
    expect_equal(events.next(), "");
}

TEST(refused_uninstall) {
    const instance provider("provider");
    const instance consumer("consumer");
    const uevents events;
    expect_equal(uninstall(provider.id()).error, -EBUSY);
    expect_equal(events.next(), "");
}

TEST(detach) {
    instance driver("test_empty");
    const uevents events;
    expect_equal(driver.detach().error, 0);
    expect_contains(events.next(), "\nACTION=remove\n");
}
