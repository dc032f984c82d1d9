// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// The older and newer functions for aligned blocks, by the one for all of them.
#ifndef BANOS_ALLOC_ALIGNED_HPP
#define BANOS_ALLOC_ALIGNED_HPP

#include "family.hpp"

#include <cerrno>

namespace banos::alloc {

// C17: null and EINVAL for what is no alignment.
inline void* aligned_alloc_checked(std::size_t alignment, std::size_t size) noexcept {
    if (!is_power_of_two(alignment)) {
        errno = EINVAL;
        return nullptr;
    }
    return allocate_aligned(alignment, size);
}

// glibc: the next power of two, where the alignment is none.
inline void* memalign_rounded(std::size_t alignment, std::size_t size) noexcept {
    if (alignment > std::size_t{1} << 62) {
        errno = EINVAL;
        return nullptr;
    }
    return allocate_aligned(std::bit_ceil(alignment), size);
}

// glibc: whole pages.
inline void* pvalloc_rounded(std::size_t size) noexcept {
    if (size > SIZE_MAX - page_bytes)
        return no_memory();
    const std::size_t whole = (size + page_bytes - 1) & ~(page_bytes - 1);
    return allocate_aligned(page_bytes, whole == 0 ? page_bytes : whole);
}

} // namespace banos::alloc

#endif
