// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Contenders, by turns: Google Benchmark repeats and interleaves them, and here a table is made
// of the medians. A benchmark's name is "row/contender"; the contender that all are compared
// with is named "memcpy", or what main() says.
#ifndef BANOS_BENCH_IPC_REPORT_HPP
#define BANOS_BENCH_IPC_REPORT_HPP

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

namespace bench {

inline double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

class table : public benchmark::BenchmarkReporter {
  public:
    explicit table(std::string baseline) : baseline_(std::move(baseline)) {}

    bool ReportContext(const Context& /*context*/) override { return true; }

    void ReportRuns(const std::vector<Run>& runs) override {
        for (const Run& run : runs) {
            if (run.run_type != Run::RT_Iteration)
                continue;
            const std::string name = run.run_name.function_name;
            const std::size_t slash = name.find('/');
            samples_of(name.substr(0, slash), name.substr(slash + 1))
                .push_back(run.GetAdjustedCPUTime());
        }
    }

    void Finalize() override {
        std::printf("| what | contender | ns | of %s | quartiles |\n|---|---|---|---|---|\n",
                    baseline_.c_str());
        for (const auto& [name, contenders] : rows_)
            for (const auto& [contender, times] : contenders)
                print(name, contender, times);
    }

  private:
    using samples = std::vector<double>;
    template<typename T>
    using named_list = std::vector<std::pair<std::string, T>>;

    template<typename T>
    static T& entry(named_list<T>& list, const std::string& name) {
        const auto found = std::find_if(list.begin(), list.end(),
                                        [&](const auto& one) { return one.first == name; });
        return found != list.end() ? found->second : list.emplace_back(name, T()).second;
    }
    samples& samples_of(const std::string& row, const std::string& contender) {
        return entry(entry(rows_, row), contender);
    }

    void print(const std::string& row, const std::string& contender, const samples& times) {
        const samples base = samples_of(row, baseline_);
        samples ratios;
        for (std::size_t i = 0; i < std::min(times.size(), base.size()); i++)
            ratios.push_back(times[i] / base[i]);
        std::sort(ratios.begin(), ratios.end());
        std::printf("| %s | %s | %.1f | %.2f | %.2f to %.2f |\n", row.c_str(), contender.c_str(),
                    median(times), median(ratios), ratios[ratios.size() / 4],
                    ratios[ratios.size() * 3 / 4]);
    }

    std::string baseline_;
    named_list<named_list<samples>> rows_;
};

// Eleven repetitions of each, in random order, unless the command line says otherwise.
inline int run_interleaved(int count, char** words, const std::string& baseline) {
    std::vector<char*> all(words, words + count);
    std::string repetitions = "--benchmark_repetitions=11";
    std::string interleaved = "--benchmark_enable_random_interleaving=true";
    std::string least = "--benchmark_min_time=0.02";
    all.insert(all.begin() + 1, {repetitions.data(), interleaved.data(), least.data()});
    int given = static_cast<int>(all.size());
    benchmark::Initialize(&given, all.data());
    if (benchmark::ReportUnrecognizedArguments(given, all.data()))
        return 2;
    table report(baseline);
    benchmark::RunSpecifiedBenchmarks(&report);
    return 0;
}

} // namespace bench

#endif
