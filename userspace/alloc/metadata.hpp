// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// Memory for what describes regions and heaps: in chunks of its own with a
// guard page at each end, so that no block is its neighbour. What was given
// back is zeroed, stays readable for ever, and is taken again first.
#ifndef BANOS_ALLOC_METADATA_HPP
#define BANOS_ALLOC_METADATA_HPP

#include <cstddef>

namespace banos::alloc {

enum class metadata_kind { region, heap };

// Zeroed; null if there is no memory.
void* metadata_take(metadata_kind kind) noexcept;
void metadata_give(metadata_kind kind, void* taken) noexcept;

// Mapped for chunks, in bytes.
std::size_t metadata_mapped() noexcept;

// Around a fork.
void metadata_lock() noexcept;
void metadata_unlock() noexcept;

} // namespace banos::alloc

#endif
