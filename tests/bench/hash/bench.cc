// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Measures the tables round by round, each of them once in each round; see run.
//
// Usage: hash_bench ROUNDS LARGEST [options of Google Benchmark]
#include "operations.hpp"
#include "report.hpp"
#include "tables.hpp"

#include <benchmark/benchmark.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>

namespace bench {
namespace {

samples measured;

// Tables of small sizes are made and measured often enough for the clock.
std::size_t repeats(std::size_t count) {
    return std::max<std::size_t>(1'000'000 / count, 1);
}

template<typename K>
const key_set<K>& keys_of(std::size_t count) {
    static std::map<std::size_t, key_set<K>> made;
    if (!made.contains(count)) {
        made.clear();
        made.emplace(count, make_keys<K>(count));
    }
    return made.at(count);
}

template<typename table, typename K>
void measure(benchmark::State& state, const std::string& keys_name, std::size_t count) {
    const key_set<K>& keys = keys_of<K>(count);
    for (auto _ : state) {
        times spent{};
        for (std::size_t i = 0; i < repeats(count); i++)
            run_operations<typename table::template map<K>>(keys, spent);
        spent[iterate] /= iterations;
        for (int what = 0; what < operations; what++) {
            const double each =
                spent[static_cast<std::size_t>(what)] / static_cast<double>(repeats(count) * count);
            measured[{keys_name, count, what}][table::name].push_back(each);
            state.counters[operation_names[static_cast<std::size_t>(what)]] = each;
        }
    }
}

template<typename K, typename... tables>
void add(const std::string& keys, std::size_t count) {
    const auto add_one = [&]<typename table>(table) {
        const std::string name = keys + "/" + std::to_string(count) + "/" + table::name;
        benchmark::RegisterBenchmark(name.c_str(), [keys, count](benchmark::State& state) {
            measure<table, K>(state, keys, count);
        })->Iterations(1);
    };
    (add_one(tables()), ...);
}

template<typename... tables>
void add_all(std::size_t largest) {
    for (const std::size_t count : {std::size_t{1'000}, std::size_t{100'000}, largest}) {
        if (count > largest)
            continue;
        add<std::uint64_t, tables...>("u64", count);
        add<std::string, tables...>("string", count);
        if (count == largest)
            break;
    }
}

// The figures are printed at the end, not as they come.
class silent : public benchmark::BenchmarkReporter {
  public:
    bool ReportContext(const Context& /*context*/) override { return true; }
    void ReportRuns(const std::vector<Run>& /*runs*/) override {}
};

void run_rounds(int rounds) {
    for (int round = 1; round <= rounds; round++) {
        std::fprintf(stderr, "round %d of %d\n", round, rounds);
        silent nothing;
        benchmark::RunSpecifiedBenchmarks(&nothing);
    }
}

} // namespace
} // namespace bench

int main(int count, char** words) {
    if (count < 3) {
        std::fprintf(stderr, "Usage: hash_bench ROUNDS LARGEST [--benchmark_filter=...]\n");
        return 2;
    }
    const int rounds = std::atoi(words[1]);
    const auto largest = static_cast<std::size_t>(std::atoll(words[2]));
    benchmark::Initialize(&count, words);
#ifdef BENCH_UNORDERED_DENSE
    bench::add_all<bench::banos_table, bench::absl_table, bench::boost_table, bench::dense_table>(
        largest);
#else
    std::printf("ankerl::unordered_dense: SKIPPED, no RIVALS=<folder>/unordered_dense\n\n");
    bench::add_all<bench::banos_table, bench::absl_table, bench::boost_table>(largest);
#endif
    bench::run_rounds(rounds);
    bench::print_report(bench::measured, bench::banos_table::name);
    return 0;
}
