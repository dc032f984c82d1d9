// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// Memory runs out at every single allocation while disks come, are used and go; each time
// everything is as it was before. Takes a kernel that injects faults.
#include "block.hpp"
#include "fault_sweeps.hpp"
#include "loader.hpp"
#include "system.hpp"
#include "test.hpp"

#include <cerrno>
#include <fcntl.h>
#include <functional>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <unistd.h>

using namespace banos::test;

namespace {

const parameters small_disk = {"size_mib=1", "queues=1"};
const parameters sparse_disk = {"size_mib=1", "sparse=y"};
const parameters both_legs = {"first=/dev/ramdisk0", "second=/dev/ramdisk1"};

// Such a kernel lets go of disks after seconds only.
unsigned stride() {
    return scaled(1, 12);
}

int open_and(const char* path, int flags, const std::function<int(int)>& body) {
    const int file = open(path, flags | O_CLOEXEC, 0644);
    if (file < 0)
        return -errno;
    const int error = body(file);
    close(file);
    return error;
}

// Past the kernel's memory, and through it.
void use_disk(const fault_injection& faults, const std::string& disk) {
    const aligned_buffer buffer(65536);
    for (const int how : {O_DIRECT, 0}) {
        const std::string manner = how == O_DIRECT ? " directly" : "";
        const auto write = [&](int file) {
            const int error = write_at(file, buffer, 4096);
            return error != 0 ? error : error_of(fsync(file));
        };
        const auto read = [&](int file) { return read_at(file, buffer, 4096); };
        use(
            "write to " + disk + manner, faults,
            [&] { return open_and(disk.c_str(), O_RDWR | how, write); }, [] {}, {EIO});
        use(
            "read from " + disk + manner, faults,
            [&] { return open_and(disk.c_str(), O_RDONLY | how, read); }, [] {}, {EIO});
    }
}

} // namespace

TEST(disk_comes_and_goes) {
    const fault_injection faults;
    wait_for_late_releases();
    install_and_uninstall(faults, "ramdisk", small_disk, stride());
}

TEST(disk_is_used) {
    const fault_injection faults;
    wait_for_late_releases();
    const instance ramdisk("ramdisk", small_disk);
    use_disk(faults, "/dev/ramdisk0");
}

TEST(sparse_disk_is_used) {
    const fault_injection faults;
    wait_for_late_releases();
    const instance ramdisk("ramdisk", sparse_disk);
    const descriptor disk("/dev/ramdisk0", O_RDWR | O_DIRECT);
    const aligned_buffer buffer(65536);
    const auto forget = [&] {
        std::uint64_t whole[] = {0, 1 << 20};
        require_equal(ioctl(disk.get(), BLKDISCARD, whole), 0);
    };
    use("write where nothing was", faults, [&] { return write_at(disk.get(), buffer, 0); }, forget,
        {EIO, ENOSPC});
}

TEST(mirror_comes_and_goes) {
    const fault_injection faults;
    wait_for_late_releases();
    const instance first("ramdisk", small_disk);
    const instance second("ramdisk", small_disk);
    install_and_uninstall(faults, "mirror", both_legs, stride());
}

TEST(mirror_is_used) {
    const fault_injection faults;
    wait_for_late_releases();
    const instance first("ramdisk", small_disk);
    const instance second("ramdisk", small_disk);
    const instance mirror("mirror", both_legs);
    use_disk(faults, "/dev/mirror0");
}
