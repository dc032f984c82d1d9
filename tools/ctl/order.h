// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// In which order things that need each other come.
#ifndef BANOS_CTL_ORDER_H
#define BANOS_CTL_ORDER_H

#include <cstddef>
#include <vector>

namespace banos::ctl {

// "This one needs the node @provider"; weak: it gets by without it.
struct need {
    std::size_t provider;
    bool weak = false;
};

// needs[i] are those of node i. A need of itself counts as none.
using needs_of = std::vector<std::vector<need>>;

struct ordering {
    // All nodes, providers first; else as they were given. Empty if there is
    // a cycle that weak needs alone cannot break:
    std::vector<std::size_t> order;
    // then its nodes, each of which needs the next, and the last the first.
    std::vector<std::size_t> cycle;
};

// Time: O((n + needs) log n).
ordering providers_first(const needs_of& needs);

} // namespace banos::ctl

#endif
