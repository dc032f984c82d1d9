// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// What a heap retains: for each of its slabs how many pages hold no block, in
// what order they came to be so, and after how many frees to look again. All
// of it is for the heap's thread, while it is busy or the slab is current.
#ifndef BANOS_ALLOC_HEAP_PAGES_HPP
#define BANOS_ALLOC_HEAP_PAGES_HPP

#include "heap.hpp"

namespace banos::alloc {

inline bool is_current(const slab& of) noexcept {
    return of.state.load(std::memory_order_relaxed) == slab_state::current;
}

// Pages count by the bytes of their slab's free slots, unless the process is
// near to its bound or some of the pages were given back.
inline bool counts_roughly(const heap& by, const slab& of) noexcept {
    return !by.exact && retain_pages &&
           of.resident.load(std::memory_order_relaxed) == of.all_pages();
}

// More frees than a slab has slots.
inline constexpr std::uint8_t never = 255;

// Keeps what is charged to the process near to what the heap has beyond its
// allowance, without a change of the common counter for each page.
void settle_charge(heap& by) noexcept;

// Of the slabs with retained pages the one that has had them for longest, which
// leaves the queue; or null.
slab* first_queued(heap& by) noexcept;
void leave_queue(heap& by, slab& of) noexcept;

// So many pages of the slab are retained.
void account(heap& by, slab& of, unsigned pages) noexcept;

// Accounts the idle pages and says when to look again.
void recount(heap& by, slab& of) noexcept;

// Counts the idle pages of all slabs in the queue, instead of what their free
// slots could fill.
void recount_queue(heap& by) noexcept;

// So many frees can make no page idle that is not named. A current slab may use
// pages again that were given back.
void look_exactly(slab& of, std::uint32_t idle) noexcept;

// Before the slab is another's or of another class, or loses memory.
void forget_recent(heap& by, const slab& of) noexcept;

// Gives back all idle pages of a slab that is in no queue; answers how many.
unsigned discard_idle(heap& by, slab& of) noexcept;

} // namespace banos::alloc

#endif
