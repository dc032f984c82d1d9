// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// A kernel that has no memory, at every call of mmap and mremap in turn, and
// one that cannot note another hole. The functions of the C library are
// replaced here, for this program.
#include "alloc_statistics.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <cerrno>
#include <cstdarg>
#include <cstring>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <thread>
#include <vector>

namespace {

std::atomic<long> calls{0};
std::atomic<long> fails_from{-1};
std::atomic<long> fails_to{-1};
std::atomic<bool> unmap_fails{false};
std::atomic<bool> armed{false};

bool fails() {
    if (!armed)
        return false;
    const long call = calls++;
    return call >= fails_from && call < fails_to;
}

} // namespace

extern "C" void* mmap(void* start, std::size_t bytes, int protection, int flags, int file,
                      off_t offset) noexcept {
    if (fails()) {
        errno = ENOMEM;
        return MAP_FAILED;
    }
    return reinterpret_cast<void*>(
        syscall(SYS_mmap, start, bytes, protection, flags, file, offset));
}

extern "C" int munmap(void* start, std::size_t bytes) noexcept {
    if (armed && unmap_fails) {
        errno = ENOMEM;
        return -1;
    }
    return static_cast<int>(syscall(SYS_munmap, start, bytes));
}

extern "C" void* mremap(void* start, std::size_t bytes, std::size_t new_bytes, int flags,
                        ...) noexcept {
    if (fails()) {
        errno = ENOMEM;
        return MAP_FAILED;
    }
    return reinterpret_cast<void*>(syscall(SYS_mremap, start, bytes, new_bytes, flags));
}

namespace {

struct arming {
    arming() { armed = true; }
    ~arming() { armed = false; }
};

struct outcome {
    int refused = 0;
    bool sound = true;
};

void take(outcome& into, std::vector<void*>& blocks, void* block, std::size_t size) {
    if (block == nullptr) {
        into.refused++;
        into.sound = into.sound && errno == ENOMEM;
        errno = 0;
        return;
    }
    std::memset(block, 1, size);
    blocks.push_back(block);
}

// Enough to need several regions, large blocks and a larger table of them.
outcome work() {
    outcome result;
    std::vector<void*> blocks;
    blocks.reserve(2000);
    const arming now;
    for (std::size_t size = 16; size < 60'000; size += size / 8)
        for (int each = 0; each < 3; each++)
            take(result, blocks, banos_malloc(size), size);
    for (std::size_t size = 70'000; size < 700'000; size += 5000)
        take(result, blocks, banos_calloc(1, size), 10);
    take(result, blocks, banos_aligned_alloc(1 << 21, 100), 100);
    take(result, blocks, banos_aligned_alloc(256, 5000), 5000);
    void* growing = banos_malloc(10);
    for (std::size_t size = 100; growing != nullptr && size < 10'000'000; size *= 3) {
        void* grown = banos_realloc(growing, size);
        growing = grown == nullptr ? growing : grown;
        result.refused += grown == nullptr ? 1 : 0;
    }
    banos_free(growing);
    for (void* each : blocks)
        banos_free(each);
    banos_malloc_trim(0);
    return result;
}

// A new thread has no heap yet: making one can fail, too.
outcome work_in_thread() {
    outcome result;
    std::thread([&] { result = work(); }).join();
    return result;
}

TEST(alloc_no_memory, at_every_call_once) {
    calls = 0;
    ASSERT_EQ(work_in_thread().refused, 0);
    const long all = calls;
    ASSERT_GT(all, 50);
    const std::size_t before = live_blocks();
    for (long call = 0; call < all; call++) {
        calls = 0;
        fails_from = call;
        fails_to = call + 1;
        const outcome result = work_in_thread();
        EXPECT_TRUE(result.sound) << call;
    }
    EXPECT_EQ(live_blocks(), before);
}

TEST(alloc_no_memory, from_every_call_on) {
    calls = 0;
    fails_from = fails_to = -1;
    work_in_thread();
    const long all = calls;
    const std::size_t before = live_blocks();
    int refused = 0;
    for (long call = 0; call < all; call++) {
        calls = 0;
        fails_from = call;
        fails_to = 1'000'000'000;
        const outcome result = work_in_thread();
        EXPECT_TRUE(result.sound) << call;
        refused += result.refused;
    }
    fails_from = fails_to = -1;
    EXPECT_GT(refused, 0);
    EXPECT_EQ(live_blocks(), before);
    EXPECT_EQ(work_in_thread().refused, 0);
}

TEST(alloc_no_memory, unmapping_is_refused) {
    const std::size_t before = live_blocks();
    unmap_fails = true;
    for (int turn = 0; turn < 20; turn++)
        EXPECT_EQ(work_in_thread().refused, 0);
    const std::size_t mapped = figure_of(statistics_json(), "mapped_bytes");
    EXPECT_EQ(work_in_thread().refused, 0);
    // What could not be unmapped is used again.
    EXPECT_LE(figure_of(statistics_json(), "mapped_bytes"), mapped + (std::size_t{64} << 20));
    unmap_fails = false;
    EXPECT_EQ(live_blocks(), before);
}

} // namespace
