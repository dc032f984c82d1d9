// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// The kernel is locked down while it runs: then banos installs nothing, as insmod wouldn't.
#include "loader.hpp"
#include "system.hpp"
#include "test.hpp"

#include <cerrno>

using namespace banos::test;

namespace {

const std::string knob = "/sys/kernel/security/lockdown";

} // namespace

TEST(refuses_after) {
    if (!exists(knob))
        skip("this kernel has no lockdown (CONFIG_SECURITY_LOCKDOWN_LSM)");
    instance early("test_empty");
    require_equal(write_file(knob, "integrity"), 0);
    require(contains(read_file(knob), "[integrity]"));
    refused(install_driver("test_empty"), -EPERM, "this kernel is locked down");
    expect_equal(info(early.id()).state, std::uint32_t{BANOS_LIVE});
    expect_equal(early.uninstall().error, 0);
    refused(install_driver("test_empty"), -EPERM, "this kernel is locked down");
}
