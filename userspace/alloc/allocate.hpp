// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// The short ways of malloc and free, to be inlined into both families of
// names. Everything that happens less than once in some dozen calls is behind
// a call of a function that ends in _slowly.
#ifndef BANOS_ALLOC_ALLOCATE_HPP
#define BANOS_ALLOC_ALLOCATE_HPP

#include "report.hpp"
#include "thread.hpp"

#ifndef BANOS_MALLOC_CHECKS
#define BANOS_MALLOC_CHECKS 1
#endif

namespace banos::alloc {

// Off only to measure what the checks cost.
inline constexpr bool checks = BANOS_MALLOC_CHECKS != 0;

// Sets errno when it answers null.
void* allocate_slowly(std::size_t size) noexcept;
void* allocate_from_slab(std::size_t size) noexcept; // Below large_bytes.
void free_slowly(void* block) noexcept;

// Sets errno, and answers null.
[[gnu::cold]] void* no_memory() noexcept;

// A large block; what is free of everything is given back before there is none.
void* large_allocate_or_trim(std::size_t size, std::size_t alignment, bool zeroed) noexcept;

// Clears that bit of the word; answers whether it was set before.
inline bool clear_bit(std::uint64_t& word, std::uint64_t bit) noexcept {
#if defined(__x86_64__)
    bool was_set;
    __asm__("btrq %2, %0" : "+r"(word), "=@ccc"(was_set) : "r"(bit));
    return was_set;
#else
    const std::uint64_t mask = std::uint64_t{1} << (bit % 64);
    const bool was_set = (word & mask) != 0;
    word &= ~mask;
    return was_set;
#endif
}

// Sets that bit of the word; answers whether it was set before.
inline bool set_bit(std::uint64_t& word, std::uint64_t bit) noexcept {
#if defined(__x86_64__)
    bool was_set;
    __asm__("btsq %2, %0" : "+r"(word), "=@ccc"(was_set) : "r"(bit));
    return was_set;
#else
    const std::uint64_t mask = std::uint64_t{1} << (bit % 64);
    const bool was_set = (word & mask) != 0;
    word |= mask;
    return was_set;
#endif
}

// For any address of the slab.
inline slot_quotient slot_at(const slab& of, const void* block) noexcept {
    return divide(static_cast<std::uint64_t>(static_cast<const char*>(block) - of.start),
                  of.inverse);
}

// A slot of the current slab of its class, if it has one.
inline void* take_slot(slab& of) noexcept {
    const std::uint64_t free = of.free.load(std::memory_order_relaxed);
    if (free == 0) [[unlikely]]
        return nullptr;
    of.free.store(free & (free - 1), std::memory_order_relaxed);
    return of.start + static_cast<std::uint32_t>(std::countr_zero(free)) * of.size;
}

// The slab must be the heap's, and no other thread have frozen it: see free_own.
[[gnu::always_inline]] inline bool take_recent(heap& by, std::uintptr_t slab_and_slot) noexcept {
    slab& of = *reinterpret_cast<slab*>(slab_and_slot & ~std::uintptr_t{63});
    by.busy.store(true, std::memory_order_relaxed);
    std::atomic_signal_fence(std::memory_order_seq_cst);
    if (of.owner.load(std::memory_order_acquire) != by.word()) [[unlikely]]
        return false;
    std::uint64_t free = of.free.load(std::memory_order_relaxed);
    if (!clear_bit(free, slab_and_slot)) [[unlikely]]
        return false;
    of.free.store(free, std::memory_order_relaxed);
    of.until_look = static_cast<std::uint8_t>(of.until_look + of.rough);
    by.busy.store(false, std::memory_order_release);
    return true;
}

[[gnu::always_inline]] inline void* allocate(std::size_t size) noexcept {
    if (size > table_bytes) [[unlikely]] {
        if (size >= large_bytes)
            return allocate_slowly(size);
    }
    const unsigned index = class_of(size);
    heap& by = *thread_heap;
    const std::uint8_t last = by.recent_last[index];
    recent_block& recent = by.recent[index][last];
    if (recent.slab_and_slot == 0 || !take_recent(by, recent.slab_and_slot)) [[unlikely]]
        return allocate_from_slab(size);
    recent.slab_and_slot = 0;
    by.recent_last[index] = static_cast<std::uint8_t>(last - 1U) % recent_count;
    return recent.block;
}

// Its slab's class, of a block that was just freed.
[[gnu::always_inline]] inline void note_recent(heap& by, slab& of, std::uint64_t slot,
                                               void* block) noexcept {
    const unsigned index = of.index;
    const unsigned last = (by.recent_last[index] + 1U) % recent_count;
    by.recent_last[index] = static_cast<std::uint8_t>(last);
    by.recent[index][last] = {reinterpret_cast<std::uintptr_t>(&of) | slot, block};
}

enum class freed { quietly, with_a_look, not_at_all };

// The heap owns the slab, does not have the slot aside, and is busy. Says
// whether the pages are to be looked at; or that the block is none in use.
[[gnu::always_inline]] inline freed free_own(heap& by, slab& of, void* block,
                                             std::uint64_t& slot) noexcept {
    const slot_quotient place = slot_at(of, block);
    if (checks && place.fraction >= of.inverse) [[unlikely]]
        return freed::not_at_all;
    slot = place.slot;
    std::uint64_t free = of.free.load(std::memory_order_relaxed);
    const bool was_free = set_bit(free, slot);
    if (checks && was_free) [[unlikely]]
        return freed::not_at_all;
    of.free.store(free, std::memory_order_relaxed);
    note_recent(by, of, slot, block);
    __builtin_prefetch(block, 1); // It is handed out again soon.
    return --of.until_look == 0 ? freed::with_a_look : freed::quietly;
}

// Ends the program. Not said to return never, so that it is jumped to and
// nothing is saved for it.
void refuse_slowly(const void* block) noexcept;

// The heap is not busy afterwards.
void look_slowly(heap& by, slab& of, std::uint64_t slot) noexcept;

[[gnu::always_inline]] inline void deallocate(void* block) noexcept {
    region* in = region_of(block);
    if (in == nullptr) [[unlikely]]
        return free_slowly(block);
    slab& of = slab_at(*in, block);
    heap& by = *thread_heap;
    by.busy.store(true, std::memory_order_relaxed);
    std::atomic_signal_fence(std::memory_order_seq_cst);
    if (of.owner.load(std::memory_order_acquire) != by.word()) [[unlikely]]
        return free_slowly(block);
    std::uint64_t slot = 0;
    const freed outcome = free_own(by, of, block, slot);
    if (outcome == freed::not_at_all) [[unlikely]]
        return refuse_slowly(block);
    if (outcome == freed::with_a_look) [[unlikely]]
        return look_slowly(by, of, slot);
    by.busy.store(false, std::memory_order_release);
}

} // namespace banos::alloc

#endif
