// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Blocks of 64 KiB and more: each a mapping of its own. A table by address,
// under one lock, knows every one of them, those that are kept to be handed
// out again, and for a while those that were unmapped.
#ifndef BANOS_ALLOC_LARGE_HPP
#define BANOS_ALLOC_LARGE_HPP

#include "size_class.hpp"

namespace banos::alloc {

enum class large_state : std::uint8_t {
    unknown,  // No block starts at the address.
    live,     // In use.
    kept,     // Free, to be handed out again.
    hollow,   // Free, without memory: the kernel would not unmap it.
    unmapped, // Was a block.
};

struct large_block {
    char* start;
    std::size_t bytes; // Whole pages.
    large_state state;
};

struct large_figures {
    std::size_t live_blocks;
    std::size_t live_bytes;
    std::size_t kept_blocks;
    std::size_t kept_bytes;
    std::size_t hollow_bytes;
    std::size_t table_bytes;
    std::size_t mapped_ever; // Blocks.
};

// A block, at a multiple of the alignment, which is a power of two; null if
// there is no memory. If zeroed is true, it reads as zeroes.
void* large_allocate(std::size_t size, std::size_t alignment, bool zeroed) noexcept;

// Frees the live block that starts there; the state that it had, which is
// live, or else nothing is done.
large_state large_free(void* start) noexcept;

// The same block with another size, moved if it must be; null if there is no
// memory, or if no live block starts there.
void* large_resize(void* start, std::size_t size) noexcept;

// What is known of the address. For any address inside of a block, the block.
large_block large_at(const void* start) noexcept;
large_block large_around(const void* inside) noexcept;

// Unmaps kept blocks until no more pages than that are charged.
void large_clean(std::int64_t pages) noexcept;

// The caller has the lock.
large_figures large_count() noexcept;

// Around a fork, and to count.
void large_lock() noexcept;
[[nodiscard]] bool large_try_lock() noexcept;
void large_unlock() noexcept;

} // namespace banos::alloc

#endif
