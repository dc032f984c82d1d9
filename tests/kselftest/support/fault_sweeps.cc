// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
#include "fault_sweeps.hpp"

#include "test.hpp"

#include <algorithm>
#include <fcntl.h>

namespace banos::test {

namespace {

void say(const std::string& what, unsigned faults) {
    ksft_print_msg("%s: %u allocations failed\n", what.c_str(), faults);
}

// A check that the figures are what they are now, or become so: what was freed may take a while.
std::function<void()> as_now() {
    const usage before = current_usage();
    return [before] {
        usage now;
        if (!eventually([&] { return (now = usage_at_once()) == before; }, 20))
            expect_equal(now, before);
    };
}

int out_of_memory_or(int error, errors also = {}) {
    if (error != 0 && std::find(also.begin(), also.end(), -error) == also.end())
        expect_equal(error, -ENOMEM);
    return error;
}

} // namespace

void wait_for_late_releases() {
    require(eventually([] { return usage_at_once().names == 0; }, 60));
}

void install_and_uninstall(const fault_injection& faults, const char* driver,
                           const parameters& given, unsigned stride) {
    const descriptor image(driver_path(driver), O_RDONLY);
    std::uint64_t id = 0;
    const auto install = [&] {
        const answer result = install_fd(image.get(), given);
        id = result.error == 0 ? result.id : 0;
        return out_of_memory_or(result.error);
    };
    const auto undo = [&] { require_equal(uninstall(id).error, 0); };
    say(std::string("install of ") + driver, sweep(faults, {install, undo, as_now(), stride}));

    require_equal(install(), 0);
    const auto remove = [&] { return out_of_memory_or(uninstall(id).error); };
    const auto install_again = [&] { require_equal(install(), 0); };
    say(std::string("uninstall of ") + driver,
        sweep(faults, {remove, install_again, as_now(), stride}));
    require_equal(uninstall(id).error, 0);
}

void use(const std::string& what, const fault_injection& faults, const std::function<int()>& body,
         const std::function<void()>& undo, errors also) {
    const auto attempt = [&] { return out_of_memory_or(body(), also); };
    const std::function<void()> check = as_now();
    const auto undo_and_check = [&] {
        undo();
        check();
    };
    say(what, sweep(faults, {attempt, [] {}, undo_and_check}));
}

} // namespace banos::test
