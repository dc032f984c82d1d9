// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// Memory runs out at every single allocation of an install, of use and of an uninstall, one after
// the other; each time everything is as it was before. Takes a kernel that injects faults.
#include "fault_sweeps.hpp"
#include "loader.hpp"
#include "system.hpp"
#include "test.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

using namespace banos::test;

namespace {

constexpr std::size_t page = 4096;

int write_and_read(const char* path) {
    char bytes[] = "a line that is longer than nothing\n";
    const int node = open(path, O_RDWR | O_CLOEXEC);
    if (node < 0)
        return -errno;
    int error = error_of(write(node, bytes, sizeof(bytes)));
    if (error == 0)
        error = error_of(read(node, bytes, sizeof(bytes)));
    close(node);
    return error;
}

int map(int node) {
    void* there = mmap(nullptr, page, PROT_READ, MAP_SHARED, node, 0);
    if (there == MAP_FAILED)
        return -errno;
    munmap(there, page);
    return 0;
}

int map_after_open(const char* path) {
    const int node = open(path, O_RDWR | O_CLOEXEC);
    if (node < 0)
        return -errno;
    const int error = map(node);
    close(node);
    return error;
}

template<typename Ask>
int answer_of_question(Ask ask) {
    try {
        ask();
        return 0;
    } catch (const failed& why) {
        return contains(why.what(), std::to_string(-ENOMEM)) ? -ENOMEM : -EIO;
    }
}

} // namespace

TEST(smallest_driver) {
    const fault_injection faults;
    wait_for_late_releases();
    install_and_uninstall(faults, "test_empty");
}

TEST(driver_with_devices) {
    const fault_injection faults;
    wait_for_late_releases();
    install_and_uninstall(faults, "ring", {"count=1"});
}

TEST(driver_with_parameters) {
    const fault_injection faults;
    wait_for_late_releases();
    install_and_uninstall(faults, "test_parameters");
}

TEST(driver_that_needs_another) {
    const fault_injection faults;
    wait_for_late_releases();
    const instance provider("provider");
    install_and_uninstall(faults, "consumer");
}

TEST(use_of_a_device) {
    const fault_injection faults;
    wait_for_late_releases();
    const instance ring("ring");
    use("write and read", faults, [] { return write_and_read("/dev/ring0"); });
    use("map", faults, [] { return map_after_open("/dev/ring0"); });
}

TEST(questions) {
    const fault_injection faults;
    wait_for_late_releases();
    const instance ring("ring");
    use("statistics", faults, [] { return answer_of_question([] { statistics(); }); });
    use("list", faults, [] { return answer_of_question([] { list_instances(); }); });
    use("information", faults, [&] { return answer_of_question([&] { info(ring.id()); }); });
    use("resources", faults, [&] { return answer_of_question([&] { resources_of(ring.id()); }); });
}
