// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// Only the superuser of the machine installs and uninstalls, however the descriptor of /dev/banos
// got to another one.
#include "loader.hpp"
#include "process.hpp"
#include "system.hpp"
#include "test.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <linux/capability.h>
#include <sched.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

using namespace banos::test;

namespace {

constexpr uid_t user = 1000;
constexpr std::string_view sentence =
    "not permitted: needs CAP_SYS_MODULE in the initial user namespace";

// Descriptors that somebody with rights opened.
struct passed {
    descriptor control{BANOS_CONTROL_PATH, O_RDWR};
    descriptor image{driver_path("test_empty"), O_RDONLY};
};

template<typename Request>
int command_says(const passed& descriptors, unsigned number, Request request) {
    char log[256] = "";
    request.request.size = sizeof(request);
    request.request.log = reinterpret_cast<std::uintptr_t>(log);
    request.request.log_size = sizeof(log);
    const int error = command_on(descriptors.control.get(), number, &request);
    if (error == -EPERM && !contains(log, sentence)) {
        fail(__FILE__, __LINE__, std::string("the log says: ") + log);
        return 0;
    }
    return error;
}

int try_install(const passed& descriptors) {
    banos_install_request request = {};
    request.image_fd = descriptors.image.get();
    return command_says(descriptors, BANOS_INSTALL, request);
}

int try_uninstall(const passed& descriptors, std::uint64_t id) {
    banos_uninstall_request request = {};
    request.id = id;
    return command_says(descriptors, BANOS_UNINSTALL, request);
}

int try_lock_down(const passed& descriptors) {
    return command_says(descriptors, BANOS_LOCK_DOWN, banos_lock_down_request());
}

// 0 if everything that changes something is refused.
int everything_is_refused(const passed& descriptors, std::uint64_t id) {
    if (try_install(descriptors) != -EPERM)
        return 10;
    if (try_uninstall(descriptors, id) != -EPERM)
        return 11;
    return try_lock_down(descriptors) == -EPERM ? 0 : 12;
}

int drop_module_capability() {
    __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    __user_cap_data_struct data[2] = {};
    if (syscall(SYS_capget, &header, data) != 0)
        return -errno;
    data[0].effective &= ~(1U << CAP_SYS_MODULE);
    data[0].permitted &= ~(1U << CAP_SYS_MODULE);
    return syscall(SYS_capset, &header, data) == 0 ? 0 : -errno;
}

} // namespace

TEST(node_is_for_root_only) {
    struct stat status = {};
    require_equal(stat(BANOS_CONTROL_PATH, &status), 0);
    expect_equal(status.st_mode & 07777, 0600U);
    expect_equal(status.st_uid, 0U);
    const int result = in_child([] {
        return setuid(user) == 0 && open(BANOS_CONTROL_PATH, O_RDWR) < 0 && errno == EACCES ? 0 : 1;
    });
    expect_equal(result, 0);
}

TEST(superuser_with_passed_descriptors) {
    const passed descriptors;
    banos_install_request request = {};
    request.request.size = sizeof(request);
    request.image_fd = descriptors.image.get();
    require_equal(command_on(descriptors.control.get(), BANOS_INSTALL, &request), 0);
    expect_equal(uninstall(request.id).error, 0);
}

TEST(user_with_passed_descriptors) {
    const no_trace check;
    const instance driver("test_empty");
    const passed descriptors;
    const int result = in_child(
        [&] { return setuid(user) == 0 ? everything_is_refused(descriptors, driver.id()) : 1; });
    expect_equal(result, 0);
    expect_equal(info(driver.id()).state, std::uint32_t{BANOS_LIVE});
}

TEST(root_without_the_capability) {
    const no_trace check;
    const instance driver("test_empty");
    const passed descriptors;
    const int result = in_child([&] {
        return drop_module_capability() == 0 ? everything_is_refused(descriptors, driver.id()) : 1;
    });
    expect_equal(result, 0);
}

TEST(root_of_a_user_namespace) {
    const no_trace check;
    const instance driver("test_empty");
    const passed descriptors;
    const int result = in_child([&] {
        if (unshare(CLONE_NEWUSER) != 0)
            return 1;
        if (write_file("/proc/self/uid_map", "0 0 1") != 0 || getuid() != 0)
            return 2;
        return everything_is_refused(descriptors, driver.id());
    });
    if (result == 1)
        skip("this kernel has no user namespaces");
    expect_equal(result, 0);
}

// Asking is no change: whoever was given the descriptor may.
TEST(user_may_ask) {
    const passed descriptors;
    const int result = in_child([&] {
        banos_list_request request = {};
        request.request.size = sizeof(request);
        return setuid(user) == 0 ? -command_on(descriptors.control.get(), BANOS_LIST, &request) : 1;
    });
    expect_equal(result, 0);
}
