// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// The kernel is told, while it runs, to take signed modules only: then banos takes none, as insmod
// wouldn't. There is no way back before a reboot.
#include "driver_image.hpp"
#include "loader.hpp"
#include "system.hpp"
#include "test.hpp"

#include <banos/device.h>
#include <cerrno>

using namespace banos::test;

namespace {

const std::string knob = "/sys/module/module/parameters/sig_enforce";

bool is_enforced() {
    return exists(knob) && read_file(knob).starts_with("Y");
}

} // namespace

TEST(installs_before) {
    const instance driver("test_empty");
}

TEST(refuses_after) {
    if (!exists(knob))
        skip("this kernel knows no signatures of modules (CONFIG_MODULE_SIG)");
    instance early("test_empty");
    require_equal(write_file(knob, "1"), 0);
    require(is_enforced());
    refused(install_driver("test_empty"), -EKEYREJECTED, "the image has no signature");
    refused(install(sample_file()), -EKEYREJECTED, "the image has no signature");
    // What is there can be asked about and be taken away.
    expect_equal(info(early.id()).state, std::uint32_t{BANOS_LIVE});
}

TEST(uninstalls_after) {
    if (!is_enforced())
        skip("this kernel knows no signatures of modules (CONFIG_MODULE_SIG)");
    banos_shim_info shim = {};
    shim.size = sizeof(shim);
    require_equal(banos_abi_shim(&shim), 0);
    expect((shim.flags & BANOS_SHIM_SIGNATURES_ENFORCED) != 0);
    expect(list_instances().empty());
}
