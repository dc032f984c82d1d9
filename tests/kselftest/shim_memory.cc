// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// Memory: what the driver checks by itself, and what only shows from outside.
#include "kernel_log.hpp"
#include "suite.hpp"
#include "test.hpp"
#include "test_memory.h"

#include <sys/sysinfo.h>

using namespace banos::test;

#define CASE(name)                                                                                 \
    TEST(name) {                                                                                   \
        run_case("test_memory", #name);                                                            \
    }
MEMORY_CASES(CASE)

namespace {

constexpr std::uint64_t page = 4096;
constexpr std::uint64_t mebibyte = 1 << 20;

std::uint64_t ask(const suite_driver& driver, unsigned command, std::uint64_t size,
                  std::uint64_t count) {
    memory_request request = {size, count, 0};
    require_equal(driver.command(command, &request), 0);
    return request.result;
}

std::uint64_t installed_memory() {
    struct sysinfo info = {};
    sysinfo(&info);
    return info.totalram * info.mem_unit;
}

} // namespace

TEST(heap_is_what_was_asked_for) {
    const suite_driver driver("test_memory");
    expect_equal(info(driver.id()).heap_size, std::uint64_t{0});
    require_equal(ask(driver, MEMORY_HOLD, 100, 50), std::uint64_t{50});
    expect_equal(info(driver.id()).heap_size, std::uint64_t{5000});
    require_equal(ask(driver, MEMORY_HOLD, 3 * mebibyte, 2), std::uint64_t{2});
    expect_equal(info(driver.id()).heap_size, 5000 + 6 * mebibyte);
    ask(driver, MEMORY_HOLD_PAGES, 0, 10);
    expect_equal(info(driver.id()).heap_size, 5000 + 6 * mebibyte + 10 * page);
    expect_equal(count_of(driver.id(), "page memory"), std::uint64_t{1});
    ask(driver, MEMORY_DROP, 0, 0);
    expect_equal(info(driver.id()).heap_size, std::uint64_t{0});
    expect_equal(count_of(driver.id(), "page memory"), std::uint64_t{0});
}

TEST(wrong_frees_are_reported) {
    if (contains(read_file("/proc/kallsyms"), " kasan_report\n"))
        skip("this kernel finds such mistakes by itself, and ends (CONFIG_KASAN)");
    const suite_driver driver("test_memory");
    kernel_log log;
    ask(driver, MEMORY_FREE_WRONGLY, 0, 0);
    expect_equal(log.count("hands in memory that is not in use"), std::size_t{4});
    expect_contains(log.text(), "free_wrongly");
}

// No program may lose its life because a driver asks for too much, and the log stays silent.
TEST(memory_that_is_not_there_is_refused_quietly) {
    const suite_driver driver("test_memory");
    const std::uint64_t half = installed_memory() / 2;
    kernel_log log;
    const std::uint64_t count = ask(driver, MEMORY_HOLD, half, 3);
    expect(count < 3);
    ask(driver, MEMORY_DROP, 0, 0);
    expect_equal(log.text(), "");
    expect_equal(info(driver.id()).heap_size, std::uint64_t{0});
}

TEST(eight_threads_at_once_get_what_is_theirs) {
    const suite_driver driver("test_memory");
    expect_equal(ask(driver, MEMORY_STRESS, 3000, scaled(20000, 2000)), std::uint64_t{0});
    expect_equal(ask(driver, MEMORY_STRESS, 200000, scaled(500, 50)), std::uint64_t{0});
}
