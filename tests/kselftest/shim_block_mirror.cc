// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// The sample driver that stacks a disk on two others.
#include "block.hpp"
#include "test.hpp"

#include <atomic>
#include <cerrno>
#include <fcntl.h>
#include <thread>
#include <unistd.h>

using namespace banos::test;

namespace {

constexpr int direct = O_RDWR | O_DIRECT;
constexpr std::uint64_t capacity = 4 << 20;

struct mirrored {
    instance first{"ramdisk", {"size_mib=4"}};
    instance second{"ramdisk", {"size_mib=8", "queues=2"}};
    instance mirror{"mirror", {"first=/dev/ramdisk0", "second=/dev/ramdisk1"}};
};

} // namespace

TEST(what_is_written_is_on_both) {
    {
        mirrored disks;
        const descriptor file("/dev/mirror0", direct);
        for (const std::size_t size : {512U, 4096U, 1048576U})
            expect_equal(exercise(file.get(), capacity, size, scaled(500, 20)), 0);
        const aligned_buffer buffer(65536);
        buffer.fill(9);
        expect_equal(write_at(file.get(), buffer, 131072), 0);
        expect_equal(fsync(file.get()), 0);
        for (const char* path : {"/dev/ramdisk0", "/dev/ramdisk1"}) {
            const descriptor leg(path, O_RDONLY | O_DIRECT);
            buffer.fill(0);
            expect_equal(read_at(leg.get(), buffer, 131072), 0);
            expect(buffer.holds(9));
        }
    }
    expect(!exists("/dev/mirror0"));
}

TEST(disks_below_are_in_use) {
    mirrored disks;
    const answer refused = disks.second.uninstall();
    expect_equal(refused.error, -EBUSY);
    expect_contains(refused.log, "/dev/ramdisk1 is used by driver mirror");
}

TEST(one_disk_may_fail_under_load) {
    for (unsigned round = 0; round < scaled(100, 3); round++) {
        mirrored disks;
        std::atomic<unsigned> done = 0;
        std::atomic<bool> ended = false;
        std::thread load([&] {
            const descriptor file("/dev/mirror0", direct);
            while (!ended && expect_equal(exercise(file.get(), capacity, 4096, 10), 0))
                done++;
        });
        expect(eventually([&] { return done > 5; }));
        expect_equal((round % 2 ? disks.first : disks.second).detach().error, 0);
        const unsigned before = done;
        expect(eventually([&] { return done > before + 5; }));
        ended = true;
        load.join();
    }
}

TEST(without_disks_there_is_no_mirror) {
    const instance ramdisk("ramdisk", {"size_mib=1"});
    expect_equal(install_driver("mirror", {"first=/dev/ramdisk0", "second=/dev/ramdisk0"}).error,
                 -EBUSY);
    expect_equal(install_driver("mirror", {"first=/dev/ramdisk0", "second=/dev/none"}).error,
                 -ENOENT);
}
