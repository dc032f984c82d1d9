// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
//
// Installs that fail, thousands of them and at every step, leave nothing behind.
#include "driver_image.hpp"
#include "loader.hpp"
#include "memory_usage.hpp"
#include "system.hpp"
#include "test.hpp"

#include <cerrno>
#include <elf.h>
#include <functional>

using namespace banos::test;

namespace {

struct failure {
    const char* step;
    std::function<answer()> install;
};

bytes bad_magic() {
    bytes file = sample_file();
    file[0] = 0;
    return file;
}

bytes truncated() {
    bytes file = sample_file();
    file.resize(file.size() / 2);
    return file;
}

bytes bad_section() {
    bytes file = sample_file();
    section_of(file, ".text").sh_flags |= SHF_WRITE;
    return file;
}

bytes bad_driver() {
    driver_image image;
    image.set64(image.driver, 0, 8);
    return image.write();
}

bytes too_new() {
    driver_image image;
    image.set32(image.driver, offsetof(banos_driver, minimal_banos_version), ~0U);
    return image.write();
}

// Found out when everything has its place.
bytes bad_relocation() {
    driver_image image;
    image.add_export("banos_x_sample_function", image.text, uninit_offset);
    image.relocate(image.data, 16, R_X86_64_32, image.init);
    return image.write();
}

bytes too_much_data() {
    driver_image image;
    image.section(image.bss).nobits_size = 16U << 20;
    return image.write();
}

std::vector<failure> failures() {
    return {
        {"not ELF", [] { return install(bad_magic()); }},
        {"truncated", [] { return install(truncated()); }},
        {"bad section", [] { return install(bad_section()); }},
        {"bad struct", [] { return install(bad_driver()); }},
        {"too new", [] { return install(too_new()); }},
        {"bad relocation", [] { return install(bad_relocation()); }},
        {"no room", [] { return install(too_much_data()); }},
        {"no file", [] { return install_fd(-1); }},
        {"unresolved", [] { return install_driver("test_unresolved"); }},
        {"for GPL only", [] { return install_driver("test_gpl_thief"); }},
        {"same name", [] { return install_driver("test_twin"); }},
        {"unknown parameter", [] { return install_driver("test_parameters", {"unknown=1"}); }},
        {"bad value", [] { return install_driver("test_parameters", {"list=1,2,3,4,x"}); }},
        {"init fails", [] { return install_driver("test_answer", {"answer=-5"}); }},
        {"init is wrong", [] { return install_driver("test_answer", {"answer=5"}); }},
        {"init forgets", [] { return install_driver("test_forgets", {"answer=-5"}); }},
        {"consumer of nobody", [] { return install_driver("test_hold_user"); }},
    };
}

// False when one of them succeeded.
bool fail_often(unsigned rounds) {
    const std::vector<failure> all = failures();
    for (unsigned i = 0; i < rounds; i++) {
        const failure& next = all[i % all.size()];
        const answer result = next.install();
        if (result.error == 0) {
            fail(__FILE__, __LINE__, std::string(next.step) + ": was installed");
            return false;
        }
        if (result.log.empty()) {
            fail(__FILE__, __LINE__, std::string(next.step) + ": without a sentence");
            return false;
        }
    }
    return true;
}

} // namespace

TEST(each_failure_alone) {
    const instance provider("provider"); // the reason why test_twin fails
    const usage before = current_usage();
    for (const failure& failure : failures()) {
        const answer result = failure.install();
        expect(result.error != 0);
        const bool clean = eventually([&] { return current_usage() == before; }, 10);
        if (!clean)
            fail(__FILE__, __LINE__, std::string(failure.step) + ": " + text_of(current_usage()));
    }
}

// An object that each failure of one step would leave behind is found by its number: one in
// 17 of the failures. Half of that are tolerated, for what the kernel itself does meanwhile.
TEST(many_mixed_failures) {
    const unsigned rounds = scaled(10000, 1020);
    const instance provider("provider");
    require(fail_often(170)); // what is allocated once is there
    const no_trace check;
    const memory_usage before = current_memory();
    require(fail_often(rounds));
    const std::uint64_t tolerated = rounds / failures().size() / 2;
    expect_equal(lasting_growth(before, tolerated, 4 * tolerated), "");
}
