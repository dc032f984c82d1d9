// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// Mounted file systems whose driver is to go: while they are used, and under load.
#include "loader.hpp"
#include "mounted.hpp"
#include "process.hpp"
#include "suite.hpp"
#include "test.hpp"
#include "test_filesystem.h"

#include <atomic>
#include <cerrno>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <thread>
#include <unistd.h>

using namespace banos::test;

namespace {

long answer_of(long result) {
    return result < 0 ? -errno : result;
}

long stat_of(const std::string& path) {
    struct stat attributes = {};
    return answer_of(lstat(path.c_str(), &attributes));
}

std::string device_of(const std::string& path) {
    struct stat attributes = {};
    require_equal(stat(path.c_str(), &attributes), 0);
    return std::to_string(major(attributes.st_dev)) + ":" +
           std::to_string(minor(attributes.st_dev));
}

filesystem_counts counts_of(int node) {
    filesystem_counts counts = {};
    require_equal(ioctl(node, FILESYSTEM_COUNTS, &counts), 0);
    return counts;
}

void set(int node, filesystem_setting number, std::int64_t value) {
    filesystem_change change = {number, 0, value};
    require_equal(ioctl(node, FILESYSTEM_SET, &change), 0);
}

} // namespace

TEST(a_mount_keeps_its_driver) {
    const no_trace trace;
    instance driver("memoryfs");
    {
        const mounted mount("memoryfs", "", "some words");
        const answer refused = driver.uninstall();
        expect_equal(refused.error, -EBUSY);
        expect_contains(refused.log, "memoryfs is mounted");
        expect_contains(refused.log, "device " + device_of(mount.path()));
        expect_contains(refused.log, "source some words");
        expect_contains(refused.log, "process " + std::to_string(getpid()));
    }
    expect_equal(driver.uninstall().error, 0);
    expect_equal(try_mount("memoryfs", "/tmp"), -ENODEV);
}

// umount -l: it is out of sight, but not out of use.
TEST(an_open_file_keeps_a_mount_that_is_out_of_sight) {
    const no_trace trace;
    instance driver("memoryfs");
    mounted mount("memoryfs");
    descriptor file(mount.path("file"), O_CREAT | O_RDWR);
    require_equal(mount.unmount(MNT_DETACH), 0);
    expect_equal(driver.uninstall().error, -EBUSY);
    expect_equal(answer_of(write(file.get(), "abc", 3)), 3L);
    file.close();
    expect(eventually([&] { return driver.uninstall().error == 0; }));
}

TEST(a_detached_file_system_is_dead) {
    const no_trace trace;
    instance driver("memoryfs");
    mounted mount("memoryfs");
    require_equal(write_file(mount.path("file"), "text"), 0);
    require_equal(mkdir(mount.path("folder").c_str(), 0700), 0);
    const descriptor file(mount.path("file"), O_RDWR);
    const descriptor folder(mount.path("folder"), O_RDONLY | O_DIRECTORY);
    const descriptor unlinked(mount.path("unlinked"), O_CREAT | O_RDWR);
    require_equal(unlink(mount.path("unlinked").c_str()), 0);
    require_equal(driver.detach().error, 0);

    char byte = 0;
    struct stat attributes = {};
    struct statfs statistics = {};
    expect_equal(answer_of(read(file.get(), &byte, 1)), -EIO);
    expect_equal(answer_of(write(file.get(), &byte, 1)), -EIO);
    expect_equal(answer_of(fstat(file.get(), &attributes)), -EIO);
    expect_equal(answer_of(ftruncate(file.get(), 0)), -EIO);
    expect_equal(answer_of(fsync(file.get())), -EIO);
    expect_equal(answer_of(read(unlinked.get(), &byte, 1)), -EIO);
    expect_equal(answer_of(openat(folder.get(), "new", O_CREAT | O_RDWR, 0600)), -EIO);
    expect_equal(answer_of(open(mount.path("file").c_str(), O_RDONLY)), -EIO);
    expect_equal(answer_of(open(mount.path("new").c_str(), O_CREAT | O_RDWR, 0600)), -EIO);
    expect_equal(answer_of(unlink(mount.path("file").c_str())), -EIO);
    expect_equal(answer_of(mkdir(mount.path("other").c_str(), 0700)), -EIO);
    expect_equal(answer_of(rename(mount.path("file").c_str(), mount.path("a").c_str())), -EIO);
    expect_equal(answer_of(link(mount.path("file").c_str(), mount.path("a").c_str())), -EIO);
    expect_equal(answer_of(statfs(mount.path().c_str(), &statistics)), -EIO);
    expect_equal(stat_of(mount.path()), -EIO);
    expect_equal(mount.unmount(), -EBUSY);
    expect_equal(mount.unmount(MNT_DETACH), 0);
}

// The name is free at once, though the old one is mounted still.
TEST(a_new_driver_takes_the_name_of_a_detached_one) {
    const no_trace trace;
    instance first("memoryfs");
    const mounted old("memoryfs");
    require_equal(first.detach().error, 0);
    const instance second("memoryfs");
    const mounted fresh("memoryfs");
    expect_equal(write_file(fresh.path("file"), "text"), 0);
    expect_equal(stat_of(old.path("file")), -EIO);
}

