// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Measures the tables round by round, each of them once in each round; see run.
//
// Usage: hash_bench ROUNDS LARGEST EVERY [options of Google Benchmark]
//
// Tables of LARGEST elements, if that is more than 10^5, are measured in every EVERYth round.
#include "operations.hpp"
#include "report.hpp"
#include "tables.hpp"

#include <benchmark/benchmark.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <random>
#include <string>

namespace bench {
namespace {

samples measured;

// Tables of small sizes are made and measured often enough for the clock.
std::size_t repeats(std::size_t count) {
    return std::max<std::size_t>(1'000'000 / count, 1);
}

template<typename K>
key_set<K>& keys_of(std::size_t count) {
    static std::map<std::size_t, key_set<K>> made;
    if (!made.contains(count)) {
        made.clear();
        made.emplace(count, make_keys<K>(count));
    }
    return made.at(count);
}

template<typename table, typename K>
void measure(benchmark::State& state, const std::string& keys_name, std::size_t count) {
    key_set<K>& keys = keys_of<K>(count);
    std::mt19937_64 random(count);
    for (auto _ : state) {
        std::array<std::vector<double>, operations> spent;
        for (std::size_t i = 0; i < repeats(count); i++) {
            if (count < 100'000)
                keys.reorder(random);
            times once{};
            run_operations<typename table::template map<K>>(keys, once);
            once[iterate] /= iterations;
            for (std::size_t what = 0; what < operations; what++)
                spent[what].push_back(once[what] / static_cast<double>(count));
        }
        for (std::size_t what = 0; what < operations; what++) {
            const double each = median(spent[what]);
            measured[{keys_name, count, static_cast<int>(what)}][table::name].push_back(each);
            state.counters[operation_names[what]] = each;
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

// The figures are printed at the end, not as they come.
class silent : public benchmark::BenchmarkReporter {
  public:
    bool ReportContext(const Context& /*context*/) override { return true; }
    void ReportRuns(const std::vector<Run>& /*runs*/) override {}
};

template<typename... tables>
void add_round(std::size_t count) {
    add<std::uint64_t, tables...>("u64", count);
    add<std::string, tables...>("string", count);
}

struct plan {
    int rounds;
    std::size_t largest;
    int every;
};

template<typename... tables>
void run_rounds(const plan& asked) {
    for (int round = 1; round <= asked.rounds; round++) {
        std::fprintf(stderr, "round %d of %d\n", round, asked.rounds);
        add_round<tables...>(1'000);
        add_round<tables...>(100'000);
        if (asked.largest > 100'000 && round % asked.every == 0)
            add_round<tables...>(asked.largest);
        silent nothing;
        benchmark::RunSpecifiedBenchmarks(&nothing);
        benchmark::ClearRegisteredBenchmarks();
    }
}

} // namespace
} // namespace bench

int main(int count, char** words) {
    if (count < 4) {
        std::fprintf(stderr, "Usage: hash_bench ROUNDS LARGEST EVERY [--benchmark_filter=...]\n");
        return 2;
    }
    const bench::plan asked = {std::atoi(words[1]), static_cast<std::size_t>(std::atoll(words[2])),
                               std::atoi(words[3])};
    benchmark::Initialize(&count, words);
#ifdef BENCH_UNORDERED_DENSE
    bench::run_rounds<bench::banos_table, bench::absl_table, bench::boost_table,
                      bench::dense_table>(asked);
#else
    std::printf("ankerl::unordered_dense: SKIPPED, no RIVALS=<folder>/unordered_dense\n\n");
    bench::run_rounds<bench::banos_table, bench::absl_table, bench::boost_table>(asked);
#endif
    bench::print_report(bench::measured, bench::banos_table::name);
    return 0;
}
