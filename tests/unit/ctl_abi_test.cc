// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "ctl_fixture.hpp"

#include <cerrno>

namespace banos::test {
namespace {

using ctl::status;

class ctl_abi : public ctl_test {};

TEST_F(ctl_abi, shows_what_the_shim_offers) {
    kernel.offer("banos_random", BANOS_SYMBOL_GPL_ONLY);
    kernel.offer("banos_magic", BANOS_SYMBOL_ABSENT, "this kernel has no magic");
    kernel.structs.push_back({sizeof(banos_struct_info), 0, 64, "banos_chrdev_options"});
    kernel.shim.flags = BANOS_SHIM_IBT_ENFORCED;
    EXPECT_EQ(run({"abi"}).out,
              "banos 0.9.0 for x86_64 on Linux 6.1.0-test (generic)\n"
              "IBT is enforced: images without it are refused\n"
              "\n"
              "SYMBOL          SINCE  FOR  STATE\n"
              "banos_dprintln  0.9.0  all  here\n"
              "banos_magic     0.9.0  all  unsupported here: this kernel has no magic\n"
              "banos_random    0.9.0  GPL  here\n"
              "\n"
              "STRUCT                SIZE\n"
              "banos_chrdev_options    64\n");
    const auto document = run({"abi", "--json"}).document();
    EXPECT_EQ(document["version"], "0.9.0");
    EXPECT_EQ(document["machine"], 62);
    EXPECT_EQ(document["ibt_enforced"], true);
    EXPECT_EQ(document["symbols"].size(), 3U);
    EXPECT_EQ(document["symbols"][1]["reason"], "this kernel has no magic");
    EXPECT_EQ(document["structs"][0]["size"], 64);
}

TEST_F(ctl_abi, lists_hundreds_of_symbols) {
    for (int i = 0; i < 700; i++)
        kernel.offer("banos_symbol_" + std::to_string(i));
    kernel.page = 10;
    EXPECT_EQ(run({"abi", "--json"}).document()["symbols"].size(), 701U);
}

TEST_F(ctl_abi, shows_every_counter) {
    kernel.statistics.installs = 12;
    kernel.statistics.resources_reclaimed = 99;
    const auto document = run({"statistics", "--json"}).document();
    EXPECT_EQ(document["installs"], 12);
    EXPECT_EQ(document["resources_reclaimed"], 99);
    EXPECT_EQ(document.size() * sizeof(std::uint64_t),
              sizeof(banos_statistics) - offsetof(banos_statistics, instances))
        << "every member of the struct has its line";
    const auto text = run({"statistics"}).out;
    EXPECT_NE(text.find("resources_reclaimed     99\n"), std::string::npos) << text;
}

TEST_F(ctl_abi, locks_down) {
    EXPECT_EQ(run({"lock-down"}).end, status::done);
    EXPECT_TRUE(kernel.locked_down);
    EXPECT_EQ(run({"--json", "lock-down"}).document()["locked_down"], true);
    kernel.refused[BANOS_LOCK_DOWN] = {EPERM, "not the superuser of the machine"};
    const auto end = run({"lock-down"});
    EXPECT_EQ(end.end, status::permission);
    EXPECT_EQ(end.err, "banosctl: not the superuser of the machine\n");
}

TEST_F(ctl_abi, needs_a_kernel_side) {
    kernel.open_error = ENOENT;
    for (const char* command : {"abi", "statistics", "lock-down"})
        EXPECT_EQ(run({command}).end, status::absent) << command;
    kernel.open_error = 0;
    kernel.refused[BANOS_ABI] = kernel.refused[BANOS_STATISTICS] = {ENOTTY};
    for (const char* command : {"abi", "statistics"})
        EXPECT_EQ(run({command}).end, status::version) << command;
}

} // namespace
} // namespace banos::test
