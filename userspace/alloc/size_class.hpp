// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// The sizes that small blocks come in, and the shape of the slabs they are cut
// from: steps of 16 bytes to 512, of 32 to 1024, then eight to each doubling up
// to 64 KiB. A slab has at most 64 slots, so one word describes it.
//
// What a slab cannot cut into slots stands before its first slot, not behind
// the last: a pointer there is then refused by the same comparison that
// refuses the middle of a block.
#ifndef BANOS_ALLOC_SIZE_CLASS_HPP
#define BANOS_ALLOC_SIZE_CLASS_HPP

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace banos::alloc {

inline constexpr std::size_t page_bytes = 4096;
inline constexpr std::size_t unit_bytes = 1024;
inline constexpr unsigned units_per_page = page_bytes / unit_bytes;
inline constexpr std::size_t region_bytes = std::size_t{1} << 20;
inline constexpr std::size_t block_alignment = 16;
inline constexpr std::size_t large_bytes = std::size_t{64} << 10; // From here on: mmap.
inline constexpr unsigned class_count = 96;
inline constexpr unsigned class_count_table = 48; // Those up to 1024 bytes.
inline constexpr std::size_t table_bytes = 1024;

struct size_class {
    std::uint64_t inverse; // 2^64 / size, rounded up: divides by a multiplication.
    std::uint32_t size;
    std::uint16_t start; // Bytes before the first slot.
    std::uint8_t slots;
    std::uint8_t units;
    std::uint8_t pages;          // 1 for slabs that share a page.
    std::uint8_t slots_per_page; // No page overlaps with fewer slots than this.
    std::uint8_t wake;           // So many free slots make a full slab worth allocating from.
};

constexpr std::uint32_t class_size(unsigned index) {
    if (index < 32)
        return 16 * (index + 1);
    if (index < class_count_table)
        return 512 + 32 * (index - 31);
    const unsigned doubling = (index - class_count_table) / 8;
    const unsigned step = (index - class_count_table) % 8 + 1;
    return (1024U << doubling) + (128U << doubling) * step;
}

namespace detail {

// The number of pages, up to a limit, that wastes the least; the most of those.
constexpr std::size_t slab_pages(std::size_t size) {
    const std::size_t limit = size > 8192 ? 32 : 16;
    std::size_t best = 0;
    std::size_t best_waste = 0;
    for (std::size_t pages = 1; pages <= limit; pages++) {
        const std::size_t bytes = pages * page_bytes;
        if (bytes / size > 64)
            break;
        const std::size_t waste = bytes / size == 0 ? bytes : bytes % size;
        if (best == 0 || waste * best <= best_waste * pages) {
            best = pages;
            best_waste = waste;
        }
    }
    return best;
}

constexpr size_class make_class(unsigned index) {
    const std::size_t size = class_size(index);
    const std::size_t bytes = size < page_bytes / 64 ? size * 64 : slab_pages(size) * page_bytes;
    const std::size_t slots = bytes / size;
    const std::size_t per_page = page_bytes / size;
    const std::size_t fewest = per_page == 0 ? 1 : per_page > slots ? slots : per_page;
    const std::size_t wake = slots / 4 < fewest ? slots / 4 : fewest;
    return {~std::uint64_t{0} / size + 1,
            static_cast<std::uint32_t>(size),
            static_cast<std::uint16_t>(bytes - slots * size),
            static_cast<std::uint8_t>(slots),
            static_cast<std::uint8_t>(bytes / unit_bytes),
            static_cast<std::uint8_t>((bytes + page_bytes - 1) / page_bytes),
            static_cast<std::uint8_t>(fewest),
            static_cast<std::uint8_t>(wake == 0 ? 1 : wake)};
}

constexpr std::array<size_class, class_count> make_classes() {
    std::array<size_class, class_count> classes{};
    for (unsigned index = 0; index < class_count; index++)
        classes[index] = make_class(index);
    return classes;
}

constexpr std::array<std::uint8_t, table_bytes / 16 + 1> make_class_table() {
    std::array<std::uint8_t, table_bytes / 16 + 1> table{};
    unsigned index = 0;
    for (std::size_t step = 0; step < table.size(); step++) {
        while (class_size(index) < step * 16)
            index++;
        table[step] = static_cast<std::uint8_t>(index);
    }
    return table;
}

} // namespace detail

inline constexpr std::array<size_class, class_count> classes = detail::make_classes();
inline constexpr auto class_table = detail::make_class_table();

static_assert(class_size(class_count - 1) == large_bytes);
static_assert(classes[0].units == 1 && classes[3].units == units_per_page);

// The class of sizes above table_bytes and below large_bytes.
constexpr unsigned class_of_medium(std::size_t size) {
    const auto doubling = static_cast<unsigned>(std::bit_width(size - 1)) - 1;
    return static_cast<unsigned>((size - 1) >> (doubling - 3)) - 8 + (doubling - 10) * 8 +
           class_count_table;
}

// The class of any size below large_bytes; 0 bytes take the smallest slot.
constexpr unsigned class_of(std::size_t size) {
    if (size <= table_bytes)
        return class_table[(size + 15) / 16];
    return class_of_medium(size);
}

static_assert(class_size(class_of(1025)) == 1152 && class_of(large_bytes - 1) == class_count - 1);
static_assert(class_of(0) == 0 && class_of(17) == 1 && class_size(class_of(513)) == 544);

} // namespace banos::alloc

#endif
