// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// The allocator of libbanos as a std::pmr::memory_resource.
//
//     std::pmr::vector<int> numbers(banos::malloc_resource());
//
// Needs the C++ library, unlike the rest of the allocator.
#ifndef BANOS_MEMORY_RESOURCE_HPP
#define BANOS_MEMORY_RESOURCE_HPP

#include <banos/malloc.h>

#include <memory_resource>
#include <new>

namespace banos {

// Since 0.9. Stateless: all of them are equal. Safe from any thread. Follows
// the standard library's rules: do_allocate throws std::bad_alloc.
class malloc_memory_resource final : public std::pmr::memory_resource {
    void* do_allocate(std::size_t bytes, std::size_t alignment) override {
        void* block = banos_aligned_alloc(alignment, bytes);
        if (block == nullptr)
            throw std::bad_alloc();
        return block;
    }
    void do_deallocate(void* block, std::size_t bytes, std::size_t alignment) override {
        banos_free_aligned_sized(block, alignment, bytes);
    }
    [[nodiscard]] bool do_is_equal(const std::pmr::memory_resource& other) const noexcept override {
        return dynamic_cast<const malloc_memory_resource*>(&other) != nullptr;
    }
};

// The one that lives as long as the program. Since 0.9, from any thread.
inline std::pmr::memory_resource* malloc_resource() noexcept {
    static malloc_memory_resource resource;
    return &resource;
}

} // namespace banos

#endif
