// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// What belongs to the process and to no thread: the regions, and by size class
// the slabs with free slots whose threads have ended. One lock protects both.
#ifndef BANOS_ALLOC_POOL_HPP
#define BANOS_ALLOC_POOL_HPP

#include "region.hpp"

namespace banos::alloc {

// A new slab, all of it free, whose owner the caller becomes; null if there is
// no memory.
slab* pool_take(unsigned index, owner_word owner) noexcept;

// Takes back a slab whose slots are all free and that is on no list. The caller
// owns it.
void pool_give(slab& ended) noexcept;

// A slab of the class that an ended thread left, or null.
slab* pool_adopt(unsigned index, owner_word owner) noexcept;

// Makes that very slab the caller's, if its owner is still owner_shared.
[[nodiscard]] bool pool_adopt(slab& wanted, owner_word owner) noexcept;

// Leaves a slab, on no list and owned by owner, to whoever needs it. Answers
// false if it is frozen: to be tried again.
[[nodiscard]] bool pool_leave(slab& left, owner_word owner) noexcept;

// Gives memory of free pages back until no more than so many are charged.
void pool_clean(std::int64_t pages) noexcept;

// Around a fork, and to walk through all regions by their links. A region that
// is destroyed meanwhile, because the lock could not be had, stays readable.
void pool_lock() noexcept;
[[nodiscard]] bool pool_try_lock() noexcept;
void pool_unlock() noexcept;
region* pool_regions() noexcept;

// Slabs that were cut since the process began.
std::size_t pool_slabs_ever() noexcept;

// In a forked child: slabs of owners other than this one are left to whoever
// needs them; their threads do not exist.
void pool_take_over(owner_word survivor) noexcept;

} // namespace banos::alloc

#endif
