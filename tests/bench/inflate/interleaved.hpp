// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Several functions that do the same, measured in turns: what disturbs the machine
// disturbs all of them, and the medians can be compared.
#ifndef BANOS_BENCH_INFLATE_INTERLEAVED_HPP
#define BANOS_BENCH_INFLATE_INTERLEAVED_HPP

#include <algorithm>
#include <cstddef>
#include <ctime>
#include <functional>
#include <string>
#include <vector>

namespace banos::bench {

struct contender {
    std::string name;
    std::function<void()> run;
    std::vector<double> seconds = {}; // of one call, in each round
};

// Of the processor, so that other programs do not count.
inline double thread_seconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return double(now.tv_sec) + double(now.tv_nsec) / 1e9;
}

inline double seconds_of(const std::function<void()>& run, unsigned calls) {
    const double start = thread_seconds();
    for (unsigned i = 0; i < calls; i++)
        run();
    return (thread_seconds() - start) / calls;
}

inline double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
}

// Each round calls each contender so often that it takes about `least` seconds.
inline void measure(std::vector<contender>& all, unsigned rounds, double least = 0.004) {
    std::vector<unsigned> calls;
    for (const contender& one : all) {
        unsigned count = 1;
        while (seconds_of(one.run, count) * count < least)
            count *= 2;
        calls.push_back(count);
    }
    for (unsigned round = 0; round < rounds; round++)
        for (std::size_t i = 0; i < all.size(); i++)
            all[i].seconds.push_back(seconds_of(all[i].run, calls[i]));
}

// How many times as fast the first is, round by round: the median.
inline double ratio(const contender& first, const contender& second) {
    std::vector<double> ratios;
    for (std::size_t i = 0; i < first.seconds.size(); i++)
        ratios.push_back(second.seconds[i] / first.seconds[i]);
    return median(ratios);
}

} // namespace banos::bench

#endif
