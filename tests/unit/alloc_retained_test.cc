// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// What stays resident after blocks were freed.
#include "alloc_model.hpp"

#include <banos/malloc.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <set>
#include <sys/resource.h>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

namespace {

constexpr std::size_t page = 4096;
constexpr std::size_t process_bound = std::size_t{4} << 20;
constexpr std::size_t thread_bound = std::size_t{256} << 10;
// Descriptions of slabs, page tables' worth of noise, the test's own vectors.
constexpr std::size_t slack = std::size_t{2} << 20;

std::size_t resident() {
    std::ifstream file("/proc/self/statm");
    std::size_t all = 0;
    std::size_t pages = 0;
    file >> all >> pages;
    return pages * page;
}

long page_faults() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_minflt;
}

struct mixed_blocks {
    std::vector<char*> blocks;
    std::size_t payload = 0;

    explicit mixed_blocks(std::size_t bytes) {
        blocks.reserve(bytes / 400);
        random_choices choices(7, ~std::uint64_t{0});
        std::uint64_t choice = 0;
        while (payload < bytes && choices.next(choice)) {
            const std::size_t size = 8 + (choice >> 32) % 993;
            blocks.push_back(static_cast<char*>(banos_malloc(size)));
            std::memset(blocks.back(), 1, size);
            payload += size;
        }
        for (std::size_t each = blocks.size(); each > 1; each--) {
            choices.next(choice);
            std::swap(blocks[each - 1], blocks[choice % each]);
        }
    }
};

TEST(alloc_retained, live_overhead_is_small) {
    const std::size_t before = resident();
    mixed_blocks mixed(std::size_t{128} << 20);
    const std::size_t vector_bytes = mixed.blocks.size() * sizeof(char*);
    EXPECT_LE(resident() - before - vector_bytes, mixed.payload + mixed.payload * 6 / 100 + slack);
    for (char* each : mixed.blocks)
        banos_free(each);
}

TEST(alloc_retained, all_freed_in_any_order) {
    const std::size_t before = resident();
    mixed_blocks mixed(std::size_t{128} << 20);
    const std::size_t vector_bytes = mixed.blocks.size() * sizeof(char*);
    for (char* each : mixed.blocks)
        banos_free(each);
    EXPECT_LE(resident(), before + vector_bytes + process_bound + thread_bound + slack);
}

TEST(alloc_retained, pages_inside_of_slabs_go_back) {
    const std::size_t before = resident();
    mixed_blocks mixed(std::size_t{128} << 20);
    const std::size_t vector_bytes = mixed.blocks.size() * sizeof(char*);
    const std::size_t kept = mixed.blocks.size() / 100;
    std::set<std::uintptr_t> pages;
    for (std::size_t each = 0; each < kept; each++) {
        const auto start = reinterpret_cast<std::uintptr_t>(mixed.blocks[each]);
        const std::size_t size = banos_malloc_usable_size(mixed.blocks[each]);
        for (std::uintptr_t at = start / page; at <= (start + size - 1) / page; at++)
            pages.insert(at);
    }
    for (std::size_t each = kept; each < mixed.blocks.size(); each++)
        banos_free(mixed.blocks[each]);
    EXPECT_LE(resident(), before + vector_bytes + pages.size() * page * 115 / 100 + process_bound +
                              thread_bound + slack);
    for (std::size_t each = 0; each < kept; each++)
        banos_free(mixed.blocks[each]);
}

TEST(alloc_retained, another_thread_frees_all_while_this_one_sleeps) {
    const std::size_t before = resident();
    mixed_blocks mixed(std::size_t{64} << 20);
    const std::size_t vector_bytes = mixed.blocks.size() * sizeof(char*);
    std::thread([&] {
        for (char* each : mixed.blocks)
            banos_free(each);
    }).join();
    EXPECT_LE(resident(), before + vector_bytes + process_bound + 2 * thread_bound + slack);
}

