// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// The memory of programs: good, bad, and at the edge between the two.
#include "suite.hpp"
#include "test.hpp"
#include "test_user.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <numeric>
#include <span>
#include <string>
#include <sys/mman.h>
#include <sys/uio.h>
#include <unistd.h>
#include <vector>

using namespace banos::test;

namespace {

constexpr std::size_t page = 4096;

// Two pages, of which only the first is there.
class cliff {
  public:
    cliff()
        : start_(static_cast<char*>(mmap(nullptr, 2 * page, PROT_READ | PROT_WRITE,
                                         MAP_PRIVATE | MAP_ANONYMOUS, -1, 0))) {
        require(start_ != MAP_FAILED);
        require_equal(munmap(start_ + page, page), 0);
    }
    ~cliff() { munmap(start_, page); }
    cliff(const cliff&) = delete;
    cliff& operator=(const cliff&) = delete;

    char* before_the_edge(std::size_t count) const { return start_ + page - count; }
    char* behind_the_edge() const { return start_ + page; }
    void make_read_only() const { require_equal(mprotect(start_, page, PROT_READ), 0); }

  private:
    char* start_;
};

std::uint64_t address_of(const void* memory) {
    return reinterpret_cast<std::uint64_t>(memory);
}

class user_driver {
  public:
    std::int64_t call(user_function function, std::uint64_t address, std::uint64_t size) {
        request.function = function;
        request.address = address;
        request.size = size;
        require_equal(driver.command(USER_CALL, &request), 0);
        return request.result;
    }
    std::int64_t call(user_function function, const void* address, std::uint64_t size) {
        return call(function, address_of(address), size);
    }

    void behave(user_behaviour behaviour) const {
        require_equal(driver.command(USER_BEHAVE, behaviour), 0);
    }

    // What read(2) or write(2) answered, and what the driver saw.
    std::int64_t read(void* to, std::size_t size) {
        const ssize_t result = ::read(driver.node(), to, size);
        return look(result < 0 ? -errno : result);
    }
    std::int64_t write(const void* from, std::size_t size) {
        const ssize_t result = ::write(driver.node(), from, size);
        return look(result < 0 ? -errno : result);
    }
    std::int64_t look(std::int64_t result) {
        require_equal(driver.command(USER_OUTCOME, &outcome), 0);
        expect_equal(outcome.wrong, std::uint64_t{0});
        return result;
    }

    std::vector<std::uint8_t> written() const {
        std::vector<std::uint8_t> bytes(USER_DATA_SIZE);
        require_equal(driver.command(USER_WRITTEN, bytes.data()), 0);
        return bytes;
    }

    suite_driver driver{"test_user"};
    user_request request = {};
    user_outcome outcome = {};
};

bool all_are(std::span<const std::uint8_t> bytes, std::uint8_t value) {
    return std::all_of(bytes.begin(), bytes.end(), [=](auto byte) { return byte == value; });
}

std::vector<std::uint8_t> pattern(std::size_t size) {
    std::vector<std::uint8_t> bytes(size);
    std::generate(bytes.begin(), bytes.end(),
                  [i = 0]() mutable { return static_cast<std::uint8_t>(i++ * 3 + 1); });
    return bytes;
}

// Addresses that no program can have.
constexpr std::array<std::uint64_t, 8> bad_addresses = {
    0,
    1,
    0xffff888000000000,
    0xffffffff81000000,
    0xffffffffffffffff,
    0x8000000000000000,
    0x00007ffffffff000,
    0xfffffffffffff000,
};

} // namespace

TEST(bytes_are_copied_in) {
    user_driver driver;
    const std::vector<std::uint8_t> bytes = pattern(USER_DATA_SIZE);
    for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{1000}, page}) {
        expect_equal(driver.call(USER_COPY_IN, bytes.data(), size), 0);
        const std::span<const std::uint8_t> data = driver.request.data;
        expect(std::equal(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size),
                          data.begin()));
        expect(all_are(data.subspan(size), USER_FILLING));
    }
}

TEST(bytes_are_copied_out) {
    user_driver driver;
    const std::vector<std::uint8_t> bytes = pattern(USER_DATA_SIZE);
    std::copy(bytes.begin(), bytes.end(), driver.request.data);
    for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{1000}, page}) {
        std::vector<std::uint8_t> to(USER_DATA_SIZE + 1, USER_FILLING);
        expect_equal(driver.call(USER_COPY_OUT, to.data(), size), 0);
        expect(std::equal(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size),
                          to.begin()));
        expect(all_are(std::span(to).subspan(size), USER_FILLING));
    }
}

TEST(bytes_are_cleared) {
    user_driver driver;
    for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{1003}, page}) {
        std::vector<std::uint8_t> to(USER_DATA_SIZE + 2, USER_FILLING);
        expect_equal(driver.call(USER_ZERO, to.data() + 1, size), 0);
        expect_equal(to[0], USER_FILLING);
        expect(all_are(std::span(to).subspan(1, size), 0));
        expect(all_are(std::span(to).subspan(size + 1), USER_FILLING));
    }
}

