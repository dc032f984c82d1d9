// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
// Samples of two rivals that were measured turn by turn, and what is said of them.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

namespace bench {

// The value that a fraction of the samples do not exceed; 0.5 is the median.
inline double quantile(std::vector<double> samples, double fraction) {
    if (samples.empty())
        return 0;
    std::ranges::sort(samples);
    const auto index =
        static_cast<std::size_t>(std::lround(fraction * static_cast<double>(samples.size() - 1)));
    return samples[index];
}

inline double median(const std::vector<double>& samples) {
    return quantile(samples, 0.5);
}

// One row of a report: ours against the native twin's, both in the same unit.
struct comparison {
    std::string what;
    std::string unit;
    std::vector<double> ours;
    std::vector<double> native;
};

void print_header();
void print(const comparison& row);

} // namespace bench
