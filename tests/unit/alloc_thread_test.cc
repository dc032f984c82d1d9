// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "alloc_churn.hpp"
#include "alloc_statistics.hpp"
#include "sanitizers.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <pthread.h>
#include <thread>
#include <vector>

namespace {

TEST(alloc_thread, churn_leaves_nothing_behind) {
    const std::size_t before = live_blocks();
    const churn_outcome outcome = run_churn(16, 200, std::chrono::milliseconds(0));
    EXPECT_EQ(outcome.spoiled, 0U);
    EXPECT_EQ(outcome.blocks, 200U * 5000U);
    EXPECT_EQ(live_blocks(), before);
    EXPECT_LE(figure_of(statistics_json(), "threads"), 1U); // this one, if it has any
}

// One thread allocates, another frees, through a ring.
TEST(alloc_thread, producer_and_consumer) {
    constexpr std::size_t count = 500'000;
    const std::size_t before = live_blocks();
    std::vector<std::atomic<char*>> ring(1024);
    std::thread consumer([&] {
        for (std::size_t number = 0; number < count; number++) {
            char* taken = nullptr;
            while ((taken = ring[number % ring.size()].exchange(nullptr)) == nullptr)
                std::this_thread::yield();
            EXPECT_EQ(*taken, static_cast<char>(number));
            banos_free(taken);
        }
    });
    for (std::size_t number = 0; number < count; number++) {
        auto* made = static_cast<char*>(banos_malloc(8 + number % 300));
        *made = static_cast<char>(number);
        while (ring[number % ring.size()].load() != nullptr)
            std::this_thread::yield();
        ring[number % ring.size()].store(made);
    }
    consumer.join();
    EXPECT_EQ(live_blocks(), before);
}

pthread_key_t key_of_last_words;

// glibc calls destructors of values in rounds: this one waits for the last.
void free_late(void* value) {
    auto** blocks = static_cast<void**>(value);
    if (reinterpret_cast<std::uintptr_t>(blocks[0]) < 3) {
        blocks[0] = reinterpret_cast<void*>(reinterpret_cast<std::uintptr_t>(blocks[0]) + 1);
        pthread_setspecific(key_of_last_words, value);
        return;
    }
    for (int each = 1; each < 100; each++)
        banos_free(blocks[each]);
    banos_free(banos_malloc(100));
    banos_free(blocks);
}

TEST(alloc_thread, frees_after_the_heap_has_ended_make_no_heap) {
    if (banos::test::thread_sanitizer)
        GTEST_SKIP() << "ThreadSanitizer ends a thread before its last destructors run";
    const std::size_t before = live_blocks();
    ASSERT_EQ(pthread_key_create(&key_of_last_words, free_late), 0);
    std::thread([] {
        auto** blocks = static_cast<void**>(banos_calloc(100, sizeof(void*)));
        for (int each = 1; each < 100; each++)
            blocks[each] = banos_malloc(static_cast<std::size_t>(each) * 20);
        pthread_setspecific(key_of_last_words, blocks);
    }).join();
    pthread_key_delete(key_of_last_words);
    EXPECT_EQ(live_blocks(), before);
    EXPECT_LE(figure_of(statistics_json(), "threads"), 1U); // this one, if it has any
}

TEST(alloc_thread, regions_of_ended_threads_serve_others) {
    std::vector<void*> blocks;
    std::size_t regions = 0;
    for (int turn = 0; turn < 50; turn++) {
        std::thread([&] {
            for (int each = 0; each < 100; each++)
                blocks.push_back(banos_malloc(256));
        }).join();
        if (turn == 10)
            regions = figure_of(statistics_json(), "regions");
    }
    EXPECT_LE(figure_of(statistics_json(), "regions"), regions + 2);
    for (void* each : blocks)
        banos_free(each);
}

} // namespace
