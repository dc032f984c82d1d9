// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// Disks that are destroyed, or whose driver is detached or forgets them, while programs use them.
#include "block.hpp"
#include "kernel_log.hpp"
#include "memory_usage.hpp"
#include "process.hpp"
#include "test.hpp"

#include <atomic>
#include <banos/block.h>
#include <cerrno>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <thread>
#include <unistd.h>
#include <vector>

using namespace banos::test;

namespace {

constexpr int direct = O_RDWR | O_DIRECT;

// Threads that write to and read from a disk until it fails them, through the kernel's memory and
// past it. Every failure but the end of the disk is one of the test.
class load {
  public:
    explicit load(std::string path) : path_(std::move(path)) {
        const int buffered = warns_of_writing_without_disk() ? O_RDONLY : O_RDWR;
        for (const int flags : {direct, direct, buffered, O_RDONLY | O_DIRECT})
            threads_.emplace_back([this, flags] { run(flags); });
    }
    ~load() {
        for (std::thread& thread : threads_)
            thread.join();
    }
    load(const load&) = delete;
    load& operator=(const load&) = delete;

    std::uint64_t done() const { return done_; }

  private:
    // What stays in memory could be read for ever, without a disk.
    static int write_back(int file) {
        const int error = fsync(file) < 0 ? -errno : 0;
        posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED);
        return error;
    }

    void run(int flags) {
        const int file = open(path_.c_str(), flags | O_CLOEXEC);
        if (file < 0) {
            expect(errno == ENXIO || errno == ENOENT || errno == ENODEV);
            return;
        }
        const aligned_buffer buffer(4096);
        int error = 0;
        for (unsigned i = 0; !error; i++, done_++) {
            const std::uint64_t offset = i * 37 % 256 * 4096;
            if ((flags & O_ACCMODE) == O_RDWR && i % 2 == 0)
                error = write_at(file, buffer, offset);
            else
                error = read_at(file, buffer, offset);
            if (!error && !(flags & O_DIRECT) && i % 64 == 0)
                error = write_back(file);
        }
        expect(error == -EIO || error == -ENODEV || error == -ENXIO || error == -ENOSPC);
        close(file);
    }

    const std::string path_;
    std::vector<std::thread> threads_;
    std::atomic<std::uint64_t> done_ = 0;
};

bool wait_until_busy(const load& load) {
    return eventually([&] { return load.done() > 50; });
}

} // namespace

TEST(open_disk_that_is_destroyed_is_dead) {
    const block_driver driver;
    driver.create();
    const descriptor file(test_disk, direct);
    const aligned_buffer buffer(4096);
    expect_equal(read_at(file.get(), buffer, 0), 0);
    driver.destroy();
    expect(read_at(file.get(), buffer, 0) < 0);
    expect(!exists(test_disk));
    driver.create();
    const descriptor again(test_disk, direct);
    expect_equal(read_at(again.get(), buffer, 0), 0);
    expect(read_at(file.get(), buffer, 0) < 0);
}

