// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// Eight threads install, use and uninstall drivers, their own and each other's, all at once.
// Nothing is expected of a single call but an answer that makes sense; of the whole, that the
// kernel says nothing, and that nothing is left.
#include "loader.hpp"
#include "memory_usage.hpp"
#include "system.hpp"
#include "test.hpp"

#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <fcntl.h>
#include <poll.h>
#include <random>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <thread>
#include <unistd.h>

using namespace banos::test;

namespace {

constexpr unsigned thread_count = 8;
constexpr std::size_t page = 4096;
constexpr unsigned rings = 16;

struct totals {
    std::atomic<unsigned long> installs = 0;
    std::atomic<unsigned long> uninstalls = 0;
    std::atomic<unsigned long> refusals = 0;
    std::atomic<unsigned long> bytes = 0;
    std::atomic<unsigned long> mappings = 0;

    bool complete() const {
        return installs != 0 && uninstalls != 0 && bytes != 0 && mappings != 0;
    }
};

template<std::size_t Size>
void answers_one_of(const char* what, int error, const std::array<int, Size>& allowed) {
    for (const int one : allowed)
        if (error == one)
            return;
    fail(__FILE__, __LINE__, std::string(what) + ": error " + std::to_string(error));
}

class worker {
  public:
    worker(unsigned number, totals& totals) : random_(number), totals_(totals) {}

    void step() {
        switch (pick(8)) {
        case 0:
        case 1:
            install_something();
            break;
        case 2:
        case 3:
            uninstall_something();
            break;
        default:
            use_a_ring();
        }
    }

  private:
    unsigned pick(unsigned below) { return static_cast<unsigned>(random_() % below); }

    void install_something() {
        static constexpr std::array drivers = {"ring",         "ring",       "provider",
                                               "consumer",     "test_empty", "test_parameters",
                                               "test_forgets", "hello"};
        const answer result = install_driver(drivers[pick(drivers.size())]);
        if (result.error == 0)
            totals_.installs++;
        answers_one_of("install", result.error, std::array{0, -ENOENT, -EEXIST});
    }

    void uninstall_something() {
        const auto all = list_instances();
        if (all.empty())
            return;
        const std::uint64_t id = all[pick(static_cast<unsigned>(all.size()))];
        const answer result = pick(2) != 0 ? uninstall(id) : detach(id);
        if (result.error == 0)
            totals_.uninstalls++;
        else
            totals_.refusals++;
        answers_one_of("uninstall", result.error,
                       std::array{0, -ENOENT, -EBUSY, -EALREADY, -ETIMEDOUT});
    }

    // Another thread may take it away between any two lines.
    void use_a_ring() {
        const std::string path = "/dev/ring" + std::to_string(pick(rings));
        const descriptor file(open(path.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC));
        if (file.get() < 0)
            return answers_one_of("open", errno, std::array{ENOENT, ENXIO, ENODEV});
        for (int i = 0; i < 10; i++)
            transfer(file.get());
        ask(file.get());
        map(file.get());
    }

    void transfer(int file) {
        std::array<char, 100> block = {};
        const ssize_t written = write(file, block.data(), block.size());
        if (written < 0)
            answers_one_of("write", errno, std::array{EAGAIN, ENODEV});
        else
            totals_.bytes += static_cast<unsigned long>(written);
        if (read(file, block.data(), block.size()) < 0)
            answers_one_of("read", errno, std::array{EAGAIN, ENODEV});
    }

    static void ask(int file) {
        unsigned long long size = 0;
        if (ioctl(file, 0x5200, &size) < 0)
            answers_one_of("ioctl", errno, std::array{ENODEV});
        pollfd what = {file, POLLIN | POLLOUT, 0};
        if (poll(&what, 1, 0) < 0)
            fail(__FILE__, __LINE__, "poll: error " + std::to_string(errno));
    }

    // The page is read by the kernel, for which it is no crash when it goes away.
    void map(int file) {
        void* memory = mmap(nullptr, page, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
        if (memory == MAP_FAILED)
            return answers_one_of("mmap", errno, std::array{ENODEV});
        if (pwrite(null_.get(), memory, page, 0) < 0)
            answers_one_of("write from a mapping", errno, std::array{EFAULT});
        totals_.mappings++;
        munmap(memory, page);
    }

    std::mt19937 random_;
    totals& totals_;
    descriptor null_{"/tmp", O_TMPFILE | O_RDWR};
};

// For so long, and on a slow machine until everything has happened.
void run_threads(unsigned seconds, totals& totals) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
    std::vector<std::jthread> threads;
    for (unsigned i = 0; i < thread_count; i++)
        threads.emplace_back([i, end, &totals] {
            worker worker(i + 1, totals);
            while (std::chrono::steady_clock::now() < end || !totals.complete())
                worker.step();
        });
}

} // namespace

TEST(all_at_once) {
    const no_trace check;
    totals totals;
    run_threads(scaled(60, 5), totals);
    uninstall_all();
    ksft_print_msg("%lu installs, %lu uninstalls, %lu refused, %lu bytes, %lu mappings\n",
                   totals.installs.load(), totals.uninstalls.load(), totals.refusals.load(),
                   totals.bytes.load(), totals.mappings.load());
}

// The same again, and the kernel's memory is as after the first time.
TEST(no_leak) {
    totals totals;
    run_threads(scaled(5, 2), totals);
    uninstall_all();
    const memory_usage before = current_memory();
    run_threads(scaled(20, 4), totals);
    uninstall_all();
    const std::uint64_t installs = totals.installs;
    expect_equal(growth(before, current_memory(), installs + 1000, 8 * installs + 4096), "");
}
