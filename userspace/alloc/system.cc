// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "system.hpp"

#include "lock.hpp"

#include <linux/futex.h>
#include <linux/membarrier.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace banos::alloc {

namespace {

std::atomic<bool> barrier_registered{false};

void processor_pause() noexcept {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("isb");
#endif
}

void unmap_part(char* start, std::size_t bytes) noexcept {
    if (bytes != 0 && !system_unmap(start, bytes))
        system_discard(start, bytes);
}

} // namespace

void* system_map(std::size_t bytes) noexcept {
    const keep_errno kept;
    void* start = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return start == MAP_FAILED ? nullptr : start;
}

void* system_map_aligned(std::size_t bytes, std::size_t alignment) noexcept {
    auto* start = static_cast<char*>(system_map(bytes));
    if (start == nullptr)
        return nullptr;
    if ((reinterpret_cast<std::uintptr_t>(start) & (alignment - 1)) == 0)
        return start;
    unmap_part(start, bytes);
    const std::size_t room = bytes + alignment;
    if (room < bytes)
        return nullptr;
    start = static_cast<char*>(system_map(room));
    if (start == nullptr)
        return nullptr;
    const std::size_t skipped = -reinterpret_cast<std::uintptr_t>(start) & (alignment - 1);
    unmap_part(start, skipped);
    unmap_part(start + skipped + bytes, alignment - skipped);
    return start + skipped;
}

bool system_unmap(void* start, std::size_t bytes) noexcept {
    const keep_errno kept;
    return munmap(start, bytes) == 0;
}

void* system_remap(void* start, std::size_t bytes, std::size_t new_bytes) noexcept {
    const keep_errno kept;
    void* moved = mremap(start, bytes, new_bytes, MREMAP_MAYMOVE);
    return moved == MAP_FAILED ? nullptr : moved;
}

void system_discard(void* start, std::size_t bytes) noexcept {
    const keep_errno kept;
    madvise(start, bytes, MADV_DONTNEED);
}

void system_advise_huge(void* start, std::size_t bytes) noexcept {
    const keep_errno kept;
    madvise(start, bytes, MADV_HUGEPAGE);
}

void system_advise_no_huge(void* start, std::size_t bytes) noexcept {
    const keep_errno kept;
    madvise(start, bytes, MADV_NOHUGEPAGE);
}

void system_guard(void* start, std::size_t bytes) noexcept {
    const keep_errno kept;
    mprotect(start, bytes, PROT_NONE);
}

bool system_barrier() noexcept {
    const keep_errno kept;
    if (!barrier_registered.load(std::memory_order_acquire)) {
        if (syscall(SYS_membarrier, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED, 0, 0) != 0)
            return false;
        barrier_registered.store(true, std::memory_order_release);
    }
    return syscall(SYS_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0, 0) == 0;
}

void system_forget_barrier() noexcept {
    barrier_registered.store(false, std::memory_order_release);
}

void system_yield() noexcept {
    const keep_errno kept;
    sched_yield();
}

void system_write(int file, const char* text, std::size_t length) noexcept {
    const keep_errno kept;
    while (length != 0) {
        const ssize_t written = write(file, text, length);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return;
        text += written;
        length -= static_cast<std::size_t>(written);
    }
}

void lock::wait() noexcept {
    const keep_errno kept;
    for (int turn = 0; turn < 200; turn++) {
        std::uint32_t expected = open;
        processor_pause();
        if (state_.load(std::memory_order_relaxed) == open &&
            state_.compare_exchange_weak(expected, taken, std::memory_order_acquire))
            return;
    }
    while (state_.exchange(contended, std::memory_order_acquire) != open)
        syscall(SYS_futex, &state_, FUTEX_WAIT_PRIVATE, contended, nullptr, nullptr, 0);
}

void lock::wake() noexcept {
    const keep_errno kept;
    syscall(SYS_futex, &state_, FUTEX_WAKE_PRIVATE, 1, nullptr, nullptr, 0);
}

} // namespace banos::alloc
