// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "ctl_fixture.hpp"

#include <cerrno>

namespace banos::test {
namespace {

using ctl::status;
using lines = std::vector<std::string>;

class ctl_uninstall : public ctl_test {};

TEST_F(ctl_uninstall, takes_ids_and_names) {
    kernel.add("a");
    kernel.add("b");
    kernel.add("c");
    EXPECT_EQ(run({"uninstall", "2"}).end, status::done);
    EXPECT_EQ(run({"uninstall", "c", "1"}).end, status::done);
    EXPECT_EQ(kernel.done, (lines{"uninstall 2", "uninstall 3", "uninstall 1"}));
}

TEST_F(ctl_uninstall, takes_dependents_first) {
    kernel.add("base");
    kernel.add("middle", {1});
    kernel.add("top", {1, 2});
    EXPECT_EQ(run({"uninstall", "base", "top", "middle"}).end, status::done);
    EXPECT_EQ(kernel.done, (lines{"uninstall 3", "uninstall 2", "uninstall 1"}));
}

TEST_F(ctl_uninstall, takes_all_in_the_right_order) {
    // The provider of 1 is younger than it is: found at run time.
    kernel.add("user");
    kernel.add("other");
    kernel.add("provider");
    kernel.instances[1].providers = {3};
    kernel.instances[1].info.providers = 1;
    const auto end = run({"uninstall", "--all", "--json"});
    EXPECT_EQ(end.end, status::done);
    EXPECT_TRUE(kernel.instances.empty());
    EXPECT_EQ(end.document()["uninstalled"], ctl::json({1, 3, 2}));
}

TEST_F(ctl_uninstall, tries_all_of_a_circle) {
    kernel.add("a");
    kernel.add("b", {1});
    kernel.instances[1].providers = {2};
    kernel.instances[1].info.providers = 1;
    const auto end = run({"uninstall", "--all"});
    EXPECT_EQ(end.end, status::busy);
    EXPECT_NE(end.err.find("1 (a): instance 2 is bound to it"), std::string::npos);
    EXPECT_NE(end.err.find("2 (b): instance 1 is bound to it"), std::string::npos);
}

TEST_F(ctl_uninstall, does_nothing_where_nothing_is) {
    EXPECT_EQ(run({"uninstall", "--all"}).end, status::done);
}

TEST_F(ctl_uninstall, removes_a_thousand) {
    kernel.add("base");
    for (int i = 0; i < 999; i++)
        kernel.add("user", {1});
    kernel.page = 100;
    EXPECT_EQ(run({"uninstall", "-a"}).end, status::done);
    EXPECT_TRUE(kernel.instances.empty());
    EXPECT_EQ(kernel.done.back(), "uninstall 1");
}

TEST_F(ctl_uninstall, asks_which_one_is_meant) {
    kernel.add("ring");
    kernel.add("other");
    kernel.add("ring");
    const auto end = run({"uninstall", "other", "ring"});
    EXPECT_EQ(end.end, status::usage);
    EXPECT_EQ(end.err,
              "banosctl: ring: several instances have this name: give one of the ids 1, 3\n");
    EXPECT_TRUE(kernel.done.empty()) << "nothing goes before all are found";
}

TEST_F(ctl_uninstall, takes_one_that_is_named_twice_once) {
    kernel.add("ring");
    EXPECT_EQ(run({"uninstall", "ring", "1"}).end, status::done);
    EXPECT_EQ(kernel.done, lines{"uninstall 1"});
}

TEST_F(ctl_uninstall, says_who_keeps_it) {
    kernel.add("ring").busy = "/dev/ring0 is open in process 4711";
    const auto end = run({"uninstall", "ring"});
    EXPECT_EQ(end.end, status::busy);
    EXPECT_EQ(end.err, "banosctl: 1 (ring): /dev/ring0 is open in process 4711\n");
    EXPECT_EQ(run({"uninstall", "--detach", "ring"}).end, status::done);
    EXPECT_EQ(kernel.done, lines{"uninstall 1 detach"});
}

TEST_F(ctl_uninstall, goes_on_with_the_others) {
    kernel.add("a").busy = "in use";
    kernel.add("b");
    const auto end = run({"uninstall", "--all", "--json"});
    EXPECT_EQ(end.end, status::busy);
    EXPECT_EQ(end.document()["uninstalled"], ctl::json({2}));
    EXPECT_EQ(end.document()["errors"].size(), 1U);
}

TEST_F(ctl_uninstall, hands_the_time_limit_over) {
    kernel.add("a");
    kernel.add("b");
    EXPECT_EQ(run({"uninstall", "--detach", "--timeout", "2.5", "a"}).end, status::done);
    EXPECT_EQ(kernel.last_timeout_ms, 2500U);
    EXPECT_EQ(run({"uninstall", "--detach", "b"}).end, status::done);
    EXPECT_EQ(kernel.last_timeout_ms, 0U);
}

TEST_F(ctl_uninstall, refuses_command_lines_that_mean_nothing) {
    kernel.add("a");
    for (const lines& arguments : {
             lines{"uninstall"},
             lines{"uninstall", "--all", "a"},
             lines{"uninstall", "--timeout", "3", "a"},
             lines{"uninstall", "--detach", "--timeout", "0", "a"},
             lines{"uninstall", "--detach", "--timeout", "-1", "a"},
             lines{"uninstall", "--detach", "--timeout", "nan", "a"},
             lines{"uninstall", "--detach", "--timeout", "1e99", "a"},
             lines{"uninstall", "--detach", "--timeout", "soon", "a"},
         })
        EXPECT_EQ(run(arguments).end, status::usage) << testing::PrintToString(arguments);
    EXPECT_TRUE(kernel.done.empty());
}

TEST_F(ctl_uninstall, finds_no_instance) {
    kernel.add("a");
    for (const char* target : {"2", "b", "18446744073709551616", ""})
        EXPECT_EQ(run({"uninstall", target}).end, status::instance) << target;
    EXPECT_EQ(run({"uninstall", "1", "2"}).end, status::instance);
    EXPECT_TRUE(kernel.done.empty());
}

TEST_F(ctl_uninstall, ends_with_a_status_for_each_kind_of_refusal) {
    const std::vector<std::pair<int, status>> table{
        {ENOENT, status::instance},  {EBUSY, status::busy},       {ETIMEDOUT, status::busy},
        {EALREADY, status::busy},    {EPERM, status::permission}, {EACCES, status::permission},
        {ENOMEM, status::resources}, {E2BIG, status::version},    {EIO, status::other},
    };
    kernel.add("a");
    for (const auto& [error, expected] : table) {
        kernel.refused[BANOS_UNINSTALL] = {error};
        EXPECT_EQ(run({"uninstall", "1"}).end, expected) << error;
    }
    kernel.open_error = ENXIO;
    EXPECT_EQ(run({"uninstall", "1"}).end, status::absent);
}

} // namespace
} // namespace banos::test