TEST(what_the_driver_has_is_waited_for) {
    const block_driver driver;
    driver.create();
    const descriptor file(test_disk, direct);
    driver.set(BLOCK_END, BLOCK_END_NOT);
    const aligned_buffer buffer(4096);
    process reader([&] { return -read_at(file.get(), buffer, 0); });
    require(eventually([&] { return driver.counts().waiting == 1; }));
    process destroyer([&] { return -driver.command(BLOCK_DESTROY); });
    usleep(100'000);
    expect(destroyer.state() != 'Z');
    expect_equal(driver.command(BLOCK_LET_GO), 0);
    expect_equal(reader.wait(), 0);
    expect_equal(destroyer.wait(), 0);
    expect_equal(driver.counts().wrong, std::uint64_t{0});
}

TEST(requests_of_a_dead_device_are_ended) {
    const block_driver driver;
    driver.create({.queues = 2, .queue_depth = 8});
    const descriptor file(test_disk, direct);
    const aligned_buffer buffer(4096);
    expect_equal(driver.command(BLOCK_ABORT), 0);
    driver.set(BLOCK_END, BLOCK_END_NOT);
    process first([&] { return -read_at(file.get(), buffer, 0); });
    process second([&] { return -read_at(file.get(), buffer, 4096); });
    require(eventually([&] { return driver.counts().waiting == 2; }));
    expect_equal(driver.command(BLOCK_ABORT), 2);
    expect_equal(first.wait(), ETIMEDOUT);
    expect_equal(second.wait(), ETIMEDOUT);
    driver.set(BLOCK_END, BLOCK_END_AT_ONCE);
    expect_equal(read_at(file.get(), buffer, 0), 0);
}

namespace {

constexpr std::uint64_t second = 1'000'000'000;

int read_first_block() {
    const descriptor file(test_disk, direct);
    const aligned_buffer buffer(4096);
    return -read_at(file.get(), buffer, 0);
}

} // namespace

TEST(driver_is_told_of_late_requests) {
    const block_driver driver;
    driver.create({.timeout_ns = second});
    driver.set(BLOCK_END, BLOCK_END_NOT);
    process reader(read_first_block);
    require(eventually([&] { return driver.counts().timeouts >= 2; }));
    expect_equal(driver.counts().waiting, std::uint64_t{1});
    expect(reader.state() != 'Z');
    driver.set(BLOCK_ERROR, -ETIMEDOUT);
    driver.set(BLOCK_GIVE_UP, static_cast<std::int64_t>(driver.counts().timeouts + 2));
    expect_equal(reader.wait(), ETIMEDOUT);
    const std::uint64_t told = driver.counts().timeouts;
    driver.set(BLOCK_END, BLOCK_END_AT_ONCE);
    driver.set(BLOCK_ERROR, 0);
    expect_equal(read_first_block(), 0);
    expect_equal(driver.counts().timeouts, told);
}

// It is told of them even then, and what it ends there keeps nobody any more.
TEST(detached_while_requests_are_late) {
    const usage before = current_usage();
    {
        instance driver("test_block");
        const descriptor control("/dev/test_block", O_RDWR);
        block_create options = {};
        options.capacity = BLOCK_CAPACITY;
        options.timeout_ns = second;
        require_equal(ioctl(control.get(), BLOCK_CREATE, &options), 0);
        for (const block_change change :
             {block_change{BLOCK_END, 0, BLOCK_END_NOT}, block_change{BLOCK_GIVE_UP, 0, 2}}) {
            block_change setting = change;
            require_equal(ioctl(control.get(), BLOCK_SET, &setting), 0);
        }
        process reader(read_first_block);
        block_counts counts = {};
        require(eventually([&] {
            return ioctl(control.get(), BLOCK_COUNT, &counts) == 0 && counts.waiting == 1;
        }));
        expect_equal(driver.detach(60'000).error, 0);
        expect_equal(reader.wait(), 0);
    }
    expect_equal(current_usage(), before);
}

TEST(destroyed_under_load) {
    const block_driver driver;
    for (unsigned round = 0; round < scaled(200, 4); round++) {
        driver.create({.queues = 2});
        driver.set(BLOCK_END, round % 3);
        const load load(test_disk);
        require(wait_until_busy(load));
        driver.destroy();
    }
}

TEST(detached_under_load) {
    const memory_usage before = current_memory();
    const usage figures = current_usage();
    for (unsigned round = 0; round < scaled(200, 6); round++) {
        instance ramdisk("ramdisk",
                         {"size_mib=2", "queues=2", round % 2 ? "sparse=y" : "sparse=n"});
        const load load("/dev/ramdisk0");
        require(wait_until_busy(load));
        const answer refused = ramdisk.uninstall();
        expect_equal(refused.error, -EBUSY);
        expect_contains(refused.log, "/dev/ramdisk0 is open in process");
        require_equal(ramdisk.detach().error, 0);
    }
    expect_equal(current_usage(), figures);
    expect_equal(lasting_growth(before, 100, 4096), std::string());
}

TEST(detached_from_under_another_driver) {
    const block_driver driver;
    for (unsigned round = 0; round < scaled(50, 2); round++) {
        instance ramdisk("ramdisk", {"size_mib=8"});
        require_equal(driver.open_other("/dev/ramdisk0"), 0);
        driver.create({.flags = BANOS_DISK_MAY_SLEEP});
        require_equal(driver.command(BLOCK_FORWARD), 0);
        {
            const load load(test_disk);
            require(wait_until_busy(load));
            const answer refused = ramdisk.uninstall();
            expect_equal(refused.error, -EBUSY);
            expect_contains(refused.log, "/dev/ramdisk0 is used by driver test_block");
            require_equal(ramdisk.detach().error, 0);
        }
        driver.destroy();
        expect_equal(driver.command(BLOCK_CLOSE), 0);
    }
}

TEST(detached_while_the_driver_has_requests) {
    constexpr std::uint32_t short_time_ms = 300;
    const usage before = current_usage();
    {
        instance driver("test_block");
        const descriptor control("/dev/test_block", O_RDWR);
        block_create options = {};
        options.capacity = BLOCK_CAPACITY;
        block_change change = {BLOCK_END, 0, BLOCK_END_LATE};
        require_equal(ioctl(control.get(), BLOCK_CREATE, &options), 0);
        require_equal(ioctl(control.get(), BLOCK_SET, &change), 0);
        process reader(read_first_block);
        block_counts counts = {};
        require(eventually([&] {
            return ioctl(control.get(), BLOCK_COUNT, &counts) == 0 && counts.waiting == 1;
        }));
        // Nobody but the driver can end it; then there is nothing that keeps it.
        const answer late = driver.detach(short_time_ms);
        expect_equal(late.error, -ETIMEDOUT);
        expect_contains(late.log, "calls into it still run");
        expect_equal(driver.detach(60'000).error, 0);
        expect_equal(reader.wait(), 0);
    }
    expect_equal(current_usage(), before);
}

TEST(forgotten_disks_go) {
    const usage before = current_usage();
    kernel_log log;
    {
        instance driver("test_block");
        {
            const descriptor control("/dev/test_block", O_RDWR);
            block_create options = {};
            options.capacity = BLOCK_CAPACITY;
            require_equal(ioctl(control.get(), BLOCK_CREATE, &options), 0);
        }
        require(eventually([&] { return driver.uninstall().error == 0; }));
    }
    expect(log.has("of kind disk behind"));
    expect(!exists(test_disk));
    expect_equal(current_usage(), before);
}
