// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Gives pages of slabs back whose owner may be asleep for ever. The thread that
// freed the last block of a page notes the slab; when it has noted as many as
// it may, it freezes those that still have such pages: from then on their
// owners' frees are remote frees, and allocation doesn't start from them. A
// barrier on all threads makes sure that an owner that has not seen this yet is
// seen as busy.
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

// The owner, or whoever freed blocks with it, may have used the pages again.
bool is_worth_it(const slab& of) noexcept {
    return may_be_frozen(of) && !of.shares_page() && idle_pages(of) != 0;
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

// The first ones are within the thread's allowance; the others are charged
// to the process in groups of as many.
constexpr unsigned charged_notes(unsigned count) {
    return count < foreign_pages ? 0 : count - count % foreign_pages - foreign_pages;
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
    frozen_slab frozen[heap::foreign_limit];
    unsigned count = 0;
    for (unsigned noted = 0; noted < by.foreign_count; noted++) {
        if (!freeze(by, slab_named(by.foreign[noted]), frozen[count]))
            continue;
        if (is_worth_it(*frozen[count].of))
            count++;
        else
            thaw(by, frozen[count]);
    }
    charge(-static_cast<std::int64_t>(charged_notes(by.foreign_count)));
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
    if (by.foreign_count % foreign_pages != 0)
        return;
    if (by.foreign_count != foreign_pages)
        charge(foreign_pages);
    if (by.foreign_count == heap::foreign_limit || !retain_pages || over_bound())
        heap_settle_foreign(by);
}

} // namespace banos::alloc