TEST(alloc_retained, another_thread_frees_the_other_half_while_this_one_sleeps) {
    const std::size_t before = resident();
    mixed_blocks mixed(std::size_t{64} << 20);
    const std::size_t vector_bytes = mixed.blocks.size() * sizeof(char*);
    const std::size_t half = mixed.blocks.size() / 2;
    for (std::size_t each = 0; each < half; each++)
        banos_free(mixed.blocks[each]);
    std::thread([&] {
        for (std::size_t each = half; each < mixed.blocks.size(); each++)
            banos_free(mixed.blocks[each]);
    }).join();
    EXPECT_LE(resident(), before + vector_bytes + process_bound + 2 * thread_bound + slack);
}

TEST(alloc_retained, large_blocks_go_back) {
    const std::size_t before = resident();
    std::vector<char*> blocks(400);
    for (std::size_t each = 0; each < blocks.size(); each++) {
        const std::size_t size = (std::size_t{64} << 10) + each * 1000;
        blocks[each] = static_cast<char*>(banos_malloc(size));
        std::memset(blocks[each], 1, size);
    }
    for (char* each : blocks)
        banos_free(each);
    EXPECT_LE(resident(), before + process_bound + thread_bound + slack);
}

TEST(alloc_retained, many_threads_keep_little) {
    const std::size_t before = resident();
    constexpr std::size_t count = 16;
    std::vector<std::thread> threads;
    std::atomic<std::size_t> done{0};
    std::atomic<bool> over{false};
    for (std::size_t each = 0; each < count; each++)
        threads.emplace_back([&] {
            {
                mixed_blocks mixed(std::size_t{4} << 20);
                for (char* block : mixed.blocks)
                    banos_free(block);
            }
            done++;
            while (!over)
                usleep(1000);
        });
    while (done != count)
        usleep(1000);
    // Each thread's stack and vectors are not the allocator's.
    EXPECT_LE(resident(), before + process_bound + count * (thread_bound + (256U << 10)) + slack);
    over = true;
    for (std::thread& each : threads)
        each.join();
}

void take_and_free(std::vector<char*>& blocks, std::size_t size) {
    for (char*& block : blocks) {
        block = static_cast<char*>(banos_malloc(size));
        std::memset(block, 1, size);
    }
    for (char* block : blocks)
        banos_free(block);
}

// Less than a MiB is free at any time, while many slabs of another size fill and empty: that
// must not make the idle ones lose their pages.
TEST(alloc_retained, within_the_bound_pages_are_kept) {
    constexpr std::size_t size = 1000;
    std::vector<char*> blocks(800);
    std::vector<char*> others(10000);
    const auto take_missing = [&] {
        for (char*& block : blocks)
            if (block == nullptr) {
                block = static_cast<char*>(banos_malloc(size));
                std::memset(block, 1, size);
            }
    };
    long before = 0;
    for (int round = 0; round < 60; round++) {
        take_missing();
        if (round == 20)
            before = page_faults();
        for (std::size_t each = 0; each < blocks.size(); each++)
            if (each % 16 != 0)
                banos_free(std::exchange(blocks[each], nullptr));
        for (int again = 0; again < 6; again++)
            take_and_free(others, 100);
    }
    EXPECT_LE(page_faults() - before, 400);
    for (char* each : blocks)
        banos_free(each);
}

void run_threads(int count, bool allocate) {
    for (int i = 0; i < count; i++)
        std::thread([allocate] {
            if (allocate)
                banos_free(banos_malloc(100));
        }).join();
}

TEST(alloc_retained, new_threads_take_over_what_ended_ones_had) {
    constexpr int count = 300;
    run_threads(count, true);
    const long first = page_faults();
    run_threads(count, false);
    const long second = page_faults();
    run_threads(count, true);
    const long third = page_faults();
    EXPECT_LE(third - second, second - first + count);
}

} // namespace
