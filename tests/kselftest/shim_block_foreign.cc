// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// Programs that others wrote, on disks of drivers: fio, which verifies what it wrote, and ext4 with
// its tools. The disks are two kinds of RAM disk, one over two others, and a device of QEMU's.
#include "block.hpp"
#include "power.hpp"
#include "process.hpp"
#include "test.hpp"

#include <atomic>
#include <cerrno>
#include <fcntl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

using namespace banos::test;

namespace {

const std::string mount_point = "/tmp/disk";

// Runs it quietly; if it fails, what it said is in the test's output.
bool succeeds(const std::vector<std::string>& words) {
    const std::string log = "/tmp/program.log";
    std::string command;
    for (const std::string& word : words)
        command += word + " ";
    const int status = run_program({"sh", "-c", command + ">" + log + " 2>&1"});
    if (status != 0)
        fail(__FILE__, __LINE__,
             command + "ended with " + std::to_string(status) + ": " + read_file(log));
    remove_file(log);
    return status == 0;
}

std::string megabytes(unsigned full, unsigned quick) {
    return std::to_string(scaled(full, quick)) + "m";
}

void verify_with_fio(const std::string& disk) {
    const std::vector<std::string> common = {
        "fio",          "--name=verify",   "--filename=" + disk, "--direct=1",  "--ioengine=libaio",
        "--iodepth=16", "--verify=crc32c", "--verify_fatal=1",   "--randseed=7"};
    const auto with = [&](std::vector<std::string> more) {
        more.insert(more.begin(), common.begin(), common.end());
        return succeeds(more);
    };
    expect(with({"--rw=randwrite", "--bs=4k", "--size=" + megabytes(64, 4)}));
    expect(with({"--rw=randrw", "--bs=64k", "--size=" + megabytes(64, 4)}));
    // Neighbours that become one request.
    expect(with({"--rw=write", "--bs=512", "--iodepth_batch=16", "--size=" + megabytes(16, 1)}));
    // Each block is discarded, then written, and read back at last.
    expect(with({"--rw=randtrimwrite", "--bs=4k", "--size=" + megabytes(64, 4)}));
}

void need_ext4() {
    if (read_file("/proc/filesystems").find("ext4") == std::string::npos &&
        run_program({"sh", "-c", "modprobe -a ext4 2>/dev/null"}) != 0)
        skip("this kernel has no ext4");
}

void mount_ext4(const std::string& disk) {
    mkdir(mount_point.c_str(), 0755);
    require_equal(mount(disk.c_str(), mount_point.c_str(), "ext4", 0, nullptr), 0);
}

std::string content_of(unsigned number) {
    return std::string(number * 977 % 20000, static_cast<char>('a' + number % 26));
}

std::string name_of(unsigned number) {
    return mount_point + "/" + std::to_string(number % 7) + "/" + std::to_string(number);
}

void write_files(unsigned count) {
    for (unsigned i = 0; i < 7; i++)
        mkdir((mount_point + "/" + std::to_string(i)).c_str(), 0755);
    for (unsigned i = 0; i < count; i++)
        require_equal(write_file(name_of(i), content_of(i)), 0);
    for (unsigned i = 0; i < count; i += 5)
        remove_file(name_of(i));
}

void expect_files(unsigned count) {
    for (unsigned i = 0; i < count; i++) {
        if (i % 5 == 0)
            expect(!exists(name_of(i)));
        else
            expect(read_file(name_of(i)) == content_of(i));
    }
}

void live_on_ext4(const std::string& disk) {
    const unsigned count = scaled(2000, 100);
    need_ext4();
    require(succeeds({"mkfs.ext4", "-q", "-F", disk}));
    mount_ext4(disk);
    write_files(count);
    require_equal(umount(mount_point.c_str()), 0);
    expect(succeeds({"fsck.ext4", "-f", "-n", disk}));
    mount_ext4(disk);
    expect_files(count);
    require_equal(umount(mount_point.c_str()), 0);
}

class test_disks {
  public:
    std::string ramdisk(const parameters& given) {
        first_ = std::make_unique<instance>("ramdisk", given);
        return "/dev/ramdisk0";
    }
    std::string nvme() {
        first_ = std::make_unique<instance>("nvme");
        if (!exists("/dev/banosnvme0"))
            skip("the machine has no NVMe device");
        return "/dev/banosnvme0";
    }

