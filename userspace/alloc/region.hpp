// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// A region: 1 MiB of slabs, aligned to its size, and what is known of it, which
// lies elsewhere. From any address, a table says which region it could belong
// to; nothing is read at the address itself.
#ifndef BANOS_ALLOC_REGION_HPP
#define BANOS_ALLOC_REGION_HPP

#include "slab.hpp"

namespace banos::alloc {

inline constexpr unsigned region_units = region_bytes / unit_bytes;
inline constexpr unsigned region_pages = region_bytes / page_bytes;

struct region;

struct region_links {
    region* next;
    region* previous;
};

// What is not said to be atomic is protected by the lock of the pool.
struct region {
    char* base;
    region_links fit;   // Among regions with as long a run of free pages.
    region_links dirty; // Among regions with free pages that may have memory.
    region_links all;
    std::uint32_t longest; // No run of free pages is longer.
    std::uint32_t used_units;
    std::uint32_t free_page_count;
    std::uint32_t dirty_page_count;
    std::uint64_t free_units[region_units / 64];
    std::uint64_t free_pages[region_pages / 64];
    std::uint64_t dirty_pages[region_pages / 64];
    std::uint64_t numbers[region_units / 64]; // Which slabs are in use.
    std::uint16_t unit_slab[region_units];    // 0: none. Read without the lock.
    slab slabs[region_units];                 // The first stands for "none".
};

// One entry for each MiB of 2 TiB, and no region where another's entry would
// be the same: 16 MiB of addresses, of which a program touches a page or two.
inline constexpr unsigned table_bits = 21;
inline constexpr std::size_t table_size = std::size_t{1} << table_bits;
// (Not of std::atomic: clang would count each element's initialization.)
inline constinit region* region_table[table_size] = {};

inline region* table_get(std::size_t place) noexcept {
    return __atomic_load_n(&region_table[place], __ATOMIC_ACQUIRE);
}
inline void table_set(std::size_t place, region* value) noexcept {
    __atomic_store_n(&region_table[place], value, __ATOMIC_RELEASE);
}

inline std::size_t table_place(const void* address) noexcept {
    return (reinterpret_cast<std::uintptr_t>(address) / region_bytes) % table_size;
}

// The region that an address lies in, or null.
inline region* region_of(const void* address) noexcept {
    region* found = table_get(table_place(address));
    if (found == nullptr)
        return nullptr;
    const auto offset =
        reinterpret_cast<std::uintptr_t>(address) - reinterpret_cast<std::uintptr_t>(found->base);
    return offset < region_bytes ? found : nullptr;
}

// The slab that an address of the region lies in; if none, slabs[0].
inline slab& slab_at(region& of, const void* address) noexcept {
    const auto offset =
        reinterpret_cast<std::uintptr_t>(address) - reinterpret_cast<std::uintptr_t>(of.base);
    return of.slabs[of.unit_slab[offset / unit_bytes]];
}

inline slab_name name_of(const slab& of) noexcept {
    return static_cast<slab_name>(table_place(of.start) * region_units + of.number);
}
inline slab* slab_named(slab_name name) noexcept {
    if (name == 0)
        return nullptr;
    region* of = table_get(name / region_units);
    return of == nullptr ? nullptr : &of->slabs[name % region_units];
}

// Memory for a region and its description; null if there is none.
region* region_create() noexcept;

// Gives both back. False if the kernel refuses: the region stays, with no memory.
[[nodiscard]] bool region_destroy(region& of) noexcept;

// Finds room for a slab: the number of its first unit, or region_units. Where
// there is none, longest becomes exact.
unsigned region_find(region& of, unsigned units) noexcept;

// Makes a slab of units that are free, all of its pages with memory or about to.
slab& region_cut(region& of, unsigned first_unit, unsigned index) noexcept;

// The slab's units become free, and those of its pages dirty that had memory.
void region_join(region& of, slab& ended) noexcept;

// Gives the memory of all dirty pages back.
void region_clean(region& of) noexcept;

} // namespace banos::alloc

#endif
