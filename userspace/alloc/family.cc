// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "family.hpp"

#include "large.hpp"
#include "pool.hpp"
#include "system.hpp"

#include <cerrno>
#include <cstring>

namespace banos::alloc {

namespace {

// The smallest class whose slots all start at multiples of the alignment.
unsigned aligned_class(std::size_t alignment, std::size_t size) noexcept {
    unsigned index = class_of(size);
    while (index < class_count && (classes[index].size & (alignment - 1)) != 0)
        index++;
    return index;
}

std::size_t round_up(std::size_t size, std::size_t alignment) noexcept {
    return (size + alignment - 1) & ~(alignment - 1);
}

// The size of a block in use; the end of the program if it is none.
std::size_t size_of_live(void* block) noexcept {
    if (region* in = region_of(block)) {
        const slab& of = slab_at(*in, block);
        const slot_quotient place = slot_at(of, block);
        if (of.owner.load(std::memory_order_acquire) == owner_pool ||
            place.fraction >= of.inverse || (of.free_anyhow() >> place.slot & 1) != 0)
            report_free(block);
        return of.size;
    }
    const large_block found = large_at(block);
    if (found.state != large_state::live)
        report_free(block);
    return found.bytes;
}

void* move_block(void* block, std::size_t old_size, std::size_t size) noexcept {
    void* moved = allocate(size);
    if (moved == nullptr)
        return nullptr;
    std::memcpy(moved, block, old_size < size ? old_size : size);
    deallocate(block);
    return moved;
}

} // namespace

void* allocate_zeroed(std::size_t count, std::size_t size) noexcept {
    std::size_t bytes = 0;
    if (__builtin_mul_overflow(count, size, &bytes))
        return no_memory();
    if (bytes < large_bytes) {
        void* block = allocate(bytes);
        return block == nullptr ? nullptr : std::memset(block, 0, bytes);
    }
    void* block = large_allocate_or_trim(bytes, page_bytes, true);
    return block == nullptr ? no_memory() : block;
}

void* reallocate(void* block, std::size_t size) noexcept {
    if (block == nullptr)
        return allocate(size);
    if (size == 0) {
        deallocate(block);
        return nullptr;
    }
    const std::size_t old_size = size_of_live(block);
    if (old_size >= size && (old_size < large_bytes || size >= large_bytes) &&
        old_size - size < old_size / 2 && region_of(block) != nullptr)
        return block;
    if (region_of(block) == nullptr && size >= large_bytes) {
        void* resized = large_resize(block, size);
        return resized == nullptr ? no_memory() : resized;
    }
    return move_block(block, old_size, size);
}

void* reallocate_array(void* block, std::size_t count, std::size_t size) noexcept {
    std::size_t bytes = 0;
    if (__builtin_mul_overflow(count, size, &bytes))
        return no_memory();
    return reallocate(block, bytes);
}

void* allocate_aligned(std::size_t alignment, std::size_t size) noexcept {
    if (alignment <= block_alignment)
        return allocate(size);
    if (alignment <= page_bytes && size < large_bytes) {
        const unsigned index =
            aligned_class(alignment, round_up(size == 0 ? 1 : size, alignment) - 1);
        if (index < class_count)
            return allocate(classes[index].size - 1);
    }
    void* block = large_allocate_or_trim(size < large_bytes ? large_bytes : size, alignment, false);
    return block == nullptr ? no_memory() : block;
}

int allocate_aligned_posix(void** block, std::size_t alignment, std::size_t size) noexcept {
    if (!is_power_of_two(alignment) || alignment % sizeof(void*) != 0)
        return EINVAL;
    const keep_errno kept;
    void* made = allocate_aligned(alignment, size);
    if (made == nullptr)
        return ENOMEM;
    *block = made;
    return 0;
}

std::size_t usable_size(const void* block) noexcept {
    if (block == nullptr)
        return 0;
    if (region* in = region_of(block))
        return slab_at(*in, block).size;
    return large_at(block).bytes;
}

bool trim() noexcept {
    const keep_errno kept;
    bool released = charged_pages.load(std::memory_order_relaxed) > 0;
    if (heap* by = thread_heap_or_make())
        released = heap_release_idle(*by) || released;
    large_clean(0);
    pool_clean(0);
    return released;
}

} // namespace banos::alloc
