// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// What ends a program: each in a process of its own, and what it says.
#include <banos/malloc.h>

#include <gtest/gtest.h>

#include <array>
#include <thread>
#include <vector>

namespace {

constexpr std::array sizes{1UL, 16UL, 48UL, 64UL, 100UL, 512UL, 1000UL, 4096UL, 20000UL, 65535UL};

// As the compiler cannot know what is freed.
char* opaque(void* pointer) {
    __asm__("" : "+r"(pointer));
    return static_cast<char*>(pointer);
}

void expect_end(void (*deed)(std::size_t), std::size_t size, const char* sentence) {
    EXPECT_EXIT(deed(size), testing::KilledBySignal(SIGABRT), sentence) << size;
}

TEST(alloc_free_death, twice) {
    for (const std::size_t size : sizes)
        expect_end(
            [](std::size_t bytes) {
                char* block = opaque(banos_malloc(bytes));
                banos_free(block);
                banos_free(opaque(block));
            },
            size, "free of 0x[0-9a-f]*, which is (a block that is free already|no block)");
}

TEST(alloc_free_death, twice_with_others_in_between) {
    for (const std::size_t size : sizes)
        expect_end(
            [](std::size_t bytes) {
                std::vector<char*> blocks(200);
                for (char*& each : blocks)
                    each = opaque(banos_malloc(bytes));
                for (char* each : blocks)
                    banos_free(each);
                banos_free(blocks[77]);
            },
            size, "free of 0x[0-9a-f]*, which is (a block that is free already|no block)");
}

TEST(alloc_free_death, twice_by_another_thread) {
    for (const std::size_t size : sizes)
        expect_end(
            [](std::size_t bytes) {
                char* kept = opaque(banos_malloc(bytes));
                char* block = opaque(banos_malloc(bytes));
                banos_free(block);
                std::thread([&] { banos_free(opaque(block)); }).join();
                banos_free(kept);
            },
            size, "which is a block that is free already");
}

TEST(alloc_free_death, by_another_thread_and_then_by_this) {
    for (const std::size_t size : sizes)
        expect_end(
            [](std::size_t bytes) {
                char* kept = opaque(banos_malloc(bytes));
                char* block = opaque(banos_malloc(bytes));
                std::thread([&] { banos_free(opaque(block)); }).join();
                banos_free(block);
                banos_free(kept);
            },
            size, "which is a block that is free already");
}

TEST(alloc_free_death, twice_after_the_thread_ended) {
    for (const std::size_t size : sizes)
        expect_end(
            [](std::size_t bytes) {
                char* block = nullptr;
                char* kept = nullptr;
                std::thread([&] {
                    kept = opaque(banos_malloc(bytes));
                    block = opaque(banos_malloc(bytes));
                }).join();
                banos_free(block);
                banos_free(opaque(block));
                banos_free(kept);
            },
            size, "which is a block that is free already");
}

TEST(alloc_free_death, the_middle_of_a_block) {
    for (const std::size_t size : sizes) {
        if (size < 16)
            continue;
        expect_end([](std::size_t bytes) { banos_free(opaque(banos_malloc(bytes)) + 8); }, size,
                   "which is 8 bytes into a block in use");
        expect_end([](std::size_t bytes) { banos_free(opaque(banos_malloc(bytes)) + bytes / 2); },
                   size, "bytes into a block in use");
    }
}

TEST(alloc_free_death, what_was_never_handed_out) {
    for (const std::size_t size : {64UL, 100UL, 1000UL})
        expect_end(
            [](std::size_t bytes) {
                char* block = opaque(banos_malloc(bytes));
                banos_free(block + banos_malloc_usable_size(block));
            },
            size, "which is a block that is free already");
}

TEST(alloc_free_death, what_lies_between_slabs) {
    expect_end(
        [](std::size_t bytes) {
            const auto block = reinterpret_cast<std::uintptr_t>(banos_malloc(bytes));
            banos_free(opaque(reinterpret_cast<void*>((block | 0xfffff) & ~std::uintptr_t{15})));
        },
        64, "which is no block: it lies in memory that is free or was never a block");
}

TEST(alloc_free_death, what_is_no_block_at_all) {
    expect_end(
        [](std::size_t) {
            int variable = 0;
            banos_free(opaque(&variable));
        },
        1, "which is no block of this allocator");
    expect_end([](std::size_t) { banos_free(opaque(reinterpret_cast<void*>(0x7000000000001))); }, 1,
               "which is no block of this allocator");
}

TEST(alloc_free_death, a_large_block_twice) {
    for (const std::size_t size : {65536UL, 1UL << 20, 3UL << 20})
        expect_end(
            [](std::size_t bytes) {
                char* block = opaque(banos_malloc(bytes));
                banos_free(block);
                banos_free(opaque(block));
            },
            size, "which is a large block that is free already, of [0-9]* bytes");
}

TEST(alloc_free_death, an_unmapped_large_block) {
    expect_end(
        [](std::size_t bytes) {
            char* block = opaque(banos_malloc(bytes));
            banos_free(block);
            banos_free(opaque(block));
        },
        64UL << 20, "which is a large block that is free already and was unmapped");
}

TEST(alloc_free_death, the_middle_of_a_large_block) {
    for (const std::size_t offset : {1UL, 16UL, 4096UL, 1UL << 20, (3UL << 20) - 1})
        expect_end([](std::size_t bytes) { banos_free(opaque(banos_malloc(3UL << 20)) + bytes); },
                   offset, "bytes into a large block in use, of 3145728 bytes");
}

TEST(alloc_free_death, a_resized_block_that_is_free) {
    for (const std::size_t size : sizes)
        expect_end(
            [](std::size_t bytes) {
                char* block = opaque(banos_malloc(bytes));
                banos_free(block);
                block = opaque(banos_realloc(opaque(block), 2 * bytes));
            },
            size, "free already|no block");
}

} // namespace
