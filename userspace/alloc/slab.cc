// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "slab.hpp"

#include "bitmap.hpp"
#include "retained.hpp"
#include "system.hpp"

#include <algorithm>

namespace banos::alloc {

namespace {

constexpr page_slots make_page_slots(const size_class& shape) {
    page_slots made{};
    for (unsigned slot = 0; slot < shape.slots; slot++) {
        const std::size_t first = shape.start + std::size_t{slot} * shape.size;
        const std::size_t last = (first + shape.size - 1) / page_bytes;
        for (std::size_t page = first / page_bytes; page <= last; page++)
            made.of_page[page] |= std::uint64_t{1} << slot;
    }
    return made;
}

constexpr std::array<page_slots, class_count> make_slots_by_page() {
    std::array<page_slots, class_count> made{};
    for (unsigned index = 0; index < class_count; index++)
        made[index] = make_page_slots(classes[index]);
    return made;
}

// Calls step(first page, number) for each run of pages.
template<typename function>
void each_run(std::uint32_t pages, function step) {
    while (pages != 0) {
        const auto first = static_cast<unsigned>(std::countr_zero(pages));
        const auto count = static_cast<unsigned>(std::countr_one(pages >> first));
        step(first, count);
        pages &= count + first >= 32 ? 0 : ~std::uint32_t{0} << (first + count);
    }
}

} // namespace

constinit const std::array<page_slots, class_count> slots_by_page = make_slots_by_page();

bool any_page_idle(unsigned index, page_range pages, std::uint64_t used) noexcept {
    for (unsigned page = pages.first; page <= pages.last; page++) {
        if ((slots_by_page[index].of_page[page] & used) == 0)
            return true;
    }
    return false;
}

std::uint32_t idle_pages(const slab& of) noexcept {
    const std::uint64_t used = of.all_slots() & ~of.free_anyhow();
    std::uint32_t idle = of.resident.load(std::memory_order_relaxed);
    if (used == 0)
        return idle;
    for (std::uint32_t left = idle; left != 0; left &= left - 1) {
        const auto page = static_cast<unsigned>(std::countr_zero(left));
        if ((slots_of_page(of, page) & used) != 0)
            idle &= ~(std::uint32_t{1} << page);
    }
    return idle;
}

bool slot_left_idle(const slab& of, unsigned slot) noexcept {
    return any_page_idle(of.index, pages_of_slot(of.shape(), slot),
                         of.all_slots() & ~of.free_anyhow());
}

std::uint8_t frees_to_idle(const slab& of, std::uint32_t idle) noexcept {
    const std::uint64_t used = of.all_slots() & ~of.free_anyhow();
    std::uint32_t left = of.resident.load(std::memory_order_relaxed) & ~idle;
    unsigned least = 255;
    for (; left != 0 && least > 1; left &= left - 1) {
        const auto page = static_cast<unsigned>(std::countr_zero(left));
        least = std::min(least, count_bits(slots_of_page(of, page) & used));
    }
    return static_cast<std::uint8_t>(std::max(least, 1U));
}

unsigned discard_pages(slab& of, std::uint32_t pages) noexcept {
    of.resident.store(of.resident.load(std::memory_order_relaxed) & ~pages,
                      std::memory_order_relaxed);
    each_run(pages, [&](unsigned first, unsigned count) {
        system_discard(of.begin() + first * page_bytes, count * page_bytes);
    });
    return count_bits(pages);
}

namespace {

// Nothing is aside any more, unless another thread puts something there now.
void clear_aside_bit(slab& of) noexcept {
    of.owner.fetch_and(~aside_bit, std::memory_order_seq_cst);
    if (of.aside.load(std::memory_order_seq_cst) != 0)
        of.owner.fetch_or(aside_bit, std::memory_order_relaxed);
}

} // namespace

bool collect(slab& of) noexcept {
    const std::uint64_t aside = of.aside.load(std::memory_order_acquire);
    const std::uint64_t free = of.free.load(std::memory_order_relaxed) | aside;
    if (aside == 0) {
        if ((of.owner.load(std::memory_order_relaxed) & aside_bit) != 0)
            clear_aside_bit(of);
        return free != 0;
    }
    // First into free: a fork that comes in between finds them free twice, not lost.
    of.free.store(free, std::memory_order_relaxed);
    if ((of.aside.fetch_and(~aside, std::memory_order_acq_rel) & ~aside) == 0)
        clear_aside_bit(of);
    return true;
}

} // namespace banos::alloc
