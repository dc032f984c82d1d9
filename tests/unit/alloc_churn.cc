// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "alloc_churn.hpp"

#include "alloc_model.hpp"

#include <banos/malloc.h>

#include <array>
#include <atomic>
#include <cstring>
#include <deque>
#include <thread>

namespace {

struct parcel {
    std::size_t size;
    std::size_t mark;
};

// Where threads leave blocks for each other.
struct exchange {
    std::array<std::atomic<parcel*>, 4096> places{};
    std::atomic<std::uint64_t> blocks{0};
    std::atomic<std::uint64_t> spoiled{0};

    void open(parcel* taken) {
        if (taken == nullptr)
            return;
        std::size_t last = 0;
        std::memcpy(&last, reinterpret_cast<char*>(taken) + taken->size - sizeof last, sizeof last);
        if (taken->mark != last)
            spoiled++;
        blocks++;
        banos_free(taken);
    }

    static parcel* wrap(std::size_t size, std::size_t mark) {
        auto* made = static_cast<parcel*>(banos_malloc(size));
        *made = {size, mark};
        std::memcpy(reinterpret_cast<char*>(made) + size - sizeof mark, &mark, sizeof mark);
        return made;
    }

    void work(std::uint64_t seed) {
        random_choices choices(seed, 5000);
        std::uint64_t choice = 0;
        while (choices.next(choice)) {
            const std::size_t limit = choice % 1000 == 0 ? 200000 : choice % 50 == 0 ? 9000 : 500;
            const std::size_t size = 3 * sizeof(parcel) + (choice >> 32) % limit;
            open(places[(choice >> 10) % places.size()].exchange(wrap(size, choice)));
        }
    }
};

} // namespace

churn_outcome run_churn(unsigned threads, std::uint64_t ended, std::chrono::milliseconds time) {
    static exchange shared;
    shared.blocks = shared.spoiled = 0;
    const auto end = std::chrono::steady_clock::now() + time;
    std::deque<std::thread> running;
    std::uint64_t begun = 0;
    while (begun < ended || std::chrono::steady_clock::now() < end) {
        if (running.size() == threads) {
            running.front().join();
            running.pop_front();
        }
        running.emplace_back([seed = ++begun] { shared.work(seed); });
    }
    for (std::thread& each : running)
        each.join();
    for (auto& place : shared.places)
        shared.open(place.exchange(nullptr));
    return {shared.blocks, begun, shared.spoiled};
}
