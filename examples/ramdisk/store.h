/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * The memory of a RAM disk, in chunks. A sparse one has those only that were
 * written; what has no chunk reads as zeroes.
 */
#ifndef EXAMPLES_RAMDISK_STORE_H
#define EXAMPLES_RAMDISK_STORE_H

#include <banos/lock.h>
#include <banos/memory.h>

#define CHUNK_SIZE 65536u

/* A chunk is not there if its pages are NULL. */
struct chunk {
	struct banos_pages *pages;
	char               *memory;
};

/*
 * The lock is a sparse store's: whoever copies holds it shared, and whoever
 * makes chunks come or go holds it alone. The others never change.
 */
struct store {
	struct banos_driver *driver;
	struct chunk        *chunks;
	uint64_t             count;
	struct banos_rwlock *lock;
};

/* Of that many bytes, a multiple of CHUNK_SIZE. Undone by store_destroy(). */
int32_t store_create(struct banos_driver *driver, uint64_t size, bool sparse,
		     struct store *store);
void store_destroy(struct store *store);

/*
 * Around the copying of a range; it is there after store_begin_write(). A
 * sparse store may sleep here.
 */
static inline void store_begin_read(struct store *store)
{
	if (store->lock)
		banos_rwlock_read_lock(store->lock);
}

int32_t store_begin_write(struct store *store, uint64_t offset, uint64_t size);

static inline void store_end(struct store *store)
{
	if (store->lock)
		banos_rwlock_read_unlock(store->lock);
}

/* In between; the ranges are inside of the store. */
void store_read(const struct store *store, uint64_t offset, char *to,
		uint64_t size);
void store_write(const struct store *store, uint64_t offset, const char *from,
		 uint64_t size);

/* Makes a range zero; with @discard, chunks that are all zero may go. */
void store_zero(struct store *store, uint64_t offset, uint64_t size,
		bool discard);

#endif
