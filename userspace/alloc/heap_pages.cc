// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "heap_pages.hpp"

#include "bitmap.hpp"

#include <algorithm>

namespace banos::alloc {

void settle_charge(heap& by) noexcept {
    if (by.charged == 0 && by.accounted <= thread_pages && retain_pages)
        return;
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
    of.accounted = static_cast<std::uint8_t>(pages) & 127U;
    if (pages == 0)
        leave_queue(by, of);
}

void forget_recent(heap& by, const slab& of) noexcept {
    for (recent_block& each : by.recent[of.index]) {
        if (reinterpret_cast<const slab*>(each.slab_and_slot & ~std::uintptr_t{63}) == &of)
            each.slab_and_slot = 0;
    }
}

void look_exactly(slab& of, std::uint32_t idle) noexcept {
    of.until_look = is_current(of) ? std::uint8_t{1} : frees_to_idle(of, idle);
    of.rough = 0;
}

unsigned discard_idle(heap& by, slab& of) noexcept {
    forget_recent(by, of);
    const unsigned given = of.shares_page() ? 0 : discard_pages(of, idle_pages(of));
    account(by, of, 0);
    look_exactly(of, 0);
    return given;
}

namespace {

// Slabs that left the queue have left gaps.
void close_gaps(heap& by) noexcept {
    unsigned kept = 0;
    for (unsigned each = 0; each < by.queue_count; each++) {
        const slab_name name = by.queue[(by.queue_first + each) % heap::queue_size];
        if (slab* of = slab_named(name)) {
            const unsigned place = (by.queue_first + kept++) % heap::queue_size;
            by.queue[place] = name;
            of->queued = static_cast<std::uint16_t>(place + 1);
        }
    }
    by.queue_count = static_cast<std::uint16_t>(kept);
}

// Each slab in the queue has a retained page, so that as many as fill it are
// about what the process may retain at all.
void make_room_in_queue(heap& by) noexcept {
    close_gaps(by);
    while (by.queue_count > heap::queue_size / 8 * 7) {
        slab* oldest = first_queued(by);
        if (oldest != nullptr && owns(by, *oldest))
            discard_idle(by, *oldest);
    }
}

void enter_queue(heap& by, slab& of) noexcept {
    if (of.queued != 0)
        return;
    if (by.queue_count == heap::queue_size)
        make_room_in_queue(by);
    const unsigned place = (by.queue_first + by.queue_count) % heap::queue_size;
    by.queue[place] = name_of(of);
    by.queue_count++;
    of.queued = static_cast<std::uint16_t>(place + 1);
}

// Idle pages are no more than the free slots could fill, and become more only
// when those fill another one.
void recount_roughly(heap& by, slab& of) noexcept {
    const size_class& shape = of.shape();
    const unsigned free = count_bits(of.free_anyhow());
    of.rough = 1;
    if (of.shares_page()) {
        account(by, of, free == shape.slots ? 1 : 0);
        of.until_look = free == shape.slots ? never : static_cast<std::uint8_t>(shape.slots - free);
        return;
    }
    const unsigned bytes = free * shape.size + shape.start;
    const unsigned missing = page_bytes - bytes % page_bytes;
    account(by, of, bytes / page_bytes);
    of.until_look = static_cast<std::uint8_t>(
        std::min<std::uint64_t>(divide(missing + shape.size - 1, shape.inverse).slot, never));
}

} // namespace

void recount(heap& by, slab& of) noexcept {
    if (counts_roughly(by, of)) {
        recount_roughly(by, of);
    } else {
        const std::uint32_t idle = idle_pages(of);
        account(by, of, count_bits(idle));
        look_exactly(of, idle);
    }
    if (of.accounted != 0)
        enter_queue(by, of);
}

void recount_queue(heap& by) noexcept {
    for (unsigned each = 0; each < by.queue_count; each++) {
        slab* of = slab_named(by.queue[(by.queue_first + each) % heap::queue_size]);
        if (of == nullptr || of->rough == 0 || !owns(by, *of))
            continue;
        const std::uint32_t idle = idle_pages(*of);
        account(by, *of, count_bits(idle));
        look_exactly(*of, idle);
    }
    settle_charge(by);
}

} // namespace banos::alloc
