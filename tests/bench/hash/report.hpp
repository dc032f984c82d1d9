// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// What was measured, and what is said of it.
#ifndef BANOS_BENCH_REPORT_HPP
#define BANOS_BENCH_REPORT_HPP

#include "operations.hpp"

#include <map>
#include <string>
#include <vector>

namespace bench {

// An operation on tables of one size and one type of keys.
struct cell {
    std::string keys;
    std::size_t count;
    int what;

    auto operator<=>(const cell&) const = default;
};

// Nanoseconds per element, one for each round, by cell and table.
using samples = std::map<cell, std::map<std::string, std::vector<double>>>;

double median(std::vector<double> values);

// Prints Markdown: the medians, and the geometric means of ours against each rival's and
// against the best rival in each cell, with the 95 % interval of a bootstrap over the rounds.
void print_report(const samples& measured, const std::string& ours);

} // namespace bench

#endif
