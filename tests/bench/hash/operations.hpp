// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// The six operations, timed on one table from its birth to its end.
#ifndef BANOS_BENCH_OPERATIONS_HPP
#define BANOS_BENCH_OPERATIONS_HPP

#include "keys.hpp"

#include <benchmark/benchmark.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <vector>

namespace bench {

enum operation { insert, reserved, hit, miss, iterate, erase, operations };

inline constexpr std::array<const char*, operations> operation_names = {
    "insert", "reserved insert", "hit", "miss", "iterate", "erase"};

// Nanoseconds.
using times = std::array<double, operations>;

// A pass over a small table is too short for the clock.
inline constexpr int iterations = 8;

// The thread's own time, which other programs do not disturb; or, because reading that takes
// longer than a small table's operation may, the clock's.
inline double now(bool own_time) {
    timespec time;
    clock_gettime(own_time ? CLOCK_THREAD_CPUTIME_ID : CLOCK_MONOTONIC, &time);
    return static_cast<double>(time.tv_sec) * 1e9 + static_cast<double>(time.tv_nsec);
}

class timer {
  public:
    timer(double& spent, std::size_t elements)
        : spent_(spent), own_time_(elements >= 100'000), start_(now(own_time_)) {}
    ~timer() { spent_ = now(own_time_) - start_; }
    timer(const timer&) = delete;
    timer& operator=(const timer&) = delete;

  private:
    double& spent_;
    bool own_time_;
    double start_;
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
        const timer running(spent[hit], keys.present.size());
        verify(sum_of_found(table, keys.shuffled) == sum);
    }
    {
        const timer running(spent[miss], keys.present.size());
        verify(sum_of_found(table, keys.absent) == 0);
    }
    const timer running(spent[iterate], keys.present.size());
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
        const timer running(spent[insert], keys.present.size());
        fill(table, keys.present);
    }
    map table;
    {
        const timer running(spent[reserved], keys.present.size());
        table.reserve(keys.present.size());
        fill(table, keys.present);
    }
    search(table, keys, spent);
    {
        const timer running(spent[erase], keys.present.size());
        for (const K& key : keys.shuffled)
            table.erase(key);
    }
    verify(table.empty());
}

} // namespace bench

#endif
