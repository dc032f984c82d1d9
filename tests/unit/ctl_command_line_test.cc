// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "ctl_fixture.hpp"

#include "status.h"

#include <cerrno>
#include <fstream>
#include <set>
#include <sstream>

namespace banos::test {
namespace {

using ctl::status;
using lines = std::vector<std::string>;

class ctl_command_line : public ctl_test {};

constexpr const char* commands[] = {"install", "uninstall",  "list",      "info",     "exports",
                                    "graph",   "check",      "preflight", "index",    "probe",
                                    "abi",     "statistics", "monitor",   "lock-down"};

TEST_F(ctl_command_line, has_help_for_every_command) {
    const auto help = run({"--help"});
    EXPECT_EQ(help.end, status::done);
    for (const char* command : commands) {
        EXPECT_NE(help.out.find(command), std::string::npos) << command;
        const auto own = run({command, "--help"});
        EXPECT_EQ(own.end, status::done) << command;
        EXPECT_NE(own.out.find(std::string("banosctl ") + command), std::string::npos) << own.out;
        EXPECT_NE(own.out.find("--json"), std::string::npos) << command;
        EXPECT_NE(own.out.find("--verbose"), std::string::npos) << command;
        EXPECT_EQ(own.err, "");
    }
    EXPECT_TRUE(kernel.done.empty());
}

TEST_F(ctl_command_line, tells_its_version) {
    const auto end = run({"--version"});
    EXPECT_EQ(end.end, status::done);
    EXPECT_EQ(end.out.find("banosctl 0."), 0U) << end.out;
}

TEST_F(ctl_command_line, refuses_what_it_does_not_understand) {
    for (const lines& arguments :
         {lines{}, lines{"frobnicate"}, lines{"--frob"}, lines{"list", "--frob"},
          lines{"list", "extra"}, lines{"install"}, lines{"check"}, lines{"info"}, lines{"index"},
          lines{"probe"}, lines{"probe", "a", "b"}, lines{"preflight"}, lines{"preflight", "--abi"},
          lines{"preflight", "--kernel"}, lines{"preflight", "--abi", "a", "--kernel", "b", "c"},
          lines{"monitor", "-n", "x"}, lines{"monitor", "-n", "-1"}, lines{"list", "list"}}) {
        const auto end = run(arguments);
        EXPECT_EQ(end.end, status::usage) << testing::PrintToString(arguments);
        EXPECT_EQ(end.out, "");
        EXPECT_EQ(end.err.find("banosctl: "), 0U) << end.err;
        EXPECT_EQ(std::count(end.err.begin(), end.err.end(), '\n'), 1) << end.err;
    }
}

TEST_F(ctl_command_line, refuses_in_json_too) {
    const auto end = run({"list", "--frob", "--json"});
    EXPECT_EQ(end.document()["errors"][0]["status"], static_cast<int>(status::usage));
}

TEST_F(ctl_command_line, takes_words_of_commands_as_names) {
    kernel.add("list");
    EXPECT_EQ(run({"uninstall", "list"}).end, status::done);
    EXPECT_TRUE(kernel.instances.empty());
}

TEST_F(ctl_command_line, takes_everything_behind_two_dashes_as_names) {
    EXPECT_EQ(run({"uninstall", "--", "--all"}).end, status::instance);
}

TEST_F(ctl_command_line, notices_that_its_output_is_lost) {
    std::istringstream in;
    std::ofstream full("/dev/full");
    std::ostringstream err;
    ctl::session now{.in = in, .out = full, .err = err};
    EXPECT_EQ(ctl::run({"list"}, now), static_cast<int>(status::file));
    EXPECT_EQ(err.str(), "banosctl: standard output cannot be written\n");
}

TEST(ctl_status, names_errno_numbers) {
    EXPECT_EQ(ctl::number_name(ENOENT), "ENOENT");
    EXPECT_EQ(ctl::number_name(4711), "errno 4711");
}

} // namespace
} // namespace banos::test