TEST(nothing_can_be_copied_anywhere) {
    user_driver driver;
    for (const user_function function : {USER_COPY_IN, USER_COPY_OUT, USER_ZERO})
        expect_equal(driver.call(function, std::uint64_t{0}, 0), 0);
}

TEST(bad_addresses_are_refused) {
    user_driver driver;
    for (const std::uint64_t address : bad_addresses) {
        for (const user_function function : {USER_COPY_IN, USER_COPY_OUT, USER_ZERO}) {
            expect_equal(driver.call(function, address, 1), -EFAULT);
            expect_equal(driver.call(function, address, 4096), -EFAULT);
        }
        expect_equal(driver.call(USER_COPY_STRING, address, 100), -EFAULT);
    }
}

TEST(large_sizes_are_refused) {
    user_driver driver;
    const cliff memory;
    const std::uint64_t sizes[] = {0x7ffff001, 0x80000000, 0x100000000, ~std::uint64_t{0}};
    for (const std::uint64_t size : sizes) {
        for (const user_function function :
             {USER_COPY_IN, USER_COPY_OUT, USER_ZERO, USER_COPY_STRING})
            expect_equal(driver.call(function, memory.before_the_edge(10), size), -EINVAL);
    }
    expect_equal(driver.call(USER_ZERO, memory.before_the_edge(10), 0x7ffff000), -EFAULT);
}

// What could not be copied in is 0: a driver never sees what was in its memory before.
TEST(memory_that_ends_is_an_error) {
    user_driver driver;
    const cliff memory;
    char* const start = memory.before_the_edge(10);
    std::memset(start, 'x', 10);
    expect_equal(driver.call(USER_COPY_IN, start, 10), 0);
    expect_equal(driver.call(USER_COPY_IN, start, 11), -EFAULT);
    const std::span<const std::uint8_t> data = driver.request.data;
    expect(std::all_of(data.begin(), data.begin() + 10, [](auto b) { return b == 'x' || b == 0; }));
    expect_equal(data[10], 0);
    expect(all_are(data.subspan(11), USER_FILLING));
    expect_equal(driver.call(USER_COPY_IN, memory.behind_the_edge(), 20), -EFAULT);
    expect(all_are(data.first(20), 0));
    expect_equal(driver.call(USER_COPY_OUT, start, 10), 0);
    expect_equal(driver.call(USER_COPY_OUT, start, 11), -EFAULT);
    expect_equal(driver.call(USER_ZERO, start, 10), 0);
    expect_equal(driver.call(USER_ZERO, start, 11), -EFAULT);
}

TEST(memory_that_is_read_only_is_not_written) {
    user_driver driver;
    const cliff memory;
    char* const start = memory.before_the_edge(10);
    std::memset(start, 'x', 10);
    memory.make_read_only();
    expect_equal(driver.call(USER_COPY_OUT, start, 1), -EFAULT);
    expect_equal(driver.call(USER_ZERO, start, 1), -EFAULT);
    expect_equal(driver.read(start, 10), -EFAULT);
    expect_equal(std::string(start, 10), "xxxxxxxxxx");
    expect_equal(driver.call(USER_COPY_IN, start, 10), 0);
}

TEST(strings_are_copied_in) {
    user_driver driver;
    const auto text = [&] { return std::string(reinterpret_cast<char*>(driver.request.data)); };
    expect_equal(driver.call(USER_COPY_STRING, "hello", 6), 5);
    expect_equal(text(), "hello");
    expect_equal(driver.request.data[6], USER_FILLING);
    expect_equal(driver.call(USER_COPY_STRING, "hello", 4096), 5);
    expect_equal(driver.call(USER_COPY_STRING, "", 1), 0);
    expect_equal(text(), "");
    expect_equal(driver.call(USER_COPY_STRING, "hello", 5), -E2BIG);
    expect_equal(driver.call(USER_COPY_STRING, "hello", 1), -E2BIG);
    expect_equal(driver.call(USER_COPY_STRING, "hello", 0), -EINVAL);
}

TEST(string_without_an_end_is_an_error) {
    user_driver driver;
    const cliff memory;
    char* const start = memory.before_the_edge(10);
    std::memset(start, 'x', 10);
    expect_equal(driver.call(USER_COPY_STRING, start, 10), -E2BIG);
    expect_equal(driver.call(USER_COPY_STRING, start, 11), -EFAULT);
    start[9] = '\0';
    expect_equal(driver.call(USER_COPY_STRING, start, 100), 9);
}

