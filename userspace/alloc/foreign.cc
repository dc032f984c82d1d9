// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Gives pages of slabs back whose owner may be asleep for ever. The thread that
// freed the last block of a page notes the slab; when it has noted as many as
// it may, it freezes them: from then on their owners' frees are remote frees,
// and allocation doesn't start from them. A barrier on all threads makes sure
// that an owner that has not seen this yet is seen as busy.
#include "heap.hpp"
#include "system.hpp"

namespace banos::alloc {

namespace {

struct frozen_slab {
    slab* of;
    owner_word owner;
};

owner_word frozen_word(const heap& by) noexcept {
    return by.word() | frozen_bit;
}

// The owner accounts for all pages of its current slabs.
bool may_be_frozen(const slab& of) noexcept {
    const slab_state state = of.state.load(std::memory_order_relaxed);
    return state == slab_state::partial || state == slab_state::full;
}

bool freeze(const heap& by, slab* of, frozen_slab& frozen) noexcept {
    if (of == nullptr)
        return false;
    owner_word owner = of->owner.load(std::memory_order_acquire);
    if (owner < page_bytes || (owner & frozen_bit) != 0 || without_aside(owner) == by.word() ||
        !may_be_frozen(*of))
        return false;
    frozen = {of, without_aside(owner)};
    return of->owner.compare_exchange_strong(owner, frozen_word(by));
}

// It is still this thread's to work on if its owner did not give it away while
// it was busy.
bool is_frozen(const heap& by, const slab& of) noexcept {
    return without_aside(of.owner.load(std::memory_order_acquire)) == frozen_word(by);
}

void thaw(const heap& by, const frozen_slab& frozen) noexcept {
    owner_word expected = frozen.of->owner.load(std::memory_order_relaxed);
    while (without_aside(expected) == frozen_word(by) &&
           !frozen.of->owner.compare_exchange_weak(expected, frozen.owner | aside_bit)) {
    }
}

bool wait_for(const heap& owner) noexcept {
    for (int turn = 0; turn < 100; turn++) {
        if (!owner.busy.load(std::memory_order_acquire))
            return true;
        system_yield();
    }
    return false;
}

void discard_frozen(const heap& by, const frozen_slab& frozen) noexcept {
    if (!wait_for(*reinterpret_cast<const heap*>(frozen.owner)) || !is_frozen(by, *frozen.of))
        return;
    if (!may_be_frozen(*frozen.of) || frozen.of->shares_page())
        return;
    discard_pages(*frozen.of, idle_pages(*frozen.of));
}

} // namespace

void heap_settle_foreign(heap& by) noexcept {
    frozen_slab frozen[foreign_pages];
    unsigned count = 0;
    for (unsigned noted = 0; noted < by.foreign_count; noted++) {
        if (freeze(by, slab_named(by.foreign[noted]), frozen[count]))
            count++;
    }
    by.foreign_count = 0;
    const bool seen = count != 0 && system_barrier();
    for (unsigned each = 0; each < count; each++) {
        if (seen)
            discard_frozen(by, frozen[each]);
        thaw(by, frozen[each]);
    }
}

void heap_note_foreign(heap& by, slab& of) noexcept {
    if (!may_be_frozen(of))
        return;
    by.foreign[by.foreign_count++] = name_of(of);
    if (by.foreign_count == foreign_pages)
        heap_settle_foreign(by);
}

} // namespace banos::alloc
