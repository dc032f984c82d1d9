// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "pool.hpp"

#include "bitmap.hpp"
#include "lock.hpp"
#include "retained.hpp"

namespace banos::alloc {

namespace {

// The class of a region's longest run: its number of bits.
constexpr unsigned fit_count = 10;
static_assert(std::bit_width(region_pages) == fit_count - 1);

struct region_list {
    region* first = nullptr;
    region* last = nullptr;
};

struct pool_state {
    lock guard;
    region_list fit[fit_count];
    region_list dirty;
    region_list all;
    region* sharing = nullptr; // Where slabs that share pages were cut or joined last.
    region* empty = nullptr;   // One region that is kept with no slab in it.
    std::size_t slabs_ever = 0;
    std::atomic<slab_name> shared[class_count] = {};
};
constinit pool_state pool;

void append(region_list& list, region_links region::*links, region& added) noexcept {
    added.*links = {nullptr, list.last};
    (list.last == nullptr ? list.first : (list.last->*links).next) = &added;
    list.last = &added;
}

void remove(region_list& list, region_links region::*links, region& removed) noexcept {
    const region_links around = removed.*links;
    (around.previous == nullptr ? list.first : (around.previous->*links).next) = around.next;
    (around.next == nullptr ? list.last : (around.next->*links).previous) = around.previous;
}

region_list& fit_of(const region& of) noexcept {
    return pool.fit[std::bit_width(of.longest)];
}

// Moves the region to the lists that it belongs to, after a change.
template<typename function>
auto changing(region& of, function change) noexcept {
    region_list* const fit = &fit_of(of);
    const bool dirty = of.dirty_page_count != 0;
    auto answer = change();
    if (&fit_of(of) != fit) {
        remove(*fit, &region::fit, of);
        append(fit_of(of), &region::fit, of);
    }
    if (dirty && of.dirty_page_count == 0)
        remove(pool.dirty, &region::dirty, of);
    if (!dirty && of.dirty_page_count != 0)
        append(pool.dirty, &region::dirty, of);
    return answer;
}

region* add_region() noexcept {
    region* made = region_create();
    if (made == nullptr)
        return nullptr;
    append(fit_of(*made), &region::fit, *made);
    append(pool.all, &region::all, *made);
    return made;
}

// Unmaps a region without slabs. If the kernel refuses, it stays, as address
// space alone.
void drop_region(region& of) noexcept {
    if (of.dirty_page_count != 0)
        remove(pool.dirty, &region::dirty, of);
    remove(fit_of(of), &region::fit, of);
    remove(pool.all, &region::all, of);
    if (pool.sharing == &of)
        pool.sharing = nullptr;
    if (pool.empty == &of)
        pool.empty = nullptr;
    if (region_destroy(of))
        return;
    append(fit_of(of), &region::fit, of);
    append(pool.all, &region::all, of);
}

slab* cut(region& from, unsigned index) noexcept {
    return changing(from, [&]() -> slab* {
        const unsigned first = region_find(from, classes[index].units);
        if (first == region_units)
            return nullptr;
        if (pool.empty == &from)
            pool.empty = nullptr;
        pool.slabs_ever++;
        return &region_cut(from, first, index);
    });
}

// Where the run is surely long enough last: the smaller ones fill up first.
slab* cut_somewhere(unsigned index) noexcept {
    const unsigned pages = (classes[index].units + units_per_page - 1) / units_per_page;
    for (auto fit = static_cast<unsigned>(std::bit_width(pages)); fit < fit_count; fit++) {
        region* next = nullptr;
        for (region* from = pool.fit[fit].first; from != nullptr; from = next) {
            next = from->fit.next;
            if (from->longest < pages)
                continue;
            if (slab* made = cut(*from, index)) {
                if (made->shares_page())
                    pool.sharing = from;
                return made;
            }
        }
    }
    return nullptr;
}

slab* cut_anywhere(unsigned index) noexcept {
    if (classes[index].units < units_per_page && pool.sharing != nullptr) {
        if (slab* made = cut(*pool.sharing, index))
            return made;
    }
    if (slab* made = cut_somewhere(index))
        return made;
    return add_region() == nullptr ? nullptr : cut_somewhere(index);
}

void settle_empty(region& of) noexcept {
    if (pool.empty != nullptr && pool.empty != &of && (over_bound() || of.dirty_page_count == 0)) {
        drop_region(of);
        return;
    }
    pool.empty = &of;
}

void clean(std::int64_t pages) noexcept {
    while (pool.dirty.first != nullptr && charged_pages.load(std::memory_order_relaxed) > pages) {
        region& oldest = *pool.dirty.first;
        if (oldest.used_units == 0 && pool.empty != &oldest) {
            drop_region(oldest);
            continue;
        }
        changing(oldest, [&] {
            region_clean(oldest);
            return true;
        });
    }
}

void unlink_shared(slab& of) noexcept {
    if (slab* next = slab_named(of.next))
        next->previous = of.previous;
    if (slab* previous = slab_named(of.previous))
        previous->next = of.next;
    else
        pool.shared[of.index] = of.next;
    of.next = of.previous = 0;
    charge(-static_cast<std::int64_t>(of.accounted));
    of.accounted = 0;
}

void link_shared(slab& of) noexcept {
    of.previous = 0;
    of.next = pool.shared[of.index];
    if (slab* next = slab_named(of.next))
        next->previous = name_of(of);
    pool.shared[of.index] = name_of(of);
    of.state.store(slab_state::shared, std::memory_order_relaxed);
}

// Who has put a slot aside meanwhile finds no owner, and takes the slab.
void leave_full(slab& of) noexcept {
    of.accounted = 0;
    of.state.store(slab_state::full, std::memory_order_relaxed);
    of.owner.store(owner_full);
}

void take_shared(slab& of, owner_word owner) noexcept {
    unlink_shared(of);
    of.state.store(slab_state::partial, std::memory_order_relaxed);
    of.owner.store(owner);
    // Who put something aside meanwhile found no owner to tell.
    if (of.aside.load() != 0)
        of.owner.fetch_or(aside_bit);
}

void join(slab& ended) noexcept {
    region& of = *region_of(ended.start);
    changing(of, [&] {
        if (ended.shares_page())
            pool.sharing = &of;
        region_join(of, ended);
        return true;
    });
    if (!retain_pages && of.dirty_page_count != 0)
        changing(of, [&] {
            region_clean(of);
            return true;
        });
    if (of.used_units == 0)
        settle_empty(of);
}

} // namespace

slab* pool_take(unsigned index, owner_word owner) noexcept {
    const holding held(pool.guard);
    slab* made = cut_anywhere(index);
    if (made != nullptr)
        made->owner.store(owner, std::memory_order_release);
    return made;
}

void pool_give(slab& ended) noexcept {
    const holding held(pool.guard);
    join(ended);
}

slab* pool_adopt(unsigned index, owner_word owner) noexcept {
    if (pool.shared[index].load(std::memory_order_relaxed) == 0)
        return nullptr;
    const holding held(pool.guard);
    slab* adopted = slab_named(pool.shared[index]);
    if (adopted != nullptr)
        take_shared(*adopted, owner);
    return adopted;
}

bool pool_adopt(slab& wanted, owner_word owner) noexcept {
    const holding held(pool.guard);
    if (without_aside(wanted.owner.load(std::memory_order_acquire)) != owner_shared)
        return false;
    take_shared(wanted, owner);
    return true;
}

bool pool_leave(slab& left, owner_word owner) noexcept {
    const holding held(pool.guard);
    owner_word expected = owner;
    if (!left.owner.compare_exchange_strong(expected, owner_shared) &&
        (expected != (owner | aside_bit) ||
         !left.owner.compare_exchange_strong(expected, owner_shared)))
        return false;
    // Others' frees find owner_shared from here on and want the lock.
    collect(left);
    if ((left.free_anyhow() & left.all_slots()) == left.all_slots()) {
        left.accounted = 0;
        join(left);
        return true;
    }
    if (left.free_anyhow() == 0) {
        leave_full(left);
        return true;
    }
    std::uint32_t idle = idle_pages(left);
    if (over_bound()) {
        discard_pages(left, idle);
        idle = 0;
    }
    left.accounted = static_cast<std::uint8_t>(count_bits(idle)) & 127U;
    charge(left.accounted);
    link_shared(left);
    return true;
}

void pool_clean(std::int64_t pages) noexcept {
    const holding held(pool.guard);
    clean(pages);
}

void pool_lock() noexcept {
    pool.guard.acquire();
}

bool pool_try_lock() noexcept {
    return pool.guard.try_acquire();
}

void pool_unlock() noexcept {
    pool.guard.release();
}

std::size_t pool_slabs_ever() noexcept {
    return pool.slabs_ever;
}

region* pool_regions() noexcept {
    return pool.all.first;
}

namespace {

// A slab of a thread that does not exist: whatever that thread was about to do
// with it, the bitmaps say which slots are free.
void orphan(slab& of) noexcept {
    of.aside.store(of.aside.load() & ~of.free.load());
    of.owner.store(owner_shared | aside_bit);
    of.accounted = 0;
    of.queued = 0;
    collect(of);
    if (of.free_anyhow() == of.all_slots())
        join(of);
    else if (of.free_anyhow() == 0)
        leave_full(of);
    else
        link_shared(of);
}

void orphan_region(region& of, owner_word survivor) noexcept {
    std::uint64_t numbers[region_units / 64];
    for (unsigned word = 0; word < region_units / 64; word++)
        numbers[word] = of.numbers[word];
    each_run(numbers, [&](unsigned first, unsigned count) {
        for (unsigned number = first == 0 ? 1 : first; number < first + count; number++) {
            const owner_word owner = without_aside(of.slabs[number].owner.load());
            if (owner != survivor && owner != owner_full && owner != owner_shared)
                orphan(of.slabs[number]);
        }
        return false;
    });
}

} // namespace

void pool_take_over(owner_word survivor) noexcept {
    region* next = nullptr;
    for (region* of = pool.all.first; of != nullptr; of = next) {
        next = of->all.next;
        orphan_region(*of, survivor);
    }
}

} // namespace banos::alloc
