// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// The family under the names of the C library.
#include "aligned.hpp"
#include "statistics.hpp"

#include <cstdio>
#include <malloc.h>
#include <unistd.h>

#define PUBLIC extern "C" __attribute__((visibility("default")))

using namespace banos::alloc;

PUBLIC void* malloc(size_t size) noexcept {
    return allocate(size);
}

PUBLIC void free(void* block) noexcept {
    deallocate(block);
}

PUBLIC void* calloc(size_t count, size_t size) noexcept {
    return allocate_zeroed(count, size);
}

PUBLIC void* realloc(void* block, size_t size) noexcept {
    return reallocate(block, size);
}

PUBLIC void* reallocarray(void* block, size_t count, size_t size) noexcept {
    return reallocate_array(block, count, size);
}

PUBLIC void* aligned_alloc(size_t alignment, size_t size) noexcept {
    return aligned_alloc_checked(alignment, size);
}

PUBLIC int posix_memalign(void** block, size_t alignment, size_t size) noexcept {
    return allocate_aligned_posix(block, alignment, size);
}

PUBLIC void* memalign(size_t alignment, size_t size) noexcept {
    return memalign_rounded(alignment, size);
}

PUBLIC void* valloc(size_t size) noexcept {
    return allocate_aligned(page_bytes, size);
}

PUBLIC void* pvalloc(size_t size) noexcept {
    return pvalloc_rounded(size);
}

PUBLIC void free_sized(void* block, size_t /*size*/) noexcept {
    deallocate(block);
}

PUBLIC void free_aligned_sized(void* block, size_t /*alignment*/, size_t /*size*/) noexcept {
    deallocate(block);
}

PUBLIC size_t malloc_usable_size(void* block) noexcept {
    return usable_size(block);
}

PUBLIC int malloc_trim(size_t /*pad*/) noexcept {
    return trim() ? 1 : 0;
}

PUBLIC void malloc_stats() noexcept {
    figures counted;
    statistics_count(counted);
    statistics_write_text(STDERR_FILENO, counted);
}

PUBLIC struct mallinfo2 mallinfo2() noexcept {
    figures counted;
    statistics_count(counted);
    struct mallinfo2 info {};
    info.arena = counted.regions * region_bytes;
    info.hblks = counted.large.live_blocks;
    info.hblkhd = counted.large.live_bytes + counted.large.kept_bytes;
    info.uordblks = counted.live_bytes - counted.large.live_bytes;
    info.fordblks = info.arena - info.uordblks;
    info.keepcost = counted.retained_bytes;
    return info;
}

PUBLIC int malloc_info(int options, FILE* stream) noexcept {
    if (options != 0) {
        errno = EINVAL;
        return -1;
    }
    figures counted;
    statistics_count(counted);
    std::fprintf(stream, "<malloc version=\"banos-1\">\n");
    for (unsigned index = 0; index < class_count; index++) {
        const class_figures& of = counted.of_class[index];
        if (of.slabs != 0)
            std::fprintf(stream, "<class size=\"%u\" slabs=\"%zu\" live=\"%zu\" free=\"%zu\"/>\n",
                         classes[index].size, of.slabs, of.live_blocks, of.free_blocks);
    }
    std::fprintf(stream,
                 "<total type=\"live\" count=\"%zu\" size=\"%zu\"/>\n"
                 "<total type=\"retained\" size=\"%zu\"/>\n"
                 "<total type=\"mapped\" size=\"%zu\"/>\n</malloc>\n",
                 counted.live_blocks, counted.live_bytes, counted.retained_bytes,
                 counted.mapped_bytes);
    return 0;
}