TEST(reads_get_what_the_driver_has) {
    user_driver driver;
    const std::vector<std::uint8_t> wanted = pattern(1000);
    for (const user_behaviour behaviour : {USER_AT_ONCE, USER_IN_PIECES}) {
        driver.behave(behaviour);
        std::vector<std::uint8_t> bytes(1000);
        expect_equal(driver.read(bytes.data(), bytes.size()), 1000);
        expect(bytes == wanted);
        expect_equal(driver.outcome.remaining, std::uint64_t{0});
    }
    driver.behave(USER_TOO_MUCH);
    std::vector<std::uint8_t> bytes(1000);
    expect_equal(driver.read(bytes.data(), 500), 500);
    expect_equal(driver.read(bytes.data(), 0), 0);
}

TEST(writes_arrive_at_the_driver) {
    user_driver driver;
    const std::vector<std::uint8_t> bytes = pattern(1000);
    for (const user_behaviour behaviour : {USER_AT_ONCE, USER_IN_PIECES, USER_TOO_MUCH}) {
        driver.behave(behaviour);
        expect_equal(driver.write(bytes.data(), bytes.size()), 1000);
        const std::vector<std::uint8_t> there = driver.written();
        expect(std::equal(bytes.begin(), bytes.end(), there.begin()));
        expect(all_are(std::span(there).subspan(1000), USER_FILLING));
    }
    expect_equal(driver.write(bytes.data(), 0), 0);
}

TEST(skipping_leaves_memory_alone) {
    user_driver driver;
    driver.behave(USER_WITH_GAPS);
    std::vector<std::uint8_t> bytes(20, USER_FILLING);
    expect_equal(driver.read(bytes.data(), bytes.size()), 20);
    const std::vector<std::uint8_t> wanted = pattern(20);
    for (std::size_t i = 0; i < bytes.size(); i++)
        expect_equal(bytes[i], i % 8 < 3 ? USER_FILLING : wanted[i]);
    expect_equal(driver.write(wanted.data(), wanted.size()), 20);
    const std::vector<std::uint8_t> there = driver.written();
    for (std::size_t i = 0; i < wanted.size(); i++)
        expect_equal(there[i], i % 8 < 3 ? USER_FILLING : wanted[i]);
}

TEST(reads_can_be_of_zeroes) {
    user_driver driver;
    driver.behave(USER_ZEROES);
    std::vector<std::uint8_t> bytes(100, USER_FILLING);
    expect_equal(driver.read(bytes.data(), 99), 99);
    expect(all_are(std::span(bytes).first(99), 0));
    expect_equal(bytes[99], USER_FILLING);
    expect_equal(driver.write(bytes.data(), 10), -EBADF);
}

TEST(buffers_have_a_direction) {
    user_driver driver;
    driver.behave(USER_WRONG_WAY);
    std::vector<std::uint8_t> bytes(10, USER_FILLING);
    expect_equal(driver.read(bytes.data(), bytes.size()), -EBADF);
    expect(all_are(bytes, USER_FILLING));
    expect_equal(driver.write(bytes.data(), bytes.size()), -EBADF);
    expect_equal(driver.outcome.remaining, std::uint64_t{10});
}

TEST(buffers_come_in_parts) {
    user_driver driver;
    const std::vector<std::uint8_t> wanted = pattern(30);
    for (const user_behaviour behaviour : {USER_AT_ONCE, USER_IN_PIECES}) {
        driver.behave(behaviour);
        std::vector<std::uint8_t> a(1), b(20), c(9);
        const iovec parts[] = {{a.data(), 1}, {nullptr, 0}, {b.data(), 20}, {c.data(), 9}};
        expect_equal(driver.look(readv(driver.driver.node(), parts, 4)), 30);
        std::vector<std::uint8_t> together = a;
        together.insert(together.end(), b.begin(), b.end());
        together.insert(together.end(), c.begin(), c.end());
        expect(together == wanted);
        expect_equal(driver.look(writev(driver.driver.node(), parts, 4)), 30);
        const std::vector<std::uint8_t> there = driver.written();
        expect(std::equal(wanted.begin(), wanted.end(), there.begin()));
    }
}

// A part of the memory: a short count. None of it: an error.
TEST(buffers_that_end_are_moved_in_part) {
    user_driver driver;
    const cliff memory;
    for (const user_behaviour behaviour : {USER_AT_ONCE, USER_IN_PIECES}) {
        driver.behave(behaviour);
        expect_equal(driver.read(memory.before_the_edge(10), 100), 10);
        expect(std::equal(memory.before_the_edge(10), memory.behind_the_edge(),
                          reinterpret_cast<const char*>(pattern(10).data())));
        expect_equal(driver.write(memory.before_the_edge(10), 100), 10);
        expect_equal(driver.outcome.remaining, std::uint64_t{90});
        expect_equal(driver.read(memory.behind_the_edge(), 100), -EFAULT);
        expect_equal(driver.write(memory.behind_the_edge(), 100), -EFAULT);
        expect_equal(driver.outcome.remaining, std::uint64_t{100});
    }
    driver.behave(USER_ZEROES);
    expect_equal(driver.read(memory.before_the_edge(10), 100), 10);
    expect_equal(driver.read(memory.behind_the_edge(), 100), -EFAULT);
}
