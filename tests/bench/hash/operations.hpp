// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// The six operations, timed on one table from its birth to its end.
#ifndef BANOS_BENCH_OPERATIONS_HPP
#define BANOS_BENCH_OPERATIONS_HPP

#include "keys.hpp"

#include <benchmark/benchmark.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

namespace bench {

enum operation { insert, reserved, hit, miss, iterate, erase, operations };

inline constexpr std::array<const char*, operations> operation_names = {
    "insert", "reserved insert", "hit", "miss", "iterate", "erase"};

// Nanoseconds, summed over what was done.
using times = std::array<double, operations>;

// A pass over a small table is too short for the clock.
inline constexpr int iterations = 8;

class timer {
  public:
    explicit timer(double& sum) : sum_(sum), start_(clock::now()) {}
    ~timer() { sum_ += std::chrono::duration<double, std::nano>(clock::now() - start_).count(); }
    timer(const timer&) = delete;
    timer& operator=(const timer&) = delete;

  private:
    using clock = std::chrono::steady_clock;
    double& sum_;
    clock::time_point start_;
};

// A table that answers wrong is not measured.
inline void verify(bool right) {
    if (!right)
        std::abort();
}

template<typename map, typename K>
void fill(map& table, const std::vector<K>& keys) {
    std::uint64_t number = 0;
    for (const K& key : keys)
        table.emplace(key, number++);
}

template<typename map, typename K>
std::uint64_t sum_of_found(const map& table, const std::vector<K>& keys) {
    std::uint64_t sum = 0;
    for (const K& key : keys) {
        if (const auto found = table.find(key); found != table.end()) {
            const auto& [_, value] = *found;
            sum += value;
        }
    }
    return sum;
}

template<typename map>
std::uint64_t sum_of_all(const map& table) {
    std::uint64_t sum = 0;
    for (const auto& [_, value] : table)
        sum += value;
    return sum;
}

template<typename map, typename K>
void search(map& table, const key_set<K>& keys, times& spent) {
    const std::uint64_t count = keys.present.size();
    const std::uint64_t sum = count * (count - 1) / 2;
    benchmark::DoNotOptimize(table);
    {
        const timer running(spent[hit]);
        verify(sum_of_found(table, keys.shuffled) == sum);
    }
    {
        const timer running(spent[miss]);
        verify(sum_of_found(table, keys.absent) == 0);
    }
    const timer running(spent[iterate]);
    for (int i = 0; i < iterations; i++) {
        // Or the compiler makes one pass of them all.
        benchmark::ClobberMemory();
        verify(sum_of_all(table) == sum);
    }
}

template<typename map, typename K>
void run_operations(const key_set<K>& keys, times& spent) {
    {
        map table;
        const timer running(spent[insert]);
        fill(table, keys.present);
    }
    map table;
    {
        const timer running(spent[reserved]);
        table.reserve(keys.present.size());
        fill(table, keys.present);
    }
    search(table, keys, spent);
    {
        const timer running(spent[erase]);
        for (const K& key : keys.shuffled)
            table.erase(key);
    }
    verify(table.empty());
}

} // namespace bench

#endif
