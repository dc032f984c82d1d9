// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// What the functions of the C library's family do, for both sets of names.
#ifndef BANOS_ALLOC_FAMILY_HPP
#define BANOS_ALLOC_FAMILY_HPP

#include "allocate.hpp"

namespace banos::alloc {

// These set errno to ENOMEM when they answer null; calloc and reallocarray
// also when the product overflows.
void* allocate_zeroed(std::size_t count, std::size_t size) noexcept;
void* reallocate(void* block, std::size_t size) noexcept;
void* reallocate_array(void* block, std::size_t count, std::size_t size) noexcept;

// The alignment is a power of two.
void* allocate_aligned(std::size_t alignment, std::size_t size) noexcept;

// 0, EINVAL or ENOMEM; errno stays.
int allocate_aligned_posix(void** block, std::size_t alignment, std::size_t size) noexcept;

// What a block can hold; 0 for null.
std::size_t usable_size(const void* block) noexcept;

// Answers whether any memory was given back to the system.
bool trim() noexcept;

constexpr bool is_power_of_two(std::size_t number) {
    return number != 0 && (number & (number - 1)) == 0;
}

} // namespace banos::alloc

#endif
