// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Medians, and how sure they are.
#ifndef BENCH_ALLOC_STATISTICS_HPP
#define BENCH_ALLOC_STATISTICS_HPP

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <random>
#include <vector>

namespace bench {

struct interval {
    double value;
    double low;  // 2.5 %
    double high; // 97.5 %
};

inline double median(std::vector<double> samples) {
    std::ranges::sort(samples);
    const std::size_t half = samples.size() / 2;
    return samples.size() % 2 == 1 ? samples[half] : (samples[half - 1] + samples[half]) / 2;
}

// Of the medians of each row of samples; the interval by drawing the samples
// of each row anew, a thousand times.
inline interval geometric_mean(const std::vector<std::vector<double>>& rows) {
    const auto mean_of = [&](auto sample) {
        double sum = 0;
        for (const std::vector<double>& row : rows)
            sum += std::log(median(sample(row)));
        return std::exp(sum / static_cast<double>(rows.size()));
    };
    std::mt19937 random(1);
    std::vector<double> means;
    for (int turn = 0; turn < 1000; turn++)
        means.push_back(mean_of([&](const std::vector<double>& row) {
            std::vector<double> drawn;
            for (std::size_t each = 0; each < row.size(); each++)
                drawn.push_back(row[random() % row.size()]);
            return drawn;
        }));
    std::ranges::sort(means);
    return {mean_of([](const std::vector<double>& row) { return row; }), means[25], means[974]};
}

} // namespace bench

#endif