TEST(every_node_is_forgotten_once) {
    const no_trace trace;
    suite_driver driver("test_filesystem");
    require_equal(driver.command(FILESYSTEM_CLEAR), 0);
    require_equal(driver.command(FILESYSTEM_CREATE), 0);
    {
        const mounted mount(FILESYSTEM_TYPE);
        const descriptor file(mount.path("file"), O_RDONLY);
        require_equal(stat_of(mount.path("folder")), 0L);
        require_equal(driver.command(FILESYSTEM_DESTROY), 0);
        const filesystem_counts counts = counts_of(driver.node());
        expect_equal(counts.loads, std::uint64_t{3});
        expect_equal(counts.forgets, std::uint64_t{3});
        expect_equal(counts.unmounts, std::uint64_t{1});
        expect_equal(answer_of(fsync(file.get())), -EIO);
    }
    const filesystem_counts counts = counts_of(driver.node());
    expect_equal(counts.forgets, std::uint64_t{3});
    expect_equal(counts.after_unmount, std::uint64_t{0});
}

TEST(operations_that_run_are_waited_for) {
    constexpr std::int64_t fifty_milliseconds = 50'000'000;
    suite_driver driver("test_filesystem");
    require_equal(driver.command(FILESYSTEM_CLEAR), 0);
    require_equal(driver.command(FILESYSTEM_CREATE), 0);
    const mounted mount(FILESYSTEM_TYPE);
    const descriptor file(mount.path("file"), O_RDONLY);
    set(driver.node(), FILESYSTEM_LINGER_NS, fifty_milliseconds);
    process reader([&] {
        char byte = 0;
        return static_cast<int>(read(file.get(), &byte, 1));
    });
    require(eventually([&] { return counts_of(driver.node()).reads == 1; }));
    require_equal(driver.command(FILESYSTEM_DESTROY), 0);
    expect_equal(counts_of(driver.node()).inside, std::int64_t{0});
    expect_equal(reader.wait(), 1);
}

namespace {

// Threads that use a mount in every way, whatever becomes of it.
class crowd {
  public:
    explicit crowd(std::string path) : path_(std::move(path)) {
        for (unsigned number = 0; number < 4; number++)
            threads_.emplace_back([this, number] {
                while (!ended_)
                    use(path_ + "/" + std::to_string(number));
            });
    }
    ~crowd() {
        ended_ = true;
        for (std::thread& thread : threads_)
            thread.join();
    }
    crowd(const crowd&) = delete;
    crowd& operator=(const crowd&) = delete;

    unsigned calls() const { return calls_; }

  private:
    // On the mount, on what is below it when it is gone, or on what is dead.
    void check(long answer) {
        calls_++;
        if (answer < 0 && answer != -EIO && answer != -ENOENT && answer != -EEXIST &&
            answer != -ENOTEMPTY && answer != -EBUSY && answer != -EXDEV)
            fail(__FILE__, __LINE__, "error " + std::to_string(answer));
    }

    void use(const std::string& name) {
        char bytes[5000] = {};
        descriptor file(open((name + "a").c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600));
        check(file.get() < 0 ? -errno : 0);
        if (file.get() >= 0) {
            check(answer_of(pwrite(file.get(), bytes, sizeof(bytes), 3000)));
            check(answer_of(pread(file.get(), bytes, sizeof(bytes), 0)));
            check(answer_of(ftruncate(file.get(), 4000)));
        }
        check(answer_of(mkdir((name + "d").c_str(), 0700)));
        check(answer_of(rename((name + "a").c_str(), (name + "d/b").c_str())));
        check(answer_of(unlink((name + "d/b").c_str())));
        check(answer_of(rmdir((name + "d").c_str())));
        check(stat_of(path_));
    }

    std::string path_;
    std::atomic<bool> ended_ = false;
    std::atomic<unsigned> calls_ = 0;
    std::vector<std::thread> threads_;
};

} // namespace

TEST(detaching_races_with_four_threads) {
    const no_trace trace;
    const std::string path = new_folder();
    // What the threads make while nothing is mounted stays in there.
    const std::string floor = path + "/floor";
    require_equal(mkdir(floor.c_str(), 0700), 0);
    {
        const crowd crowd(floor);
        for (unsigned round = 0; round < scaled(200, 20); round++) {
            instance driver("memoryfs");
            require_equal(try_mount("memoryfs", floor), 0);
            const unsigned calls = crowd.calls();
            require(eventually([&] { return crowd.calls() > calls + 20 + round % 50; }));
            require_equal(driver.detach().error, 0);
            require_equal(umount2(floor.c_str(), MNT_DETACH), 0);
        }
    }
    expect_equal(run_program({"rm", "-r", path}), 0);
}

TEST(unmounting_races_with_detaching) {
    const no_trace trace;
    const std::string path = new_folder();
    for (unsigned round = 0; round < scaled(200, 30); round++) {
        instance driver("memoryfs");
        require_equal(try_mount("memoryfs", path), 0);
        require_equal(write_file(path + "/file", "text"), 0);
        std::atomic<bool> go = false;
        std::thread other([&] {
            while (!go)
                ;
            expect_equal(answer_of(umount(path.c_str())), 0L);
        });
        go = true;
        require_equal(driver.detach().error, 0);
        other.join();
    }
    rmdir(path.c_str());
}

TEST(mounting_races_with_uninstalling) {
    const no_trace trace;
    const std::string path = new_folder();
    for (unsigned round = 0; round < scaled(200, 30); round++) {
        instance driver("memoryfs");
        std::atomic<bool> go = false;
        std::atomic<bool> is_mounted = false;
        std::thread other([&] {
            while (!go)
                ;
            const int error = try_mount("memoryfs", path);
            if (error == 0)
                is_mounted = true;
            else
                expect_equal(error, -ENODEV);
        });
        go = true;
        const answer ended = driver.uninstall();
        other.join();
        expect(ended.error == 0 || ended.error == -EBUSY);
        if (is_mounted) {
            expect_equal(ended.error, -EBUSY);
            require_equal(umount(path.c_str()), 0);
        }
    }
    rmdir(path.c_str());
}
