// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// Every boot of a kernel with kmemleak ends with its scan, and a leak fails the run. That says
// something only if a leak would be found: here is one on purpose.
#include "probe.hpp"
#include "system.hpp"
#include "test.hpp"

#include <string>

using namespace banos::test;

namespace {

const std::string kmemleak = "/sys/kernel/debug/kmemleak";
const std::string leak = "/sys/module/banos_test_probe/parameters/leak";

// Memory counts as leaked only when it is some seconds old.
bool leak_is_found() {
    return eventually([] {
        require_equal(write_file(kmemleak, "scan"), 0);
        return contains(read_file(kmemleak), "[banos_test_probe]");
    });
}

} // namespace

TEST(leak_on_purpose_is_found) {
    if (!exists(kmemleak))
        skip("this kernel has no kmemleak (CONFIG_DEBUG_KMEMLEAK)");
    const prober module;
    require_equal(write_file(leak, "1"), 0);
    expect(leak_is_found());
    require_equal(write_file(leak, "0"), 0);
    expect(!contains(read_file(kmemleak), "[banos_test_probe]"));
}
