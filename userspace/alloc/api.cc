// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// The family under names of its own.
#include "banos/malloc.h"

#include "aligned.hpp"
#include "statistics.hpp"

#define PUBLIC __attribute__((visibility("default")))

using namespace banos::alloc;

PUBLIC void* banos_malloc(size_t size) {
    return allocate(size);
}

PUBLIC void banos_free(void* block) {
    deallocate(block);
}

PUBLIC void* banos_calloc(size_t count, size_t size) {
    return allocate_zeroed(count, size);
}

PUBLIC void* banos_realloc(void* block, size_t size) {
    return reallocate(block, size);
}

PUBLIC void* banos_reallocarray(void* block, size_t count, size_t size) {
    return reallocate_array(block, count, size);
}

PUBLIC void* banos_aligned_alloc(size_t alignment, size_t size) {
    return aligned_alloc_checked(alignment, size);
}

PUBLIC int banos_posix_memalign(void** block, size_t alignment, size_t size) {
    return allocate_aligned_posix(block, alignment, size);
}

PUBLIC void* banos_memalign(size_t alignment, size_t size) {
    return memalign_rounded(alignment, size);
}

PUBLIC void* banos_valloc(size_t size) {
    return allocate_aligned(page_bytes, size);
}

PUBLIC void* banos_pvalloc(size_t size) {
    return pvalloc_rounded(size);
}

PUBLIC void banos_free_sized(void* block, size_t /*size*/) {
    deallocate(block);
}

PUBLIC void banos_free_aligned_sized(void* block, size_t /*alignment*/, size_t /*size*/) {
    deallocate(block);
}

PUBLIC size_t banos_malloc_usable_size(void* block) {
    return usable_size(block);
}

PUBLIC int banos_malloc_trim(size_t /*pad*/) {
    return trim() ? 1 : 0;
}

PUBLIC void banos_malloc_stats(int file, int json) {
    figures counted;
    statistics_count(counted);
    if (json != 0)
        statistics_write_json(file, counted);
    else
        statistics_write_text(file, counted);
}
