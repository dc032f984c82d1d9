/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 The banos developers */
/*
 * The memory that driver images live in: three pools inside banos.ko's own
 * sections, which the kernel's module loader maps with the right permissions
 * within reach of the kernel: text is executable and read-only, rodata
 * read-only, data writable.
 */
#ifndef BANOS_KMOD_ARENA_H
#define BANOS_KMOD_ARENA_H

#include <linux/types.h>

#include "image.h"

/* What images pack at; a smaller alignment would only feed bookkeeping. */
#define ARENA_GRAIN 64

/* -ENOEXEC: banos.ko was linked without its arenas. */
int arena_init(void);
void arena_exit(void);

/**
 * arena_allocate - find room in a pool
 * @pool:      which
 * @size:      bytes, not 0
 * @alignment: a power of two
 *
 * The room holds zeroes, and traps in text. Text and rodata can be written
 * between arena_open() and arena_close() only.
 *
 * Context: may sleep.
 * Returns: the address, or NULL: the pool is exhausted.
 */
void *arena_allocate(enum image_pool pool, size_t size, size_t alignment);

/* The range as arena_allocate() gave it; text becomes traps, data zero. */
void arena_free(enum image_pool pool, void *address, size_t size);

/* Keep the range out of use: a probe may still write an old byte into it. */
void arena_quarantine(enum image_pool pool, void *address, size_t size);

/**
 * arena_open - where to write to a range, whatever its permissions
 * @address: inside one allocation
 * @size:    of the range, not 0
 *
 * Text and rodata are written through a short-lived alias, so that no address
 * is ever both writable and executable. After text has changed,
 * text_synchronize() must run before the code does.
 *
 * Context: may sleep.
 * Returns: an address that shows the same memory, for arena_close() in the
 * end; or NULL: no memory.
 */
void *arena_open(enum image_pool pool, void *address, size_t size);
void arena_close(enum image_pool pool, void *opened);

/* Is the address in the text of some image, present or past? Any context. */
bool arena_is_text(unsigned long address);

struct arena_usage {
	u64 size;
	u64 used;
};

/* Where in the text arena; for reports, which never tell addresses. */
unsigned long arena_text_offset(unsigned long address);

/* "text" and so on, for sentences. */
const char *arena_name(enum image_pool pool);

struct arena_usage arena_usage(enum image_pool pool);
u64 arena_quarantined(void);

#endif
