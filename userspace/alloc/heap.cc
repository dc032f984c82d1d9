// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "heap.hpp"

#include "large.hpp"
#include "lock.hpp"
#include "pool.hpp"
#include "system.hpp"

#include <algorithm>

namespace banos::alloc {

bool retain_pages = true;

namespace {

void link_partial(heap& by, slab& of) noexcept {
    of.next = 0;
    of.previous = by.partial_last[of.index];
    const slab_name name = name_of(of);
    if (slab* previous = slab_named(of.previous))
        previous->next = name;
    else
        by.partial[of.index] = name;
    by.partial_last[of.index] = name;
    of.state.store(slab_state::partial, std::memory_order_relaxed);
}

void unlink_partial(heap& by, slab& of) noexcept {
    if (slab* next = slab_named(of.next))
        next->previous = of.previous;
    else
        by.partial_last[of.index] = of.previous;
    if (slab* previous = slab_named(of.previous))
        previous->next = of.next;
    else
        by.partial[of.index] = of.next;
    of.next = of.previous = 0;
}

// Keeps what is charged to the process near to what the heap has beyond its
// allowance, without a change of the common counter for each page.
void settle_charge(heap& by) noexcept {
    constexpr std::uint32_t step = 16;
    const std::uint32_t allowance = retain_pages ? thread_pages : 0;
    const std::uint32_t wanted = by.accounted > allowance ? by.accounted - allowance : 0;
    if (wanted <= by.charged && by.charged <= wanted + 2 * step)
        return;
    const std::uint32_t charged = wanted == 0 ? 0 : wanted + step;
    charge(static_cast<std::int64_t>(charged) - by.charged);
    by.charged = charged;
}

void leave_queue(heap& by, slab& of) noexcept {
    if (of.queued == 0)
        return;
    by.queue[of.queued - 1U] = 0;
    of.queued = 0;
}

slab* first_queued(heap& by) noexcept {
    while (by.queue_count != 0) {
        const slab_name name = by.queue[by.queue_first];
        by.queue_first = (by.queue_first + 1U) % heap::queue_size;
        by.queue_count--;
        if (slab* of = slab_named(name)) {
            of->queued = 0;
            return of;
        }
    }
    return nullptr;
}

void account(heap& by, slab& of, unsigned pages) noexcept {
    by.accounted += pages - of.accounted;
    of.accounted = static_cast<std::uint8_t>(pages);
    if (pages == 0)
        leave_queue(by, of);
}

// Gives back all idle pages of a slab that is in no queue.
unsigned discard_idle(heap& by, slab& of) noexcept {
    const unsigned given = of.shares_page() ? 0 : discard_pages(of, idle_pages(of));
    account(by, of, 0);
    of.until_look = frees_to_idle(of, 0);
    return given;
}

void enter_queue(heap& by, slab& of) noexcept {
    if (of.queued != 0)
        return;
    if (by.queue_count == heap::queue_size) {
        slab* oldest = first_queued(by);
        if (oldest != nullptr && owns(by, *oldest))
            discard_idle(by, *oldest);
    }
    const unsigned place = (by.queue_first + by.queue_count) % heap::queue_size;
    by.queue[place] = name_of(of);
    by.queue_count++;
    of.queued = static_cast<std::uint16_t>(place + 1);
}

// Accounts the idle pages and says when to look again. A current slab's pages
// count as idle, all of them, so that it need not be looked at; unless there
// is so little left that it matters.
void recount(heap& by, slab& of) noexcept {
    const bool loose = of.state.load(std::memory_order_relaxed) == slab_state::current &&
                       !by.exact && retain_pages;
    const std::uint32_t idle = loose ? of.resident.load(std::memory_order_relaxed) : idle_pages(of);
    account(by, of, static_cast<unsigned>(std::popcount(idle)));
    of.until_look = frees_to_idle(of, idle);
    if (of.accounted != 0 && !loose)
        enter_queue(by, of);
}

bool is_empty(const slab& of) noexcept {
    return of.free_anyhow() == of.all_slots();
}

// The heap owns it, it is on no list, and nothing of it is in use.
void give_up(heap& by, slab& of) noexcept {
    leave_queue(by, of);
    account(by, of, 0);
    if (by.hint_slab == &of)
        by.hint_slab = nullptr;
    pool_give(of);
}

// Empty slabs go back to the pool, where other classes can use them; the last
// of its class only if nothing is to be kept.
bool release_if_spare(heap& by, slab& of) noexcept {
    if (!is_empty(of))
        return false;
    const slab_state state = of.state.load(std::memory_order_relaxed);
    if (state == slab_state::current) {
        if (retain_pages)
            return false;
        by.current[of.index] = nullptr;
    } else {
        if (retain_pages && of.next == 0 && of.previous == 0)
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
    change_owner(by, of, owner_full);
    owner_word expected = owner_full;
    if (of.aside.load() == 0 || !of.owner.compare_exchange_strong(expected, by.word() | aside_bit))
        return;
    const working now(by);
    link_partial(by, of);
    recount(by, of);
}

slab* first_full(heap& by) noexcept {
    const slab_name name = by.full[by.full_first];
    by.full_first = (by.full_first + 1U) % heap::full_size;
    by.full_count--;
    slab* of = slab_named(name);
    const bool is_full = of != nullptr && owns(by, *of) &&
                         of->state.load(std::memory_order_relaxed) == slab_state::full;
    return is_full ? of : nullptr;
}

void enter_full(heap& by, slab& of) noexcept {
    if (by.full_count == heap::full_size) {
        if (slab* oldest = first_full(by))
            disown_full(by, *oldest);
    }
    by.full[(by.full_first + by.full_count) % heap::full_size] = name_of(of);
    by.full_count++;
}

// A full slab got free slots. The heap is busy.
void leave_full(heap& by, slab& of) noexcept {
    collect(of);
    if (is_empty(of)) {
        give_up(by, of);
        return;
    }
    link_partial(by, of);
    recount(by, of);
}

// Looks at the oldest full slabs whether other threads have freed of them.
void look_at_full(heap& by, unsigned count) noexcept {
    const working now(by);
    for (count = std::min<unsigned>(count, by.full_count); count != 0; count--) {
        slab* of = first_full(by);
        if (of == nullptr)
            continue;
        if (of->aside.load(std::memory_order_acquire) != 0)
            leave_full(by, *of);
        else
            enter_full(by, *of);
    }
}

// A slab that was current and has no slot to hand out.
void retire(heap& by, slab& of) noexcept {
    if (by.hint_slab == &of)
        by.hint_slab = nullptr;
    leave_queue(by, of);
    account(by, of, 0);
    if (of.aside.load(std::memory_order_acquire) == 0) {
        of.until_look = 1;
        of.state.store(slab_state::full, std::memory_order_release);
        enter_full(by, of);
        return;
    }
    const working now(by);
    link_partial(by, of);
    recount(by, of);
}

// Makes a slab current if it has a slot to hand out. The heap is busy.
slab* activate(heap& by, slab& of) noexcept {
    of.state.store(slab_state::current, std::memory_order_relaxed);
    if (!collect(of))
        warm_up(of);
    if (of.free.load(std::memory_order_relaxed) == 0)
        return nullptr;
    recount(by, of);
    return &of;
}

enum class attempt { done, full, wait, none };

attempt activate_first(heap& by, unsigned index, slab*& chosen) noexcept {
    const working now(by);
    slab* of = slab_named(by.partial[index]);
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

// So many full slabs are looked at for each slab that is needed.
constexpr unsigned full_looks = 4;

slab* next_slab(heap& by, unsigned index) noexcept {
    if (by.partial[index] == 0)
        look_at_full(by, full_looks);
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

slab* heap_refill(heap& by, unsigned index) noexcept {
    slab* old = by.current[index];
    if (old != nullptr) {
        if (collect(*old))
            return old;
        const slab* next = slab_named(by.partial[index]);
        if (old->aside.load(std::memory_order_relaxed) != 0 &&
            (next == nullptr || next->free.load(std::memory_order_relaxed) == 0)) {
            warm_up(*old);
            // What is aside may be warm by now: another thread has just freed it.
            if (collect(*old)) {
                recount(by, *old);
                return old;
            }
        }
    }
    if (over_bound()) {
        const working now(by);
        heap_trim(by);
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
    link_partial(by, wanted);
    wanted.until_look = wanted.shape().slots_per_page;
    return true;
}

void heap_look(heap& by, slab& of, unsigned slot) noexcept {
    if (of.state.load(std::memory_order_relaxed) == slab_state::full) {
        link_partial(by, of);
        of.until_look = of.shape().slots_per_page - 1;
        if (of.until_look != 0)
            return;
    }
    if (!slot_left_idle(of, slot)) {
        of.until_look = of.shape().pages == 1 ? frees_to_idle(of, 0) : std::uint8_t{1};
        return;
    }
    by.exact = by.exact && charged_pages.load(std::memory_order_relaxed) > bound_pages() / 2;
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
    pool_clean(bound_pages() / 2);
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
    look_at_full(by, by.full_count);
    const working now(by);
    recount_current(by);
    return discard_oldest(by, 0) != 0;
}

namespace {

void leave_to_pool(heap& by, slab& of) noexcept {
    while (!pool_leave(of, by.word()))
        system_yield();
}

// Also those that are frozen just now.
void disown_all_full(heap& by) noexcept {
    while (by.full_count != 0) {
        slab* of = slab_named(by.full[by.full_first]);
        while (of != nullptr && (of->owner.load() & frozen_bit) != 0)
            system_yield();
        of = first_full(by);
        if (of != nullptr)
            leave_to_pool(by, *of);
    }
}

} // namespace

void heap_disown(heap& by) noexcept {
    for (unsigned index = 0; index < class_count; index++) {
        if (slab* of = by.current[index]) {
            by.current[index] = nullptr;
            const working now(by);
            link_partial(by, *of);
        }
        while (slab* of = slab_named(by.partial[index])) {
            unlink_partial(by, *of);
            leave_queue(by, *of);
            account(by, *of, 0);
            leave_to_pool(by, *of);
        }
    }
    disown_all_full(by);
    by.hint_slab = nullptr;
    by.queue_count = 0;
    by.accounted = 0;
    settle_charge(by);
}

void heap_reclaim(heap& by) noexcept {
    for (unsigned index = 0; index < class_count; index++) {
        if (slab* of = by.current[index])
            of->owner.store(by.word() | aside_bit);
        for (slab* of = slab_named(by.partial[index]); of != nullptr; of = slab_named(of->next))
            of->owner.store(by.word() | aside_bit);
    }
    for (unsigned each = 0; each < by.full_count; each++) {
        slab* of = slab_named(by.full[(by.full_first + each) % heap::full_size]);
        if (of != nullptr && (of->owner.load() & frozen_bit) != 0 &&
            of->state.load() == slab_state::full)
            of->owner.store(by.word() | aside_bit);
    }
}

} // namespace banos::alloc
