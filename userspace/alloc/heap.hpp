// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// A thread's heap: for each size class the slab that it allocates from
// (current), a list of further slabs that are worth it (partial), and a list of
// those that have no or few free slots (resting). Full slabs of a class whose
// blocks other threads free belong to no heap: the thread that first frees one
// of their blocks takes the slab, and frees the others without atomic operations.
//
// The thread alone works on its heap and its slabs, without a lock. It sets
// busy while it works on a slab that is not current, so that another thread
// that froze the slab (foreign.cc) can tell when it is left alone.
#ifndef BANOS_ALLOC_HEAP_HPP
#define BANOS_ALLOC_HEAP_HPP

#include "retained.hpp"
#include "slab_list.hpp"

namespace banos::alloc {

// A block that was freed lately, which is in the processor's cache most likely.
// A hint: whether it is free says the slab.
struct recent_block {
    std::uintptr_t slab_and_slot; // Slabs are aligned to 64 bytes. 0: none.
    void* block;
};
inline constexpr unsigned recent_count = 8;

struct alignas(64) heap {
    std::atomic<bool> busy;

    // By class, the blocks of its slabs that the thread has freed last; a ring.
    std::uint8_t recent_last[class_count];
    recent_block recent[class_count][recent_count];

    slab* current[class_count];

    // The first of the partial ones is the next to be current: what was freed
    // last is most likely in the processor's cache.
    slab_list partial[class_count];
    slab_list resting[class_count];

    // Rises when others free blocks of the class, and falls when this thread does.
    std::uint8_t exported[class_count];

    // Retained pages: what the slabs account in all, what of it is charged to
    // the process, and since when all accounts must be exact.
    std::uint32_t accounted;
    std::uint32_t charged;
    bool exact;

    // Slabs with accounted pages, in the order in which they got them; a ring.
    std::uint16_t queue_first;
    std::uint16_t queue_count;
    static constexpr unsigned queue_size = 1024;
    slab_name queue[queue_size];

    // Slabs of other threads whose pages became idle by frees of this one; those
    // beyond its allowance are charged to the process.
    static constexpr unsigned foreign_limit = 256;
    std::uint32_t foreign_count;
    slab_name foreign[foreign_limit];

    // All heaps that threads have now.
    heap* next;
    heap* previous;

    [[nodiscard]] owner_word word() const noexcept { return reinterpret_cast<owner_word>(this); }
};

// Is slab the heap's, frozen or not by whom?
inline bool owns(const heap& by, const slab& of) noexcept {
    return without_aside(of.owner.load(std::memory_order_acquire)) == by.word();
}

// Work on slabs that are not current.
class working {
  public:
    explicit working(heap& by) noexcept : by_(by) {
        by_.busy.store(true, std::memory_order_relaxed);
        std::atomic_signal_fence(std::memory_order_seq_cst);
    }
    ~working() { by_.busy.store(false, std::memory_order_release); }
    working(const working&) = delete;
    working& operator=(const working&) = delete;

  private:
    heap& by_;
};

// Makes a slab with a free slot current, and answers it; null if there is no
// memory.
slab* heap_refill(heap& by, unsigned index) noexcept;

// Takes a slab without an owner; false if another thread was faster.
[[nodiscard]] bool heap_claim(heap& by, slab& wanted) noexcept;

// After a free of that slot, which may have made a page idle. The heap owns the
// slab and is busy.
void heap_look(heap& by, slab& of, unsigned slot) noexcept;

// Gives back what is idle until the process is within its bound. The heap is busy.
void heap_trim(heap& by) noexcept;

// Gives all idle memory back: malloc_trim. Answers whether there was any.
bool heap_release_idle(heap& by) noexcept;

// Leaves all slabs to whoever needs them: the thread ends. The heap is as new.
void heap_disown(heap& by) noexcept;

// In a forked child: slabs that another thread had frozen are the heap's again.
void heap_reclaim(heap& by) noexcept;

// A slab of another thread has an idle page that this thread freed.
void heap_note_foreign(heap& by, slab& of) noexcept;

// Gives back the idle pages of slabs that were noted.
void heap_settle_foreign(heap& by) noexcept;

} // namespace banos::alloc

#endif