    int uninstall() { return first_->uninstall().error; }

  private:
    std::unique_ptr<instance> first_;
};

} // namespace

TEST(fio_on_a_ramdisk) {
    test_disks disks;
    verify_with_fio(disks.ramdisk({"size_mib=64", "queues=2"}));
}

TEST(fio_on_a_sparse_ramdisk) {
    test_disks disks;
    verify_with_fio(disks.ramdisk({"size_mib=64", "sparse=y"}));
}

TEST(fio_on_nvme) {
    test_disks disks;
    verify_with_fio(disks.nvme());
}

TEST(ext4_on_a_ramdisk) {
    test_disks disks;
    live_on_ext4(disks.ramdisk({"size_mib=96", "queues=2"}));
}

TEST(ext4_on_a_sparse_ramdisk_of_large_blocks) {
    test_disks disks;
    live_on_ext4(disks.ramdisk({"size_mib=4096", "sparse=y", "block_size=4096"}));
}

TEST(ext4_on_nvme) {
    test_disks disks;
    live_on_ext4(disks.nvme());
}

TEST(mounted_disk_is_busy_and_can_be_detached) {
    need_ext4();
    if (warns_of_writing_without_disk())
        skip("this kernel warns of writes to a filesystem whose disk is gone");
    for (unsigned round = 0; round < scaled(200, 2); round++) {
        instance ramdisk("ramdisk", {"size_mib=16"});
        require(succeeds({"mkfs.ext4", "-q", "-F", "-O", "^has_journal", "/dev/ramdisk0"}));
        mount_ext4("/dev/ramdisk0");
        std::atomic<bool> ended = false;
        std::thread writer([&] {
            for (unsigned i = 0; !ended; i++)
                write_file(mount_point + "/" + std::to_string(i % 50), content_of(i));
        });
        const answer refused = ramdisk.uninstall();
        expect_equal(refused.error, -EBUSY);
        expect_contains(refused.log, "/dev/ramdisk0 is ");
        expect_equal(ramdisk.detach().error, 0);
        ended = true;
        writer.join();
        expect_equal(umount(mount_point.c_str()), 0);
    }
}

// It forgets its queues; what comes meanwhile waits.
TEST(nvme_sleeps_with_the_machine) {
    test_disks disks;
    const std::string disk = disks.nvme();
    std::atomic<bool> ended = false;
    std::atomic<unsigned> done = 0;
    std::thread load([&] {
        const descriptor file(disk, O_RDWR | O_DIRECT);
        while (!ended && expect_equal(exercise(file.get(), 16 << 20, 65536, 10), 0))
            done++;
    });
    for (unsigned round = 0; round < scaled(20, 2); round++) {
        const unsigned before = done;
        expect(eventually([&] { return done > before + 2; }));
        expect_equal(round % 4 == 3 ? sleep_deeply() : sleep_a_little(), 0);
    }
    ended = true;
    load.join();
}

TEST(nvme_is_pulled_out_under_load) {
    test_disks disks;
    const std::string disk = disks.nvme();
    std::atomic<std::uint64_t> done = 0;
    std::thread reader([&] {
        const descriptor file(disk, O_RDWR | O_DIRECT);
        const aligned_buffer buffer(4096);
        while (write_at(file.get(), buffer, done % 1024 * 4096) == 0)
            done++;
    });
    expect(eventually([&] { return done > 50; }));
    expect_equal(run_program({"monitor", "device_del", "id=nvme0"}), 0);
    reader.join();
    // The driver stays, without a device, once it has let go of that.
    expect(eventually([&] { return !exists(disk) && disks.uninstall() == 0; }));
}
