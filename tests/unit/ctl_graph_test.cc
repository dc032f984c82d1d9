// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "ctl_fixture.hpp"

#include <algorithm>

namespace banos::test {
namespace {

class ctl_graph : public ctl_test {};

TEST_F(ctl_graph, draws_a_tree) {
    kernel.add("base");
    kernel.add("middle", {1});
    kernel.add("other");
    kernel.add("top", {2, 3, 1});
    kernel.add("second", {2});
    kernel.add("lonely");
    EXPECT_EQ(run({"graph"}).out, "top 1.2.3 [4]\n"
                                  "|-- middle 1.2.3 [2]\n"
                                  "|   `-- base 1.2.3 [1]\n"
                                  "|-- other 1.2.3 [3]\n"
                                  "`-- base 1.2.3 [1]\n"
                                  "second 1.2.3 [5]\n"
                                  "`-- middle 1.2.3 [2] (shown above)\n"
                                  "lonely 1.2.3 [6]\n");
}

TEST_F(ctl_graph, draws_nothing_of_nothing) {
    EXPECT_EQ(run({"graph"}).out, "");
    EXPECT_EQ(run({"graph", "--dot"}).out, "digraph banos {\n    node [shape=box];\n}\n");
    EXPECT_EQ(run({"graph", "--json"}).document()["nodes"], ctl::json::array());
}

TEST_F(ctl_graph, draws_a_circle_once) {
    kernel.add("a");
    kernel.add("b", {1});
    kernel.instances[1].providers = {2};
    kernel.instances[1].info.providers = 1;
    EXPECT_EQ(run({"graph"}).out, "a 1.2.3 [1]\n"
                                  "`-- b 1.2.3 [2]\n"
                                  "    `-- a 1.2.3 [1] (shown above)\n");
}

TEST_F(ctl_graph, stays_short_where_many_paths_lead_down) {
    // Each of a layer needs both of the one below: 2^30 paths.
    kernel.add("driver");
    kernel.add("driver");
    for (std::uint64_t layer = 1; layer < 30; layer++) {
        kernel.add("driver", {layer * 2 - 1, layer * 2});
        kernel.add("driver", {layer * 2 - 1, layer * 2});
    }
    const auto text = run({"graph"}).out;
    EXPECT_LT(std::ranges::count(text, '\n'), 200);
}

TEST_F(ctl_graph, draws_a_long_chain) {
    kernel.add("driver");
    for (std::uint64_t id = 1; id < 3000; id++)
        kernel.add("driver", {id});
    EXPECT_EQ(std::ranges::count(run({"graph"}).out, '\n'), 3000);
}

TEST_F(ctl_graph, speaks_graphviz) {
    kernel.add("base");
    kernel.add("a\"b\\c\n", {1});
    EXPECT_EQ(run({"graph", "--dot"}).out, "digraph banos {\n"
                                           "    node [shape=box];\n"
                                           "    i1 [label=\"base 1.2.3 [1]\"];\n"
                                           "    i2 [label=\"a\\\"b\\\\c\\\\x0a 1.2.3 [2]\"];\n"
                                           "    i2 -> i1;\n"
                                           "}\n");
}

TEST_F(ctl_graph, speaks_json) {
    kernel.add("base");
    kernel.add("top", {1});
    const auto document = run({"graph", "--json"}).document();
    EXPECT_EQ(document["nodes"][1]["name"], "top");
    EXPECT_EQ(document["edges"], ctl::json::array({{{"user", 2}, {"provider", 1}}}));
}

TEST_F(ctl_graph, leaves_out_a_provider_that_went_meanwhile) {
    kernel.add("base");
    kernel.add("top", {1});
    kernel.instances.erase(1);
    EXPECT_EQ(run({"graph"}).out, "top 1.2.3 [2]\n");
}

} // namespace
} // namespace banos::test
