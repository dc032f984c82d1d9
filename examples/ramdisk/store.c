/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * See store.h.
 */
#include "store.h"

#include <banos/error.h>
#include <banos/string.h>

static uint64_t smaller(uint64_t left, uint64_t right)
{
	return left < right ? left : right;
}

/* Bytes from this place to the end of its chunk, at most wanted ones. */
static uint64_t piece_at(uint64_t offset, uint64_t wanted)
{
	return smaller(wanted, CHUNK_SIZE - offset % CHUNK_SIZE);
}

static struct chunk *chunk_at(const struct store *store, uint64_t offset)
{
	return &store->chunks[offset / CHUNK_SIZE];
}

static int32_t fill(struct store *store, struct chunk *chunk)
{
	int32_t error;

	if (chunk->pages)
		return 0;
	error = banos_pages_create(store->driver,
				   CHUNK_SIZE / banos_page_size(), 0,
				   &chunk->pages);
	if (!error)
		chunk->memory = banos_pages_address(chunk->pages);
	return error;
}

static void empty(struct chunk *chunk)
{
	banos_pages_destroy(chunk->pages);
	chunk->pages = NULL;
	chunk->memory = NULL;
}

static int32_t fill_range(struct store *store, uint64_t offset, uint64_t size)
{
	uint64_t i, last = (offset + size - 1) / CHUNK_SIZE;
	int32_t error = 0;

	for (i = offset / CHUNK_SIZE; i <= last && !error; i++)
		error = fill(store, &store->chunks[i]);
	return error;
}

static bool is_filled(const struct store *store, uint64_t offset, uint64_t size)
{
	uint64_t i, last = (offset + size - 1) / CHUNK_SIZE;

	for (i = offset / CHUNK_SIZE; i <= last; i++) {
		if (!store->chunks[i].pages)
			return false;
	}
	return true;
}

int32_t store_create(struct banos_driver *driver, uint64_t size, bool sparse,
		     struct store *store)
{
	int32_t error = 0;

	store->driver = driver;
	store->count = size / CHUNK_SIZE;
	store->chunks = banos_memory_allocate_array(driver, store->count,
						    sizeof(*store->chunks), 0,
						    BANOS_MEMORY_ZERO);
	if (!store->chunks)
		return -BANOS_ENOMEM;
	if (sparse)
		error = banos_rwlock_create(driver, &store->lock);
	else
		error = fill_range(store, 0, size);
	if (error)
		store_destroy(store);
	return error;
}

void store_destroy(struct store *store)
{
	uint64_t i;

	for (i = 0; store->chunks && i < store->count; i++)
		empty(&store->chunks[i]);
	banos_memory_free(store->chunks);
	banos_rwlock_destroy(store->lock);
	*store = (struct store){ 0 };
}

int32_t store_begin_write(struct store *store, uint64_t offset, uint64_t size)
{
	int32_t error;

	if (!store->lock)
		return 0;
	banos_rwlock_read_lock(store->lock);
	if (is_filled(store, offset, size))
		return 0;
	banos_rwlock_read_unlock(store->lock);
	banos_rwlock_write_lock(store->lock);
	error = fill_range(store, offset, size);
	if (error)
		banos_rwlock_write_unlock(store->lock);
	else
		banos_rwlock_downgrade(store->lock);
	return error;
}

void store_read(const struct store *store, uint64_t offset, char *to,
		uint64_t size)
{
	while (size) {
		const struct chunk *chunk = chunk_at(store, offset);
		uint64_t piece = piece_at(offset, size);

		if (chunk->memory)
			banos_memcpy(to, chunk->memory + offset % CHUNK_SIZE, piece);
		else
			banos_memset(to, 0, piece);
		to += piece;
		offset += piece;
		size -= piece;
	}
}

void store_write(const struct store *store, uint64_t offset, const char *from,
		 uint64_t size)
{
	while (size) {
		uint64_t piece = piece_at(offset, size);

		banos_memcpy(chunk_at(store, offset)->memory +
				     offset % CHUNK_SIZE, from, piece);
		from += piece;
		offset += piece;
		size -= piece;
	}
}

void store_zero(struct store *store, uint64_t offset, uint64_t size,
		bool discard)
{
	if (store->lock)
		banos_rwlock_write_lock(store->lock);
	while (size) {
		struct chunk *chunk = chunk_at(store, offset);
		uint64_t piece = piece_at(offset, size);

		if (store->lock && discard && piece == CHUNK_SIZE)
			empty(chunk);
		else if (chunk->memory)
			banos_memset(chunk->memory + offset % CHUNK_SIZE, 0, piece);
		offset += piece;
		size -= piece;
	}
	if (store->lock)
		banos_rwlock_write_unlock(store->lock);
}
