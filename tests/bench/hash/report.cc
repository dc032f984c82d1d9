// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "report.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <functional>
#include <limits>
#include <random>

namespace bench {

double median(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

namespace {

// Which rounds count: each a fraction of those that a cell has, since large tables may have
// been measured in fewer.
using rounds = std::vector<double>;

double median_ratio(const std::vector<double>& over, const std::vector<double>& under,
                    const rounds& chosen) {
    std::vector<double> ratios;
    for (const double fraction : chosen) {
        const auto round = static_cast<std::size_t>(fraction * static_cast<double>(over.size()));
        ratios.push_back(over[round] / under[round]);
    }
    return median(std::move(ratios));
}

// The geometric mean over all cells; `rival` empty: against the best in each.
double score(const samples& measured, const std::string& ours, const std::string& rival,
             const rounds& chosen) {
    double logarithms = 0;
    for (const auto& [_, tables] : measured) {
        double worst = 0;
        for (const auto& [name, times] : tables) {
            if (name != ours && (rival.empty() || name == rival))
                worst = std::max(worst, median_ratio(tables.at(ours), times, chosen));
        }
        logarithms += std::log(worst);
    }
    return std::exp(logarithms / static_cast<double>(measured.size()));
}

rounds all_rounds(const samples& measured, const std::string& ours) {
    std::size_t most = 0;
    for (const auto& [_, tables] : measured)
        most = std::max(most, tables.at(ours).size());
    rounds all(most);
    for (std::size_t i = 0; i < most; i++)
        all[i] = (static_cast<double>(i) + 0.5) / static_cast<double>(most);
    return all;
}

void print_score(const samples& measured, const std::string& ours, const std::string& rival) {
    constexpr int resamplings = 1000;
    const rounds all = all_rounds(measured, ours);
    std::mt19937 random(1);
    std::uniform_real_distribution<double> any(0, 1);
    std::vector<double> scores;
    for (int i = 0; i < resamplings; i++) {
        rounds drawn(all.size());
        std::generate(drawn.begin(), drawn.end(), [&] { return any(random); });
        scores.push_back(score(measured, ours, rival, drawn));
    }
    std::sort(scores.begin(), scores.end());
    std::printf("| %s | %.3f | %.3f to %.3f |\n",
                rival.empty() ? "the best in each cell" : rival.c_str(),
                score(measured, ours, rival, all), scores[resamplings * 25 / 1000],
                scores[resamplings * 975 / 1000]);
}

void print_cells(const samples& measured) {
    std::printf("| ns per element |");
    for (const auto& [name, _] : measured.begin()->second)
        std::printf(" %s |", name.c_str());
    std::printf("\n|---|");
    for (std::size_t i = 0; i < measured.begin()->second.size(); i++)
        std::printf("---|");
    for (const auto& [where, tables] : measured) {
        std::printf("\n| %s, %zu, %s |", where.keys.c_str(), where.count,
                    operation_names[static_cast<std::size_t>(where.what)]);
        for (const auto& [_, times] : tables)
            std::printf(" %.2f |", median(times));
    }
    std::printf("\n\n");
}

} // namespace

void print_report(const samples& measured, const std::string& ours) {
    print_cells(measured);
    std::printf("| %s against | geometric mean of the ratios | 95 %% interval |\n|---|---|---|\n",
                ours.c_str());
    for (const auto& [name, _] : measured.begin()->second) {
        if (name != ours)
            print_score(measured, ours, name);
    }
    print_score(measured, ours, "");
}

} // namespace bench
