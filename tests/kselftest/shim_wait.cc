// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// Waiting: what the driver checks by itself, and what signals and --detach do to programs that
// wait in a driver.
#include "kernel_log.hpp"
#include "process.hpp"
#include "suite.hpp"
#include "test.hpp"
#include "test_wait.h"

#include <banos/wait.h>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <memory>
#include <sys/ioctl.h>

using namespace banos::test;

#define CASE(name)                                                                                 \
    TEST(name) {                                                                                   \
        run_case("test_wait", #name);                                                              \
    }
WAIT_CASES(CASE)

namespace {

constexpr int killed = 128;
constexpr unsigned ways[] = {WAIT_COMPLETION, WAIT_QUEUE, WAIT_FILE, WAIT_SLEEP};

// The driver keeps what these commands wait for, so it is no suite_driver.
class waiting {
  public:
    waiting() : driver_("test_wait"), node_("/dev/test_wait", O_RDWR) {
        require_equal(count(), 0); // makes what there is to wait for
    }

    int count() const { return ioctl(node_.get(), WAIT_COUNT, 0); }
    void wake(unsigned way) const { require_equal(ioctl(node_.get(), WAIT_WAKE, way), 0); }
    answer detach() {
        answer result = driver_.detach();
        node_.close();
        return result;
    }

    // A program that waits, until it sleeps. Its status is the wait's errno number.
    std::unique_ptr<process> start(unsigned way, unsigned flags, bool restart = false) const {
        const int file = node_.get();
        const int before = count();
        auto child = std::make_unique<process>([=] {
            catch_signal(SIGUSR1, restart);
            return ioctl(file, way, flags) == 0 ? 0 : errno;
        });
        require(eventually([&] { return count() == before + 1 && is_asleep(*child); }));
        return child;
    }

    static bool is_asleep(const process& child) {
        return child.state() == 'S' || child.state() == 'D';
    }

  private:
    instance driver_;
    descriptor node_;
};

} // namespace

TEST(signal_ends_a_wait) {
    const waiting driver;
    for (const unsigned way : ways) {
        const auto child = driver.start(way, BANOS_WAIT_INTERRUPTIBLE);
        child->send(SIGUSR1);
        expect_equal(child->wait(), EINTR);
    }
    expect_equal(driver.count(), 0);
}

TEST(call_goes_on_after_a_signal_if_the_program_wants) {
    const waiting driver;
    for (const unsigned way : {WAIT_COMPLETION, WAIT_QUEUE, WAIT_FILE}) {
        const auto child = driver.start(way, BANOS_WAIT_INTERRUPTIBLE, true);
        child->send(SIGUSR1);
        require(eventually([&] { return driver.count() == 1 && waiting::is_asleep(*child); }));
        driver.wake(way);
        expect_equal(child->wait(), 0);
    }
}

TEST(only_a_deadly_signal_ends_a_killable_wait) {
    const waiting driver;
    for (const unsigned way : {WAIT_COMPLETION, WAIT_QUEUE, WAIT_FILE}) {
        const auto child = driver.start(way, BANOS_WAIT_KILLABLE);
        child->send(SIGUSR1);
        expect_equal(child->state(), 'D');
        expect_equal(driver.count(), 1);
        child->send(SIGKILL);
        expect_equal(child->wait(), killed + SIGKILL);
        expect_equal(driver.count(), 0);
    }
}

TEST(no_signal_ends_a_wait_that_does_not_want_to) {
    const waiting driver;
    const auto child = driver.start(WAIT_QUEUE, 0);
    const auto other = driver.start(WAIT_COMPLETION, 0);
    child->send(SIGKILL);
    other->send(SIGKILL);
    expect_equal(driver.count(), 2);
    driver.wake(WAIT_QUEUE);
    expect_equal(child->wait(), killed + SIGKILL);
    driver.wake(WAIT_COMPLETION);
    expect_equal(other->wait(), killed + SIGKILL);
}

TEST(detach_ends_all_waits) {
    kernel_log log;
    waiting driver;
    std::vector<std::unique_ptr<process>> children;
    for (const unsigned way : ways) {
        children.push_back(driver.start(way, 0));
        children.push_back(driver.start(way, BANOS_WAIT_INTERRUPTIBLE));
    }
    expect_equal(driver.detach().error, 0);
    for (const auto& child : children)
        expect_equal(child->wait(), ENODEV);
    expect_equal(log.count("test_wait: waited again: -19"), children.size());
}
