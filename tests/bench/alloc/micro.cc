// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// malloc and free by themselves, whichever allocator is preloaded.
#include <benchmark/benchmark.h>

#include <atomic>
#include <cstdlib>
#include <cstring>
#include <thread>
#include <vector>

namespace {

void pair(benchmark::State& state) {
    const auto size = static_cast<std::size_t>(state.range(0));
    for (auto _ : state) {
        auto* block = static_cast<volatile char*>(std::malloc(size));
        *block = 1;
        std::free(const_cast<char*>(block));
    }
}

// One of 64 live blocks is replaced.
void ring(benchmark::State& state) {
    const auto size = static_cast<std::size_t>(state.range(0));
    std::vector<void*> blocks(64);
    std::size_t next = 0;
    for (auto _ : state) {
        std::free(blocks[next]);
        auto* block = static_cast<volatile char*>(std::malloc(size));
        *block = 1;
        blocks[next] = const_cast<char*>(block);
        next = (next + 1) % blocks.size();
    }
    for (void* each : blocks)
        std::free(each);
}

void touch(benchmark::State& state) {
    const auto size = static_cast<std::size_t>(state.range(0));
    for (auto _ : state) {
        auto* block = static_cast<volatile char*>(std::malloc(size));
        for (std::size_t place = 0; place < size; place += 4096)
            block[place] = 1;
        std::free(const_cast<char*>(block));
    }
}

// One thread allocates batches, another frees them.
void producer_consumer(benchmark::State& state) {
    constexpr std::size_t batch = 1000;
    const auto size = static_cast<std::size_t>(state.range(0));
    std::atomic<std::vector<void*>*> handed{nullptr};
    std::atomic<bool> over{false};
    std::thread consumer([&] {
        while (!over) {
            std::vector<void*>* taken = handed.exchange(nullptr);
            if (taken == nullptr) {
                std::this_thread::yield();
                continue;
            }
            for (void* each : *taken)
                std::free(each);
            delete taken;
        }
    });
    for (auto _ : state) {
        auto* made = new std::vector<void*>(batch);
        for (void*& each : *made) {
            each = std::malloc(size);
            *static_cast<volatile char*>(each) = 1;
        }
        std::vector<void*>* expected = nullptr;
        while (!handed.compare_exchange_weak(expected, made)) {
            expected = nullptr;
            std::this_thread::yield();
        }
    }
    while (handed != nullptr)
        std::this_thread::yield();
    over = true;
    consumer.join();
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(batch));
}

BENCHMARK(pair)->Arg(16)->Arg(64)->Arg(256)->Arg(1024)->Arg(8192)->Arg(32768);
BENCHMARK(pair)->Arg(1 << 16)->Arg(1 << 18)->Arg(1 << 20);
BENCHMARK(ring)->Arg(16)->Arg(64)->Arg(256)->Arg(1024)->Arg(8192)->Arg(32768);
BENCHMARK(touch)->Arg(1 << 16)->Arg(1 << 18)->Arg(1 << 20)->Arg(1 << 22);
BENCHMARK(producer_consumer)->Arg(16)->Arg(64)->Arg(512)->UseRealTime();

} // namespace

BENCHMARK_MAIN();
