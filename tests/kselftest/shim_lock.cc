// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// Locks: what the driver checks by itself, and what signals do to who waits for one.
#include "process.hpp"
#include "suite.hpp"
#include "test.hpp"
#include "test_lock.h"

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <sys/ioctl.h>

using namespace banos::test;

#define CASE(name)                                                                                 \
    TEST(name) {                                                                                   \
        run_case("test_lock", #name);                                                              \
    }
LOCK_CASES(CASE)

// The driver keeps the mutex that these commands take, so it is no suite_driver.
TEST(signal_ends_the_wait_for_a_mutex) {
    const instance driver("test_lock");
    const descriptor node("/dev/test_lock", O_RDWR);
    const int file = node.get();
    process holder([=] { return ioctl(file, LOCK_HOLD, 0) == 0 ? 0 : errno; });
    require(eventually([=] { return ioctl(file, LOCK_IS_HELD, 0) == 1; }));
    process waiter([=] {
        catch_signal(SIGUSR1);
        return ioctl(file, LOCK_TRY_INTERRUPTIBLY, 0) == 0 ? 0 : errno;
    });
    require(eventually([&] { return waiter.state() == 'S'; }));
    waiter.send(SIGUSR1);
    expect_equal(waiter.wait(), EINTR);
    expect_equal(ioctl(file, LOCK_IS_HELD, 0), 1);
    require_equal(ioctl(file, LOCK_RELEASE, 0), 0);
    expect_equal(holder.wait(), 0);
    expect_equal(ioctl(file, LOCK_TRY_INTERRUPTIBLY, 0), 0);
}
