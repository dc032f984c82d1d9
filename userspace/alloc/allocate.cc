// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "allocate.hpp"

#include "large.hpp"
#include "pool.hpp"
#include "system.hpp"

#include <cerrno>

namespace banos::alloc {

namespace {

// Everything that is free goes back: the last resort before "no memory".
void release_all(heap& by) noexcept {
    large_clean(0);
    heap_release_idle(by);
    pool_clean(0);
}

void* allocate_from(heap& by, unsigned index) noexcept {
    slab* of = heap_refill(by, index);
    if (of == nullptr) {
        release_all(by);
        of = heap_refill(by, index);
    }
    return of == nullptr ? nullptr : take_slot(*of);
}

void* allocate_small(unsigned index) noexcept {
    if (heap* by = thread_heap_or_make())
        return allocate_from(*by, index);
    heap& stray = stray_heap_take();
    void* block = allocate_from(stray, index);
    stray_heap_give(stray);
    return block;
}

void collect_after_claim(heap& by, slab& of, unsigned slot) noexcept {
    collect(of);
    heap_look(by, of, slot);
}

// The owner's word says from now on that there is something aside, unless
// nobody owns the slab any more: then this heap does.
void tell_owner(heap& by, slab& of, unsigned slot) noexcept {
    owner_word owner = of.owner.load();
    while ((owner & (aside_bit | frozen_bit)) == 0 && owner != owner_pool) {
        if (owner == owner_full || owner == owner_shared) {
            if (heap_claim(by, of))
                return collect_after_claim(by, of, slot);
            owner = of.owner.load();
        } else if (of.owner.compare_exchange_weak(owner, owner | aside_bit)) {
            return;
        }
    }
}

// The slab is another thread's. It may be anything once the slot is aside.
void free_remotely(heap& by, slab& of, void* block, unsigned slot) noexcept {
    const std::uint64_t bit = std::uint64_t{1} << slot;
    const std::uint64_t free = of.free.load(std::memory_order_relaxed);
    const std::uint64_t all = of.all_slots();
    const unsigned index = of.index;
    if (checks && (free & bit) != 0)
        report_free(block);
    const std::uint64_t before = of.aside.fetch_or(bit);
    if (checks && (before & bit) != 0)
        report_free(block);
    if (before == 0)
        tell_owner(by, of, slot);
    by.busy.store(false, std::memory_order_release);
    const std::uint64_t used = all & ~(free | before | bit);
    if (any_page_idle(index, pages_of_slot(classes[index], slot), used))
        heap_note_foreign(by, of);
}

void free_aside_own(heap& by, slab& of, void* block, unsigned slot) noexcept {
    const std::uint64_t aside = of.aside.load(std::memory_order_acquire);
    if (checks && (aside >> slot & 1) != 0)
        report_free(block);
    std::uint64_t place = slot;
    const freed outcome = free_own(by, of, block, place);
    if (outcome == freed::not_at_all)
        report_free(block);
    collect(of);
    if (outcome == freed::with_a_look || aside != 0)
        heap_look(by, of, slot);
}

// The heap is busy, and not afterwards.
void free_slot(heap& by, slab& of, void* block) noexcept {
    const slot_quotient place = slot_at(of, block);
    const auto slot = static_cast<unsigned>(place.slot);
    for (;;) {
        const owner_word owner = of.owner.load(std::memory_order_acquire);
        if (checks && (owner == owner_pool || place.fraction >= of.inverse))
            report_free(block);
        if (without_aside(owner) == by.word())
            break;
        if (owner != owner_full && without_aside(owner) != owner_shared)
            return free_remotely(by, of, block, slot);
        if (checks && (of.free_anyhow() >> slot & 1) != 0)
            report_free(block);
        if (heap_claim(by, of))
            break;
    }
    free_aside_own(by, of, block, slot);
    by.busy.store(false, std::memory_order_release);
}

void free_large(void* block) noexcept {
    if (large_free(block) != large_state::live)
        report_free(block);
}

} // namespace

void refuse_slowly(const void* block) noexcept {
    report_free(block);
}

void look_slowly(heap& by, slab& of, std::uint64_t slot) noexcept {
    heap_look(by, of, static_cast<unsigned>(slot));
    by.busy.store(false, std::memory_order_release);
}

void* no_memory() noexcept {
    errno = ENOMEM;
    return nullptr;
}

void* allocate_from_slab(std::size_t size) noexcept {
    heap& by = *thread_heap;
    const unsigned index = class_of(size);
    recent_block& recent = by.recent[index][by.recent_last[index]];
    if (recent.slab_and_slot != 0)
        recent.slab_and_slot = 0; // It is in use, or another thread's slab.
    by.busy.store(false, std::memory_order_release);
    if (slab* of = by.current[index]) [[likely]] {
        if (void* block = take_slot(*of)) [[likely]]
            return block;
    }
    return allocate_slowly(size);
}

void* allocate_slowly(std::size_t size) noexcept {
    void* block = size < large_bytes ? allocate_small(class_of(size))
                                     : large_allocate_or_trim(size, page_bytes, false);
    return block == nullptr ? no_memory() : block;
}

void* large_allocate_or_trim(std::size_t size, std::size_t alignment, bool zeroed) noexcept {
    void* block = large_allocate(size, alignment, zeroed);
    heap* by = block == nullptr ? thread_heap_or_make() : nullptr;
    if (by == nullptr)
        return block;
    release_all(*by);
    return large_allocate(size, alignment, zeroed);
}

void free_slowly(void* block) noexcept {
    if (block == nullptr)
        return;
    region* in = region_of(block);
    if (in == nullptr)
        return free_large(block);
    slab& of = slab_at(*in, block);
    if (heap* by = thread_heap_or_make()) {
        by->busy.store(true, std::memory_order_relaxed);
        std::atomic_signal_fence(std::memory_order_seq_cst);
        return free_slot(*by, of, block);
    }
    heap& stray = stray_heap_take();
    free_slot(stray, of, block);
    stray_heap_give(stray);
}

} // namespace banos::alloc
