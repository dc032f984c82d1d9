// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
#include "power.hpp"

#include "system.hpp"
#include "test.hpp"

namespace banos::test {

int sleep_a_little() {
    if (write_file("/sys/power/pm_test", "devices") != 0)
        skip("this kernel cannot pretend to sleep");
    write_file("/sys/module/suspend/parameters/pm_test_delay", "1");
    const int error = write_file("/sys/power/state", "freeze");
    write_file("/sys/power/pm_test", "none");
    return error;
}

int sleep_deeply() {
    const std::string alarm = "/sys/class/rtc/rtc0/wakealarm";
    if (!contains(read_file("/sys/power/state"), "mem") ||
        !contains(read_file("/sys/power/mem_sleep"), "deep") || !exists(alarm)) {
        ksft_print_msg("this machine has no deep sleep\n");
        return 0;
    }
    write_file(alarm, "0");
    const int error = write_file(alarm, "+4");
    return error != 0 ? error : write_file("/sys/power/state", "mem");
}

} // namespace banos::test
