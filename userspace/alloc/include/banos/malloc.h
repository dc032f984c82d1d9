/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * The allocator of libbanos under names of its own. The same functions under
 * the C library's names are in libbanos-malloc, to be linked or preloaded.
 *
 * All of these: since 0.9; from any thread, at any time after the C library
 * is loaded, also before main and after a thread's destructors; not from a
 * signal handler, except where said. Sizes are in bytes. Blocks are aligned to
 * 16 bytes and belong to the caller, who frees them from any thread. Those
 * that answer null have set errno to ENOMEM; no other call changes errno.
 *
 * A pointer that is freed, resized or asked about must be null or a block in
 * use of this allocator: anything else that it can tell (a block that is free,
 * an address inside of one, an unmapped large block) ends the program with a
 * sentence on stderr that names the address and what it is.
 */
#ifndef BANOS_MALLOC_H
#define BANOS_MALLOC_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* As the functions of these names in C11, POSIX.1-2017, C23 (the sized frees)
 * and glibc. A size of 0 is a block of its own; banos_realloc to 0 frees. */
void* banos_malloc(size_t size);
void banos_free(void* block);
void* banos_calloc(size_t count, size_t size);
void* banos_realloc(void* block, size_t size);
void* banos_reallocarray(void* block, size_t count, size_t size);
void* banos_aligned_alloc(size_t alignment, size_t size);
int banos_posix_memalign(void** block, size_t alignment, size_t size);
void* banos_memalign(size_t alignment, size_t size);
void* banos_valloc(size_t size);
void* banos_pvalloc(size_t size);
void banos_free_sized(void* block, size_t size);
void banos_free_aligned_sized(void* block, size_t alignment, size_t size);
size_t banos_malloc_usable_size(void* block);

/* Gives all free memory back to the system; pad is not used. Answers 1 if there
 * was any. */
int banos_malloc_trim(size_t pad);

/* What is live, retained and mapped, as text or, if json is not 0, as one
 * object of JSON, written to the file descriptor. Also from a signal handler. */
void banos_malloc_stats(int file, int json);

#ifdef __cplusplus
}
#endif

#endif
