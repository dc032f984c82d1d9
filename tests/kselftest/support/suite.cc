// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
#include "suite.hpp"

#include "report.h"
#include "test.hpp"

#include <cerrno>
#include <csignal>
#include <exception>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <system_error>

namespace banos::test {

suite_driver::suite_driver(std::string_view name, const parameters& given)
    : driver_(name, given), path_("/dev/" + std::string(name)), node_(path_, O_RDWR) {}

suite_driver::~suite_driver() {
    try {
        for (const banos_resource_info& resource : resources_of(id()))
            expect_equal(std::string(resource.kind) + " " + std::to_string(resource.count),
                         "character device 1");
        expect_equal(info(id()).heap_size, std::uint64_t{0});
    } catch (const std::exception& error) {
        fail(__FILE__, __LINE__, error.what());
    }
    node_.close();
}

int suite_driver::command(unsigned number, void* argument) const {
    const int result = ioctl(node(), number, argument);
    return result < 0 ? -errno : result;
}

int suite_driver::command(unsigned number, std::uint64_t argument) const {
    const int result = ioctl(node(), number, argument);
    return result < 0 ? -errno : result;
}

void suite_driver::run(std::string_view name) {
    suite_report report = {};
    while (command(SUITE_DESCRIBE, &report) == 0 && name != report.name)
        report.number++;
    require_equal(std::string(report.name), name);
    require_equal(command(SUITE_RUN, &report), 0);
    if (report.status == SUITE_SKIPPED)
        skip(report.text);
    if (report.status != SUITE_PASSED)
        throw std::runtime_error(report.text);
}

std::uint64_t count_of(std::uint64_t id, std::string_view kind) {
    for (const banos_resource_info& resource : resources_of(id))
        if (kind == resource.kind)
            return resource.count;
    return 0;
}

std::string thread_name(pid_t id) {
    std::string name = read_file("/proc/" + std::to_string(id) + "/comm");
    name.erase(name.find_last_not_of('\n') + 1);
    return name;
}

// Some kernels keep no more of some names than these bytes.
static bool shows(std::string_view name, std::string_view part) {
    constexpr std::size_t kept = 15;
    return name.find(part) != std::string_view::npos || name == part.substr(0, kept);
}

pid_t thread_named(std::string_view part) {
    for (const std::string& entry : entries_of("/proc")) {
        if (entry.find_first_not_of("0123456789") != std::string::npos)
            continue;
        try {
            const pid_t id = std::stoi(entry);
            if (shows(thread_name(id), part))
                return id;
        } catch (const std::system_error&) {
            continue; // it has ended
        }
    }
    return 0;
}

void catch_signal(int number, bool restart) {
    struct sigaction action = {};
    action.sa_handler = [](int) {};
    action.sa_flags = restart ? SA_RESTART : 0;
    if (sigaction(number, &action, nullptr) != 0)
        throw std::system_error(errno, std::generic_category(), "sigaction");
}

void run_case(std::string_view driver, std::string_view name) {
    const usage before = current_usage();
    {
        suite_driver suite(driver);
        suite.run(name);
    }
    expect_equal(current_usage(), before);
}

} // namespace banos::test
