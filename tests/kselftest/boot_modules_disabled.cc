// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// kernel.modules_disabled ends the loading of modules until the machine reboots: of drivers, too,
// also for somebody who mounts something else over /proc.
#include "loader.hpp"
#include "process.hpp"
#include "system.hpp"
#include "test.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

using namespace banos::test;

namespace {

const std::string knob = "/proc/sys/kernel/modules_disabled";
constexpr std::string_view sentence = "kernel.modules_disabled is set";

void say_that_banos_stays() {
    require_equal(write_file("/tmp/banos-stays", ""), 0);
}

} // namespace

TEST(refuses_after) {
    instance early("test_empty");
    require_equal(write_file(knob, "1"), 0);
    say_that_banos_stays();
    refused(install_driver("test_empty"), -EPERM, sentence);
    expect_equal(early.uninstall().error, 0);
    refused(install_driver("test_empty"), -EPERM, sentence);
}

TEST(cannot_be_hidden) {
    const int status = in_child([] {
        if (unshare(CLONE_NEWNS) != 0 ||
            mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0)
            return 1;
        // Made before /proc is covered, because libbanos-device needs none of it.
        require_equal(write_file("/tmp/zero", "0\n"), 0);
        if (mount("/tmp/zero", knob.c_str(), nullptr, MS_BIND, nullptr) != 0)
            return 2;
        if (read_file(knob) != "0\n")
            return 3;
        return install_driver("test_empty").error == -EPERM ? 0 : 4;
    });
    expect_equal(status, 0);
}
