/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * Memory.
 *
 * banos_memory_allocate() and its relatives serve any size from 0 bytes to
 * 1 GiB. Small memory is physically contiguous by chance only: for devices
 * that read it by themselves there is a header of its own. Each piece belongs
 * to the driver that asked for it; what is not freed when the driver ends is
 * freed by banos, and counted in the log.
 *
 * Memory in whole pages, which programs can map, is a struct banos_pages.
 */
#ifndef BANOS_MEMORY_H
#define BANOS_MEMORY_H

#include <banos/types.h>

BANOS_BEGIN_DECLARATIONS

/* The largest size that is served at all, bytes. */
#define BANOS_MEMORY_LARGEST ((uint64_t)1 << 30)

/* The largest alignment that is served, bytes. */
#define BANOS_MEMORY_LARGEST_ALIGNMENT ((uint64_t)1 << 20)

/* Since: 0.9 */
enum banos_memory_flags {
	/* All bytes are 0; of a reallocation, those that are new. */
	BANOS_MEMORY_ZERO = 1,
	/*
	 * Never sleeps: for timers, and where a banos_spinlock is held. Fails
	 * sooner, and for sizes of more than 64 KiB likely at once.
	 */
	BANOS_MEMORY_ATOMIC = 2,
};

/**
 * banos_memory_allocate - get memory
 * @driver:    whom it belongs to
 * @size:      in bytes. 0 is served too: a pointer like any other, to no bytes
 * @alignment: of its address: a power of two up to
 *             BANOS_MEMORY_LARGEST_ALIGNMENT, or 0 for one that suits every
 *             type of C (16)
 * @flags:     enum banos_memory_flags, or 0
 *
 * Context: may sleep; with BANOS_MEMORY_ATOMIC also where a banos_spinlock is
 *          held, but never with a banos_raw_spinlock held.
 * Since:   0.9
 * Returns: the memory, to be given to banos_memory_free(); or NULL: there is
 *          not enough, or an argument is out of range
 */
BANOS_MUST_CHECK
void *banos_memory_allocate(struct banos_driver *driver, uint64_t size,
			    uint64_t alignment, uint32_t flags);

/**
 * banos_memory_allocate_array - memory for some elements of one size
 * @driver:    as in banos_memory_allocate(), and so is all else
 * @count:     of elements
 * @size:      of one element, in bytes
 *
 * If @count times @size does not fit 64 bits, or is too large, it fails.
 *
 * Context: as banos_memory_allocate().
 * Since:   0.9
 * Returns: the memory or NULL
 */
BANOS_MUST_CHECK
void *banos_memory_allocate_array(struct banos_driver *driver, uint64_t count,
				  uint64_t size, uint64_t alignment,
				  uint32_t flags);

/**
 * banos_memory_reallocate - change the size of memory, moving it if need be
 * @driver: whom it belongs to, if it is new or moves
 * @memory: from here, or NULL: then this is banos_memory_allocate() with
 *          alignment 0
 * @size:   the new one, in bytes
 * @flags:  enum banos_memory_flags. BANOS_MEMORY_ZERO clears what lies behind
 *          the size that was asked for before
 *
 * Content, up to the smaller size, and alignment stay. On success @memory must
 * not be used any more, on failure it is as it was.
 *
 * Context: as banos_memory_allocate().
 * Since:   0.9
 * Returns: the memory, which may be @memory; or NULL
 */
BANOS_MUST_CHECK
void *banos_memory_reallocate(struct banos_driver *driver, void *memory,
			      uint64_t size, uint32_t flags);

/**
 * banos_memory_duplicate - get memory with the same content as other memory
 * @driver: whom it belongs to
 * @from:   what is copied; the driver's own, not a program's
 * @size:   in bytes
 * @flags:  enum banos_memory_flags
 *
 * Context: as banos_memory_allocate().
 * Since:   0.9
 * Returns: the memory, aligned for every type of C; or NULL
 */
BANOS_MUST_CHECK
void *banos_memory_duplicate(struct banos_driver *driver, const void *from,
			     uint64_t size, uint32_t flags);

/**
 * banos_memory_free - give memory back
 * @memory: from one of the functions above, whichever driver it belongs to; or
 *          NULL, which does nothing
 *
 * A pointer that is not the start of such memory, or was given back before, is
 * a bug of the driver; if banos can tell, it reports it and frees nothing.
 *
 * Context: where a banos_spinlock may be held; never with a banos_raw_spinlock
 *          held.
 * Since:   0.9
 */
void banos_memory_free(void *memory);

/**
 * banos_memory_size - how many bytes of this memory may be used?
 * @memory: from one of the functions above, or NULL
 *
 * Context: any.
 * Since:   0.9
 * Returns: bytes: at least what was asked for; 0 for NULL
 */
uint64_t banos_memory_size(const void *memory);

/* Memory of whole pages; an opaque handle. */
struct banos_pages;

/**
 * banos_page_size - the unit in which memory is mapped
 *
 * Context: any.
 * Since:   0.9
 * Returns: bytes, a power of two: 4096 on x86-64; other machines have others
 */
uint64_t banos_page_size(void);

/**
 * banos_pages_create - get memory of whole pages
 * @driver: whom it belongs to
 * @count:  of pages, at least 1; at most 1 GiB in all
 * @flags:  0
 * @pages:  out: the handle, owned by @driver
 *
 * All bytes are 0. The pages lie side by side for the driver, and anywhere in
 * physical memory. Programs can map them through a character device; what they
 * have mapped stays theirs to use after the handle is gone, and is freed when
 * the last of them lets go.
 *
 * Context: may sleep.
 * Since:   0.9
 * Returns: 0, or
 *          -BANOS_EINVAL  @driver is not a driver, or another argument is out
 *                         of range
 *          -BANOS_ENOMEM  there is not enough memory
 *          -BANOS_ENODEV  @driver is being uninstalled
 */
BANOS_MUST_CHECK
int32_t banos_pages_create(struct banos_driver *driver, uint64_t count,
			   uint32_t flags, struct banos_pages **pages);

/**
 * banos_pages_destroy - the driver is done with its pages
 * @pages: from banos_pages_create(), or NULL, which does nothing
 *
 * Context: may sleep.
 * Since:   0.9
 */
void banos_pages_destroy(struct banos_pages *pages);

/**
 * banos_pages_address - where the driver finds its pages
 * @pages: from banos_pages_create()
 *
 * Context: any.
 * Since:   0.9
 * Returns: the address of the first byte, a multiple of banos_page_size();
 *          valid until banos_pages_destroy()
 */
void *banos_pages_address(const struct banos_pages *pages);

/**
 * banos_pages_count - how many pages are there?
 * @pages: from banos_pages_create()
 *
 * Context: any.
 * Since:   0.9
 */
uint64_t banos_pages_count(const struct banos_pages *pages);

BANOS_END_DECLARATIONS

#endif
