// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// Deferred work: what the driver checks by itself, and what people see of its queues.
#include "suite.hpp"
#include "test.hpp"
#include "test_work.h"

using namespace banos::test;

#define CASE(name)                                                                                 \
    TEST(name) {                                                                                   \
        run_case("test_work", #name);                                                              \
    }
WORK_CASES(CASE)

// A queue that works when memory is short has a thread of its own.
TEST(queue_is_named_among_the_threads) {
    const suite_driver driver("test_work");
    const auto is_there = [] { return thread_named("banos/test_work/held") != 0; };
    expect(!is_there());
    require_equal(driver.command(WORK_QUEUE_HOLD), 0);
    expect_equal(count_of(driver.id(), "work queue"), std::uint64_t{1});
    expect(is_there());
    require_equal(driver.command(WORK_QUEUE_DROP), 0);
    expect(eventually([&] { return !is_there(); }));
}
