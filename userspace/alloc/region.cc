// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "region.hpp"

#include "bitmap.hpp"
#include "metadata.hpp"
#include "retained.hpp"
#include "system.hpp"

namespace banos::alloc {

namespace {

// Regions whose place in the table is taken are mapped and given back; the
// next is elsewhere, because these stay mapped until one fits.
constexpr int attempts = 8;

char* map_region() noexcept {
    char* refused[attempts];
    int count = 0;
    char* base = nullptr;
    while (count < attempts && base == nullptr) {
        auto* mapped = static_cast<char*>(system_map_aligned(region_bytes, region_bytes));
        if (mapped == nullptr)
            break;
        if (table_get(table_place(mapped)) == nullptr)
            base = mapped;
        else
            refused[count++] = mapped;
    }
    while (count != 0)
        static_cast<void>(system_unmap(refused[--count], region_bytes));
    if (base != nullptr)
        system_advise_no_huge(base, region_bytes);
    return base;
}

// A run of one to three free units that lies in one word.
unsigned find_units(const region& of, unsigned units) noexcept {
    for (unsigned word = 0; word < region_units / 64; word++) {
        std::uint64_t starts = of.free_units[word];
        for (unsigned further = 1; further < units; further++)
            starts &= of.free_units[word] >> further;
        if (starts != 0)
            return word * 64 + static_cast<unsigned>(std::countr_zero(starts));
    }
    return region_units;
}

unsigned find_pages(region& of, unsigned pages) noexcept {
    unsigned found = region_pages;
    unsigned longest = 0;
    each_run(of.free_pages, [&](unsigned first, unsigned count) {
        longest = count > longest ? count : longest;
        if (count >= pages)
            found = first;
        return count >= pages;
    });
    if (found == region_pages)
        of.longest = longest;
    return found;
}

bool page_is_free(const region& of, unsigned page) noexcept {
    const unsigned unit = page * units_per_page;
    return (of.free_units[unit / 64] >> (unit % 64) & 15) == 15;
}

void take_page(region& of, unsigned page) noexcept {
    of.free_page_count -= assign_bits(of.free_pages, page, 1, false);
    const unsigned cleaned = assign_bits(of.dirty_pages, page, 1, false);
    of.dirty_page_count -= cleaned;
    charge(-static_cast<std::int64_t>(cleaned));
}

void give_page(region& of, unsigned page, bool dirty) noexcept {
    of.free_page_count += assign_bits(of.free_pages, page, 1, true);
    if (!dirty)
        return;
    const unsigned soiled = assign_bits(of.dirty_pages, page, 1, true);
    of.dirty_page_count += soiled;
    charge(soiled);
}

} // namespace

region* region_create() noexcept {
    auto* made = static_cast<region*>(metadata_take(metadata_kind::region));
    if (made == nullptr)
        return nullptr;
    made->base = map_region();
    if (made->base == nullptr) {
        metadata_give(metadata_kind::region, made);
        return nullptr;
    }
    made->longest = made->free_page_count = region_pages;
    assign_bits(made->free_units, 0, region_units, true);
    assign_bits(made->free_pages, 0, region_pages, true);
    made->numbers[0] = 1;
    made->slabs[0].owner.store(owner_pool, std::memory_order_relaxed);
    table_set(table_place(made->base), made);
    return made;
}

bool region_destroy(region& of) noexcept {
    table_set(table_place(of.base), nullptr);
    if (!system_unmap(of.base, region_bytes)) {
        table_set(table_place(of.base), &of);
        region_clean(of);
        return false;
    }
    charge(-static_cast<std::int64_t>(of.dirty_page_count));
    metadata_give(metadata_kind::region, &of);
    return true;
}

unsigned region_find(region& of, unsigned units) noexcept {
    if (units < units_per_page)
        return find_units(of, units);
    const unsigned page = find_pages(of, units / units_per_page);
    return page * units_per_page;
}

slab& region_cut(region& of, unsigned first_unit, unsigned index) noexcept {
    const size_class& shape = classes[index];
    const unsigned number = find_bit(of.numbers, 0, false);
    assign_bits(of.numbers, number, 1, true);
    assign_bits(of.free_units, first_unit, shape.units, false);
    of.used_units += shape.units;
    const unsigned last_page = (first_unit + shape.units - 1) / units_per_page;
    for (unsigned page = first_unit / units_per_page; page <= last_page; page++)
        take_page(of, page);

    slab& made = of.slabs[number];
    made.start = of.base + first_unit * unit_bytes + shape.start;
    made.inverse = shape.inverse;
    made.size = shape.size;
    made.index = static_cast<std::uint8_t>(index);
    made.number = static_cast<std::uint16_t>(number);
    made.until_look = 255;
    made.accounted = 0;
    made.rough = 0;
    made.queued = 0;
    made.next = made.previous = 0;
    made.resident.store(made.all_pages(), std::memory_order_relaxed);
    made.aside.store(0, std::memory_order_relaxed);
    made.free.store(made.all_slots(), std::memory_order_relaxed);
    for (unsigned unit = first_unit; unit < first_unit + shape.units; unit++)
        of.unit_slab[unit] = static_cast<std::uint16_t>(number);
    return made;
}

void region_join(region& of, slab& ended) noexcept {
    const size_class& shape = ended.shape();
    const auto first_unit =
        static_cast<unsigned>(static_cast<std::size_t>(ended.begin() - of.base) / unit_bytes);
    const std::uint32_t resident = ended.resident.load(std::memory_order_relaxed);
    ended.owner.store(owner_pool, std::memory_order_release);
    ended.state.store(slab_state::unused, std::memory_order_relaxed);
    for (unsigned unit = first_unit; unit < first_unit + shape.units; unit++)
        of.unit_slab[unit] = 0;
    assign_bits(of.numbers, ended.number, 1, false);
    assign_bits(of.free_units, first_unit, shape.units, true);
    of.used_units -= shape.units;

    const unsigned first_page = first_unit / units_per_page;
    const unsigned last_page = (first_unit + shape.units - 1) / units_per_page;
    const std::uint32_t before = of.free_page_count;
    for (unsigned page = first_page; page <= last_page; page++) {
        if (page_is_free(of, page))
            give_page(of, page, ended.shares_page() || (resident >> (page - first_page) & 1) != 0);
    }
    const std::uint32_t bound = 2 * of.longest + of.free_page_count - before;
    of.longest = bound < of.free_page_count ? bound : of.free_page_count;
}

void region_clean(region& of) noexcept {
    each_run(of.dirty_pages, [&](unsigned first, unsigned count) {
        system_discard(of.base + first * page_bytes, count * page_bytes);
        return false;
    });
    assign_bits(of.dirty_pages, 0, region_pages, false);
    charge(-static_cast<std::int64_t>(of.dirty_page_count));
    of.dirty_page_count = 0;
}

} // namespace banos::alloc
