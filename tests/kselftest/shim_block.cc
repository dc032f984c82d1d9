// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// Disks: their limits, requests of all kinds, however they end, and disks of others; see
// shim_block_gone for disks that go away, and shim_block_foreign for filesystems and fio.
#include "block.hpp"
#include "process.hpp"
#include "test.hpp"

#include <banos/block.h>
#include <cerrno>
#include <fcntl.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <thread>
#include <unistd.h>
#include <vector>

using namespace banos::test;

#define CASE(name)                                                                                 \
    TEST(name) {                                                                                   \
        run_case("test_block", #name);                                                             \
    }
BLOCK_CASES(CASE)

namespace {

constexpr int direct = O_RDWR | O_DIRECT;

int discard(int file, unsigned long request, std::uint64_t offset, std::uint64_t size) {
    std::uint64_t range[2] = {offset, size};
    return ioctl(file, request, range) < 0 ? -errno : 0;
}

std::uint64_t requests(const block_driver& driver, banos_block_operation operation) {
    return driver.counts().requests[operation];
}

} // namespace

TEST(limits_are_what_was_asked_for) {
    const block_driver driver;
    driver.create({.flags = BANOS_DISK_ROTATIONAL | BANOS_DISK_WRITE_CACHE | BANOS_DISK_FUA,
                   .queue_depth = 64,
                   .logical_block_size = 1024,
                   .physical_block_size = 8192,
                   .max_transfer = 65536,
                   .max_segments = 16,
                   .max_segment_size = 8192,
                   .discard_granularity = 16384,
                   .max_discard = 1 << 20,
                   .max_write_zeroes = 2 << 20});
    const auto attribute = [](const char* name) { return queue_attribute("banosdisk", name); };
    expect_equal(attribute("logical_block_size"), std::string("1024"));
    expect_equal(attribute("physical_block_size"), std::string("8192"));
    expect_equal(attribute("max_hw_sectors_kb"), std::string("64"));
    expect_equal(attribute("max_segments"), std::string("16"));
    expect_equal(attribute("max_segment_size"), std::string("8192"));
    expect_equal(attribute("discard_granularity"), std::string("16384"));
    expect_equal(attribute("discard_max_bytes"), std::string("1048576"));
    expect_equal(attribute("write_zeroes_max_bytes"), std::string("2097152"));
    expect_equal(attribute("rotational"), std::string("1"));
    expect_equal(attribute("write_cache"), std::string("write back"));
    expect_equal(attribute("fua"), std::string("1"));
    const descriptor file(test_disk, O_RDONLY);
    std::uint64_t size = 0;
    require_equal(ioctl(file.get(), BLKGETSIZE64, &size), 0);
    expect_equal(size, std::uint64_t{BLOCK_CAPACITY});
}

TEST(plain_disk_has_none_of_them) {
    const block_driver driver;
    driver.create();
    const auto attribute = [](const char* name) { return queue_attribute("banosdisk", name); };
    expect_equal(attribute("logical_block_size"), std::string("512"));
    expect_equal(attribute("discard_max_bytes"), std::string("0"));
    expect_equal(attribute("write_zeroes_max_bytes"), std::string("0"));
    expect_equal(attribute("rotational"), std::string("0"));
    expect_equal(attribute("write_cache"), std::string("write through"));
    const descriptor file(test_disk, direct);
    expect_equal(discard(file.get(), BLKDISCARD, 0, 4096), -EOPNOTSUPP);
}

TEST(data_survives_however_requests_end) {
    const block_driver driver;
    for (const block_end how : {BLOCK_END_AT_ONCE, BLOCK_END_IN_WORK, BLOCK_END_IN_TIMER}) {
        for (const std::uint32_t queues : {1U, 4U}) {
            driver.create({.queues = queues, .queue_depth = 16});
            driver.set(BLOCK_END, how);
            {
                const descriptor file(test_disk, direct);
                for (const std::size_t size : {512U, 4096U, 131072U, 2097152U})
                    expect_equal(exercise(file.get(), BLOCK_CAPACITY, size, scaled(200, 5)), 0);
            }
            driver.destroy();
        }
    }
}

TEST(segments_keep_to_the_limits) {
    const block_driver driver;
    const disk_options kinds[] = {
        {.max_segments = 3, .max_segment_size = 4096},
        {.max_transfer = 65536, .segment_boundary = 4096},
        {.flags = BANOS_DISK_MAY_SLEEP, .logical_block_size = 4096},
    };
    for (const disk_options& kind : kinds) {
        driver.create(kind);
        {
            const descriptor file(test_disk, direct);
            for (const std::size_t size : {4096U, 1048576U})
                expect_equal(exercise(file.get(), BLOCK_CAPACITY, size, scaled(200, 5)), 0);
        }
        driver.destroy();
    }
}

TEST(many_threads_through_many_queues) {
    const block_driver driver;
    driver.create({.queues = 4, .queue_depth = 4});
    driver.set(BLOCK_END, BLOCK_END_IN_WORK);
    std::vector<std::thread> threads;
    for (unsigned i = 0; i < 8; i++) {
        threads.emplace_back([i] {
            const descriptor file(test_disk, direct);
            const aligned_buffer buffer(4096);
            for (unsigned round = 0; round < scaled(2000, 50); round++) {
                buffer.fill(round + i);
                const std::uint64_t offset = (round * 8 + i) % (BLOCK_CAPACITY / 4096) * 4096;
                expect_equal(write_at(file.get(), buffer, offset), 0);
                buffer.fill(0);
                expect_equal(read_at(file.get(), buffer, offset), 0);
                expect(buffer.holds(round + i));
            }
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    driver.destroy();
}

TEST(flushes_come_to_who_has_a_cache) {
    const block_driver driver;
    for (const std::uint32_t flags : {0U, unsigned{BANOS_DISK_WRITE_CACHE},
                                      unsigned{BANOS_DISK_WRITE_CACHE | BANOS_DISK_FUA}}) {
        driver.create({.flags = flags});
        {
            const descriptor file(test_disk, direct | O_DSYNC);
            const aligned_buffer buffer(4096);
            buffer.fill(1);
            expect_equal(write_at(file.get(), buffer, 0), 0);
            expect_equal(fsync(file.get()), 0);
        }
        expect_equal(requests(driver, BANOS_BLOCK_FLUSH) > 0,
                     (flags & BANOS_DISK_WRITE_CACHE) != 0);
        expect(driver.counts().fua == 0 || (flags & BANOS_DISK_FUA) != 0);
        driver.destroy();
    }
}

TEST(discards_and_zeroes_come_to_who_wants_them) {
    const block_driver driver;
    driver.create({.max_discard = 1 << 20, .max_write_zeroes = 1 << 20});
    {
        const descriptor file(test_disk, direct);
        const aligned_buffer buffer(4096);
        for (const unsigned long request : {BLKDISCARD, BLKZEROOUT}) {
            buffer.fill(3);
            expect_equal(write_at(file.get(), buffer, 8192), 0);
            expect_equal(discard(file.get(), request, 0, 4 << 20), 0);
            expect_equal(read_at(file.get(), buffer, 8192), 0);
            for (std::size_t i = 0; i < buffer.size(); i++)
                require_equal(int{buffer.data()[i]}, 0);
        }
    }
    expect_equal(requests(driver, BANOS_BLOCK_DISCARD), std::uint64_t{4});
    expect_equal(requests(driver, BANOS_BLOCK_WRITE_ZEROES), std::uint64_t{4});
    driver.destroy();
}

TEST(errors_reach_the_program) {
    const block_driver driver;
    driver.create();
    const struct {
        int from;
        int to;
    } errors[] = {
        {EIO, EIO},       {ENOSPC, ENOSPC}, {EOPNOTSUPP, EOPNOTSUPP}, {ETIMEDOUT, ETIMEDOUT},
        {EILSEQ, EILSEQ}, {EPERM, EIO}};
    {
        const descriptor file(test_disk, direct);
        const aligned_buffer buffer(4096);
        for (const auto& error : errors) {
            driver.set(BLOCK_ERROR, -error.from);
            expect_equal(read_at(file.get(), buffer, 0), -error.to);
            driver.set(BLOCK_ERROR, 0);
            driver.set(BLOCK_ANSWER, -error.from);
            expect_equal(read_at(file.get(), buffer, 0), -error.to);
            driver.set(BLOCK_ANSWER, 0);
            expect_equal(read_at(file.get(), buffer, 0), 0);
        }
        driver.set(BLOCK_ANSWER, 7);
        expect_equal(read_at(file.get(), buffer, 0), -EIO);
        driver.set(BLOCK_ANSWER, 0);
    }
    driver.destroy();
}

TEST(what_finds_no_room_comes_again) {
    const block_driver driver;
    driver.create();
    driver.set(BLOCK_BUSY, 5);
    {
        const descriptor file(test_disk, direct);
        expect_equal(exercise(file.get(), BLOCK_CAPACITY, 4096, 20), 0);
    }
    driver.destroy();
}

TEST(read_only_disk_is_not_written) {
    const block_driver driver;
    driver.create({.flags = BANOS_DISK_READ_ONLY});
    const aligned_buffer buffer(4096);
    {
        const descriptor file(test_disk, O_RDONLY | O_DIRECT);
        int value = 0;
        require_equal(ioctl(file.get(), BLKROGET, &value), 0);
        expect_equal(value, 1);
        expect_equal(read_at(file.get(), buffer, 0), 0);
    }
    // Some kernels refuse the open, others the write.
    const int file = open(test_disk, direct | O_CLOEXEC);
    if (file >= 0) {
        expect(write_at(file, buffer, 0) < 0);
        close(file);
    }
    expect_equal(requests(driver, BANOS_BLOCK_WRITE), std::uint64_t{0});
    driver.destroy();
}

TEST(capacity_changes) {
    const block_driver driver;
    driver.create();
    const descriptor file(test_disk, direct);
    std::uint64_t size = 0;
    expect_equal(driver.command(BLOCK_RESIZE, 1 << 20), 0);
    require_equal(ioctl(file.get(), BLKGETSIZE64, &size), 0);
    expect_equal(size, std::uint64_t{1 << 20});
    expect_equal(driver.command(BLOCK_RESIZE, 513), -EINVAL);
    expect_equal(driver.command(BLOCK_RESIZE, BLOCK_CAPACITY), 0);
    require_equal(ioctl(file.get(), BLKGETSIZE64, &size), 0);
    expect_equal(size, std::uint64_t{BLOCK_CAPACITY});
}

TEST(holders_are_named) {
    const block_driver driver;
    driver.create();
    expect_equal(driver.open_other(test_disk), 0);
    const answer own = uninstall(driver.id());
    expect_equal(own.error, -EBUSY);
    expect_contains(own.log, "/dev/banosdisk is used by driver test_block");
    expect_equal(driver.command(BLOCK_CLOSE), 0);
    {
        instance ramdisk("ramdisk", {"size_mib=1"});
        process reader([] {
            const descriptor file("/dev/ramdisk0", O_RDONLY);
            pause();
            return 0;
        });
        require(eventually([&] { return reader.state() == 'S'; }));
        const answer refused = uninstall(ramdisk.id());
        expect_equal(refused.error, -EBUSY);
        expect_contains(refused.log,
                        "/dev/ramdisk0 is open in process " + std::to_string(reader.id()));
    }
}

TEST(disks_of_others_are_described) {
    const block_driver driver;
    const instance ramdisk("ramdisk", {"size_mib=2", "block_size=4096"});
    require_equal(driver.open_other("/dev/ramdisk0"), 0);
    block_description found = {};
    require_equal(driver.command(BLOCK_DESCRIBE, &found), 0);
    expect_equal(found.capacity, std::uint64_t{2 << 20});
    expect_equal(found.logical_block_size, 4096U);
    expect_equal(found.physical_block_size, 4096U);
    expect_equal(found.max_discard, std::uint64_t{64 << 20});
    expect_equal(found.flags, 0U);
    // It is this driver's alone.
    expect_equal(open("/dev/ramdisk0", O_RDONLY | O_EXCL), -1);
    expect_equal(errno, EBUSY);
    expect_equal(driver.command(BLOCK_CLOSE), 0);
}

TEST(disks_of_others_are_read_and_written) {
    const block_driver driver;
    const instance ramdisk("ramdisk", {"size_mib=2"});
    require_equal(driver.open_other("/dev/ramdisk0"), 0);
    for (const std::uint32_t where : {0U, 1U, 2U}) {
        for (const std::uint32_t skew : {0U, 16U, 512U}) {
            block_transfer what = {BANOS_BLOCK_WRITE, where, 65536, 65536, 0x5a + where, skew};
            expect_equal(driver.command(BLOCK_TRANSFER, &what), 0);
            what.operation = BANOS_BLOCK_READ;
            expect_equal(driver.command(BLOCK_TRANSFER, &what), 0);
        }
    }
    block_transfer zeroes = {BANOS_BLOCK_WRITE_ZEROES, 0, 65536, 4096, 0, 0};
    expect_equal(driver.command(BLOCK_TRANSFER, &zeroes), 0);
    zeroes.operation = BANOS_BLOCK_READ;
    expect_equal(driver.command(BLOCK_TRANSFER, &zeroes), 0);
    block_transfer flush = {BANOS_BLOCK_FLUSH, 0, 0, 0, 0, 0};
    expect_equal(driver.command(BLOCK_TRANSFER, &flush), 0);
    for (block_transfer bad : {block_transfer{BANOS_BLOCK_READ, 0, 100, 512, 0, 0},
                               block_transfer{BANOS_BLOCK_READ, 0, 0, 100, 0, 0},
                               block_transfer{BANOS_BLOCK_READ, 0, 0, 0, 0, 0},
                               block_transfer{BANOS_BLOCK_READ, 0, 2 << 20, 512, 0, 0},
                               block_transfer{9, 0, 0, 512, 0, 0}})
        expect_equal(driver.command(BLOCK_TRANSFER, &bad), -EINVAL);
    expect_equal(driver.command(BLOCK_CLOSE), 0);
}

TEST(requests_are_forwarded) {
    const block_driver driver;
    const instance ramdisk("ramdisk", {"size_mib=8", "queues=2"});
    require_equal(driver.open_other("/dev/ramdisk0"), 0);
    driver.create({.flags = BANOS_DISK_MAY_SLEEP | BANOS_DISK_WRITE_CACHE | BANOS_DISK_FUA,
                   .queues = 2,
                   .max_discard = 1 << 20,
                   .max_write_zeroes = 1 << 20});
    require_equal(driver.command(BLOCK_FORWARD), 0);
    {
        const descriptor file(test_disk, direct);
        for (const std::size_t size : {512U, 4096U, 1048576U})
            expect_equal(exercise(file.get(), BLOCK_CAPACITY, size, scaled(500, 10)), 0);
        expect_equal(fsync(file.get()), 0);
        expect_equal(discard(file.get(), BLKDISCARD, 0, 1 << 20), 0);
        expect_equal(discard(file.get(), BLKZEROOUT, 0, 1 << 20), 0);
    }
    driver.destroy();
    expect_equal(driver.command(BLOCK_CLOSE), 0);
}
