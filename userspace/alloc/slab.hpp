// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// A slab: up to 64 slots of one size class, described by one line of cache
// that lies far from the slots themselves.
//
// Two bitmaps say which slots are free. A slot is in use if it is in neither.
//   free   what the owner hands out; only the owner writes it.
//   aside  free as well: other threads have freed them, and the owner has not
//          yet moved them to free. Written with atomic operations by everyone.
//
// The owner word says who may write the rest:
//   a heap            that heap's thread; with aside_bit, aside may have bits
//   owner_full        nobody: all slots were in use; the first to free one may
//                     take the slab by a compare-and-swap
//   owner_shared      nobody: on the list of its class in the pool, whose lock
//                     protects it
//   owner_pool        nobody: not a slab now
//   freezer|frozen    another thread gives pages back for the owner (foreign.cc)
#ifndef BANOS_ALLOC_SLAB_HPP
#define BANOS_ALLOC_SLAB_HPP

#include "size_class.hpp"

#include <atomic>

namespace banos::alloc {

using owner_word = std::uintptr_t;
inline constexpr owner_word aside_bit = 1;
inline constexpr owner_word frozen_bit = 2;
inline constexpr owner_word owner_pool = 16;
inline constexpr owner_word owner_full = 32;
inline constexpr owner_word owner_shared = 48;

constexpr owner_word without_aside(owner_word owner) {
    return owner & ~aside_bit;
}

enum class slab_state : std::uint8_t { unused, current, partial, full, shared };

// Names a slab in 32 bits: the place of its region in the table of regions,
// and its number in the region; 0 is none.
using slab_name = std::uint32_t;

struct alignas(64) slab {
    std::atomic<std::uint64_t> free;
    std::atomic<std::uint64_t> aside;
    std::atomic<owner_word> owner;
    char* start; // Of slot 0.
    std::uint64_t inverse;
    std::uint32_t size;
    std::atomic<std::uint32_t> resident; // Pages that may have memory, but for blocks in use.
    std::uint8_t until_look;             // Frees until the owner looks at the pages.
    std::uint8_t index;                  // Of the size class.
    std::atomic<slab_state> state;
    std::uint8_t accounted : 7; // Pages that the owner counts as retained.
    std::uint8_t rough : 1;     // until_look counts any slots: allocation gives one back.
    std::uint16_t queued;       // Its place in the owner's queue of retained pages, plus 1.
    std::uint16_t number;       // In its region.
    slab_name next;
    slab_name previous;

    [[nodiscard]] const size_class& shape() const { return classes[index]; }
    [[nodiscard]] char* begin() const { return start - shape().start; }
    [[nodiscard]] std::uint64_t all_slots() const {
        return ~std::uint64_t{0} >> (64 - shape().slots);
    }
    [[nodiscard]] std::uint32_t all_pages() const {
        return ~std::uint32_t{0} >> (32 - shape().pages);
    }
    [[nodiscard]] std::uint64_t free_anyhow() const {
        return free.load(std::memory_order_relaxed) | aside.load(std::memory_order_acquire);
    }
    [[nodiscard]] bool shares_page() const { return shape().units < units_per_page; }
};
static_assert(sizeof(slab) == 64);

// What an offset from slot 0 is divided by the size. The remainder is 0, and
// the offset not negative, if and only if the fraction is below the inverse.
struct slot_quotient {
    std::uint64_t slot;
    std::uint64_t fraction;
};
inline slot_quotient divide(std::uint64_t offset, const std::uint64_t& inverse) noexcept {
#if defined(__x86_64__)
    // As the compiler would, but without a copy of the factor.
    slot_quotient quotient;
    __asm__("mulq %3"
            : "=d"(quotient.slot), "=a"(quotient.fraction)
            : "a"(offset), "m"(inverse)
            : "cc");
    return quotient;
#else
    __extension__ using wide = unsigned __int128;
    const wide product = static_cast<wide>(offset) * inverse;
    return {static_cast<std::uint64_t>(product >> 64), static_cast<std::uint64_t>(product)};
#endif
}

// For each page of a slab of the class, the slots that lie in it, in part or wholly.
struct page_slots {
    std::uint64_t of_page[32];
};
extern const std::array<page_slots, class_count> slots_by_page;

// The first and the last page that a slot lies in.
struct page_range {
    unsigned first;
    unsigned last;
};
inline page_range pages_of_slot(const size_class& shape, unsigned slot) noexcept {
    const std::size_t first = shape.start + std::size_t{slot} * shape.size;
    return {static_cast<unsigned>(first / page_bytes),
            static_cast<unsigned>((first + shape.size - 1) / page_bytes)};
}

// Whether one of the pages that the slot lies in has none of the slots in use.
bool any_page_idle(unsigned index, page_range pages, std::uint64_t used) noexcept;

// Whether one of the pages that the slot lies in holds no block in use.
bool slot_left_idle(const slab& of, unsigned slot) noexcept;

inline std::uint64_t slots_of_page(const slab& of, unsigned page) noexcept {
    return slots_by_page[of.index].of_page[page];
}

// The pages that may have memory and hold no block in use.
std::uint32_t idle_pages(const slab& of) noexcept;

// How many blocks in use the emptiest page has of those that idle_pages does
// not name: so many frees can make no other page idle. 255 if there is none.
std::uint8_t frees_to_idle(const slab& of, std::uint32_t idle) noexcept;

// Gives idle pages back to the system. For the owner of the slab, or who froze
// it. Answers how many.
unsigned discard_pages(slab& of, std::uint32_t pages) noexcept;

// Moves what others have freed from aside to free; true if free has a slot then.
bool collect(slab& of) noexcept;

} // namespace banos::alloc

#endif
