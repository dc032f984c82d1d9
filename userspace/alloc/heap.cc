// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "heap.hpp"

#include "bitmap.hpp"
#include "heap_pages.hpp"
#include "large.hpp"
#include "lock.hpp"
#include "pool.hpp"
#include "system.hpp"

#include <algorithm>
#include <iterator>

namespace banos::alloc {

bool retain_pages = true;

namespace {

void link_partial(heap& by, slab& of) noexcept {
    prepend(by.partial[of.index], of);
    of.state.store(slab_state::partial, std::memory_order_relaxed);
}

void unlink_partial(heap& by, slab& of) noexcept {
    remove(by.partial[of.index], of);
}

// It has less free slots than make it worth allocating from.
void link_resting(heap& by, slab& of) noexcept {
    append(by.resting[of.index], of);
    of.until_look = of.shape().wake;
    of.rough = 1;
    of.state.store(slab_state::full, std::memory_order_relaxed);
}

// Owns it now, a full slab of which something may have been freed.
void link_claimed(heap& by, slab& of) noexcept {
    if (of.shape().wake != 1)
        return link_resting(by, of);
    link_partial(by, of);
    of.until_look = of.shape().slots_per_page;
    of.rough = 0;
}

bool is_empty(const slab& of) noexcept {
    return of.free_anyhow() == of.all_slots();
}

// The heap owns it, it is on no list, and nothing of it is in use.
void give_up(heap& by, slab& of) noexcept {
    forget_recent(by, of);
    leave_queue(by, of);
    account(by, of, 0);
    pool_give(of);
}

// A heap with no more retained pages than that keeps empty slabs.
constexpr std::uint32_t empty_pages = thread_pages / 2;

// Empty slabs go back to the pool, where other classes can use them; the last
// of its class, and a few more, only if nothing is to be kept.
bool release_if_spare(heap& by, slab& of) noexcept {
    if (!is_empty(of))
        return false;
    const slab_state state = of.state.load(std::memory_order_relaxed);
    if (state == slab_state::current) {
        if (retain_pages)
            return false;
        by.current[of.index] = nullptr;
    } else {
        const bool last = of.next == 0 && of.previous == 0;
        if (retain_pages && (last || by.accounted + of.shape().pages <= empty_pages))
            return false;
        unlink_partial(by, of);
    }
    give_up(by, of);
    return true;
}

// Changes the owner from this heap; waits while the slab is frozen.
void change_owner(heap& by, slab& of, owner_word owner) noexcept {
    if (single_threaded())
        return of.owner.store(owner, std::memory_order_relaxed);
    for (;;) {
        owner_word expected = of.owner.load(std::memory_order_relaxed);
        if (without_aside(expected) == by.word() && of.owner.compare_exchange_weak(expected, owner))
            return;
        if ((expected & frozen_bit) != 0)
            system_yield();
    }
}

// The slab belongs to nobody from here on, unless a slot is put aside just now:
// that was not the first of a full slab for its thread, so it is for this one.
void disown_full(heap& by, slab& of) noexcept {
    forget_recent(by, of);
    of.state.store(slab_state::full, std::memory_order_relaxed);
    change_owner(by, of, owner_full);
    owner_word expected = owner_full;
    if (of.aside.load() == 0 || !of.owner.compare_exchange_strong(expected, by.word() | aside_bit))
        return;
    const working now(by);
    link_partial(by, of);
    recount(by, of);
}

// Other threads have freed enough of a resting slab to make it worth while.
void wake(heap& by, slab& of) noexcept {
    collect(of);
    if (is_empty(of)) {
        give_up(by, of);
        return;
    }
    link_partial(by, of);
    recount(by, of);
}

constexpr std::uint8_t exported_most = 4;
constexpr std::uint8_t exported_from = 2;

// Looks whether other threads have freed of the slabs that rest for longest.
void look_at_resting(heap& by, unsigned index, unsigned count) noexcept {
    const working now(by);
    slab_list& list = by.resting[index];
    const slab_name last = list.last;
    for (bool more = true; more && count != 0; count--) {
        slab* of = slab_named(list.first);
        if (of == nullptr)
            return;
        more = list.first != last;
        remove(list, *of);
        if (count_bits(of->free_anyhow() & of->all_slots()) >= of->shape().wake && owns(by, *of)) {
            by.exported[index] = std::min<std::uint8_t>(by.exported[index] + 1U, exported_most);
            wake(by, *of);
        } else {
            append(list, *of);
        }
    }
}

// A slab that was current and has no slot to hand out.
void retire(heap& by, slab& of) noexcept {
    leave_queue(by, of);
    account(by, of, 0);
    of.resident.store(of.all_pages(), std::memory_order_relaxed);
    const bool full = of.free_anyhow() == 0;
    if (full && by.exported[of.index] >= exported_from)
        return disown_full(by, of);
    const working now(by);
    if (full)
        return link_resting(by, of);
    link_partial(by, of);
    recount(by, of);
}

// Makes a slab current if it has a slot to hand out. The heap is busy.
slab* activate(heap& by, slab& of) noexcept {
    of.state.store(slab_state::current, std::memory_order_relaxed);
    if (!collect(of))
        return nullptr;
    recount(by, of);
    return &of;
}

enum class attempt { done, full, wait, none };

attempt activate_first(heap& by, unsigned index, slab*& chosen) noexcept {
    const working now(by);
    slab* of = slab_named(by.partial[index].first);
    if (of == nullptr) {
        of = pool_adopt(index, by.word());
        if (of == nullptr)
            return attempt::none;
    } else if (!owns(by, *of)) {
        return attempt::wait; // It is frozen.
    } else {
        unlink_partial(by, *of);
        leave_queue(by, *of);
    }
    chosen = of;
    return activate(by, *of) == nullptr ? attempt::full : attempt::done;
}

// So many resting slabs are looked at for each slab that is needed.
constexpr unsigned resting_looks = 4;

slab* next_slab(heap& by, unsigned index) noexcept {
    if (by.partial[index].first == 0)
        look_at_resting(by, index, resting_looks);
    slab* chosen = nullptr;
    for (;;) {
        const attempt outcome = activate_first(by, index, chosen);
        if (outcome == attempt::done)
            return chosen;
        if (outcome == attempt::none)
            break;
        if (outcome == attempt::full)
            retire(by, *chosen);
        else
            system_yield();
    }
    slab* of = pool_take(index, by.word());
    return of == nullptr ? nullptr : activate(by, *of);
}

} // namespace

namespace {

// What refills most often: both slabs are this thread's alone.
slab* refill_quickly(heap& by, unsigned index, slab& old) noexcept {
    const working now(by);
    slab* of = slab_named(by.partial[index].first);
    if (of == nullptr || of->owner.load(std::memory_order_acquire) != by.word() ||
        of->free.load(std::memory_order_relaxed) == 0)
        return nullptr;
    unlink_partial(by, *of);
    leave_queue(by, *of);
    of->state.store(slab_state::current, std::memory_order_relaxed);
    recount(by, *of);
    by.current[index] = of;
    leave_queue(by, old);
    account(by, old, 0);
    old.resident.store(old.all_pages(), std::memory_order_relaxed);
    link_resting(by, old);
    settle_charge(by);
    return of;
}

bool is_own_and_full(const heap& by, const slab& of) noexcept {
    return of.free.load(std::memory_order_relaxed) == 0 &&
           of.owner.load(std::memory_order_acquire) == by.word() &&
           of.aside.load(std::memory_order_acquire) == 0 && by.exported[of.index] < exported_from;
}

} // namespace

slab* heap_refill(heap& by, unsigned index) noexcept {
    slab* old = by.current[index];
    if (old != nullptr && is_own_and_full(by, *old)) {
        if (slab* of = refill_quickly(by, index, *old))
            return of;
    } else if (old != nullptr) {
        if (collect(*old))
            return old;
    }
    slab* chosen = next_slab(by, index);
    if (chosen == nullptr)
        return nullptr;
    by.current[index] = chosen;
    if (old != nullptr)
        retire(by, *old);
    settle_charge(by);
    return chosen;
}

namespace {

bool take_owner(slab& of, owner_word expected, owner_word owner) noexcept {
    if (!single_threaded())
        return of.owner.compare_exchange_strong(expected, owner);
    of.owner.store(owner, std::memory_order_relaxed);
    return true;
}

} // namespace

bool heap_claim(heap& by, slab& wanted) noexcept {
    owner_word expected = wanted.owner.load(std::memory_order_acquire);
    if (without_aside(expected) == owner_shared) {
        if (!pool_adopt(wanted, by.word()))
            return false;
        link_partial(by, wanted);
        recount(by, wanted);
        return true;
    }
    if (expected != owner_full || !take_owner(wanted, expected, by.word()))
        return false;
    // Who put the first slot aside may have told the owner before.
    if (wanted.aside.load(std::memory_order_acquire) != 0)
        wanted.owner.fetch_or(aside_bit);
    link_claimed(by, wanted);
    return true;
}

namespace {

// Whether so many of its slots are free that it is worth allocating from. What
// was freed lately may be in use again.
bool wake_own(heap& by, slab& of) noexcept {
    const unsigned free = count_bits(of.free_anyhow());
    if (free < of.shape().wake) {
        of.until_look = static_cast<std::uint8_t>(of.shape().wake - free);
        return false;
    }
    remove(by.resting[of.index], of);
    link_partial(by, of);
    if (by.exported[of.index] != 0)
        by.exported[of.index]--;
    return true;
}

// Another thread may have given pages back, and then a slot that was freed
// before been used again.
void mark_resident(slab& of, unsigned slot) noexcept {
    const page_range pages = pages_of_slot(of.shape(), slot);
    const std::uint32_t touched =
        (~std::uint32_t{0} >> (31 - pages.last)) & (~std::uint32_t{0} << pages.first);
    of.resident.store(of.resident.load(std::memory_order_relaxed) | touched,
                      std::memory_order_relaxed);
}

void recount_woken(heap& by, slab& of) noexcept {
    recount(by, of);
    settle_charge(by);
    if (over_bound())
        heap_trim(by);
}

} // namespace

void heap_look(heap& by, slab& of, unsigned slot) noexcept {
    if (of.state.load(std::memory_order_relaxed) == slab_state::full) {
        if (!wake_own(by, of))
            return;
        if (counts_roughly(by, of) && !is_empty(of))
            return recount_woken(by, of);
    }
    mark_resident(of, slot);
    by.exact = by.exact && charged_pages.load(std::memory_order_relaxed) > bound_pages() / 4 * 3;
    if (!counts_roughly(by, of) && !slot_left_idle(of, slot)) {
        look_exactly(of, idle_pages(of));
        return;
    }
    if (!release_if_spare(by, of))
        recount(by, of);
    settle_charge(by);
    if (over_bound())
        heap_trim(by);
}

namespace {

void recount_current(heap& by) noexcept {
    by.exact = true;
    for (slab* of : by.current) {
        if (of != nullptr && owns(by, *of))
            recount(by, *of);
    }
    settle_charge(by);
}

// Gives back idle pages of the slabs that have had them for longest, down to
// so many pages.
unsigned discard_oldest(heap& by, std::uint32_t pages) noexcept {
    unsigned given = 0;
    while (by.accounted > pages) {
        slab* of = first_queued(by);
        if (of == nullptr)
            break;
        if (!owns(by, *of))
            continue; // Frozen: its pages are being given back.
        if (of->state.load(std::memory_order_relaxed) == slab_state::partial && is_empty(*of)) {
            given += of->accounted;
            unlink_partial(by, *of);
            give_up(by, *of);
        } else {
            given += discard_idle(by, *of);
        }
    }
    settle_charge(by);
    return given;
}

} // namespace

void heap_trim(heap& by) noexcept {
    const keep_errno kept;
    recount_queue(by);
    if (charged_pages.load(std::memory_order_relaxed) <= bound_pages() / 4 * 3)
        return;
    pool_clean(bound_pages() / 4);
    if (!over_bound())
        return;
    large_clean(bound_pages() / 2);
    if (!over_bound())
        return;
    recount_current(by);
    if (over_bound())
        discard_oldest(by, retain_pages ? thread_pages / 2 : 0);
    if (over_bound())
        pool_clean(bound_pages() / 2);
}

bool heap_release_idle(heap& by) noexcept {
    for (unsigned index = 0; index < class_count; index++)
        look_at_resting(by, index, ~0U);
    const working now(by);
    recount_current(by);
    return discard_oldest(by, 0) != 0;
}

namespace {

void leave_to_pool(heap& by, slab& of) noexcept {
    while (!pool_leave(of, by.word()))
        system_yield();
}

void leave_all(heap& by, slab_list& list) noexcept {
    while (slab* of = slab_named(list.first)) {
        remove(list, *of);
        forget_recent(by, *of);
        leave_queue(by, *of);
        account(by, *of, 0);
        leave_to_pool(by, *of);
    }
}

} // namespace

void heap_disown(heap& by) noexcept {
    for (unsigned index = 0; index < class_count; index++) {
        if (slab* of = by.current[index]) {
            by.current[index] = nullptr;
            const working now(by);
            of->resident.store(of->all_pages(), std::memory_order_relaxed);
            link_partial(by, *of);
        }
        leave_all(by, by.partial[index]);
        leave_all(by, by.resting[index]);
    }
    by.queue_first = by.queue_count = 0;
    by.accounted = 0;
    settle_charge(by);
    by.exact = false;
    std::fill(std::begin(by.exported), std::end(by.exported), std::uint8_t{0});
}

namespace {

void reclaim(const heap& by, const slab_list& list) noexcept {
    for (slab* of = slab_named(list.first); of != nullptr; of = slab_named(of->next))
        of->owner.store(by.word() | aside_bit);
}

} // namespace

void heap_reclaim(heap& by) noexcept {
    for (unsigned index = 0; index < class_count; index++) {
        if (slab* of = by.current[index])
            of->owner.store(by.word() | aside_bit);
        reclaim(by, by.partial[index]);
        reclaim(by, by.resting[index]);
    }
}

} // namespace banos::alloc
