// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/*
 * Arenas: see arena.h. The bookkeeping is the kernel's gen_pool, which keeps
 * it outside of the memory that it hands out.
 */
#include <linux/delay.h>
#include <linux/genalloc.h>
#include <linux/kernel.h>
#include <linux/llist.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/vmalloc.h>

#include "arch/arena_layout.h"
#include "arch/text.h"
#include "arena.h"
#include "relocate.h"

#define OPEN_TRIES 4
#define OPEN_PAUSE_MS 20

struct arena {
	const char *name;
	char *begin;
	char *end;
	struct gen_pool *pool;
};

static struct arena arenas[IMAGE_POOLS] = {
	[IMAGE_TEXT] = { "text", arena_text_begin, arena_text_end },
	[IMAGE_RODATA] = { "rodata", arena_rodata_begin, arena_rodata_end },
	[IMAGE_DATA] = { "data", arena_data_begin, arena_data_end },
};

/* A range that stays out of use for as long as banos.ko is there. */
struct quarantine {
	struct llist_node node;
	enum image_pool pool;
	void *address;
	size_t size;
};

static LLIST_HEAD(quarantines);
static atomic64_t quarantined;

static void *map_alias(char *address, size_t size)
{
	unsigned int offset = offset_in_page(address);
	unsigned int count = DIV_ROUND_UP(offset + size, PAGE_SIZE);
	struct page **pages;
	unsigned int i;
	char *alias;

	pages = kvmalloc_array(count, sizeof(*pages), GFP_KERNEL);
	if (!pages)
		return NULL;
	for (i = 0; i < count; i++)
		pages[i] = vmalloc_to_page(address - offset + i * PAGE_SIZE);
	alias = vmap(pages, count, VM_MAP, PAGE_KERNEL);
	kvfree(pages);
	return alias ? alias + offset : NULL;
}

void *arena_open(enum image_pool pool, void *address, size_t size)
{
	return pool == IMAGE_DATA ? address : map_alias(address, size);
}

void arena_close(enum image_pool pool, void *opened)
{
	if (pool != IMAGE_DATA)
		vunmap((void *)((unsigned long)opened & PAGE_MASK));
}

/* Memory that is short now may be there in a moment. */
static void *open_patiently(enum image_pool pool, void *address, size_t size)
{
	void *opened = arena_open(pool, address, size);
	unsigned int tries = OPEN_TRIES;

	while (!opened && --tries) {
		msleep(OPEN_PAUSE_MS);
		opened = arena_open(pool, address, size);
	}
	return opened;
}

/* What free memory of a pool holds. */
static int clear(enum image_pool pool, void *address, size_t size)
{
	void *opened = open_patiently(pool, address, size);

	if (!opened)
		return -ENOMEM;
	memset(opened, pool == IMAGE_TEXT ? relocate_text_fill : 0, size);
	arena_close(pool, opened);
	return 0;
}

void *arena_allocate(enum image_pool pool, size_t size, size_t alignment)
{
	struct genpool_data_align data = {
		.align = max_t(size_t, alignment, ARENA_GRAIN),
	};

	return (void *)gen_pool_alloc_algo(arenas[pool].pool, size,
					   gen_pool_first_fit_align, &data);
}

/*
 * Old code must not be reachable, and old data must not be seen by the next
 * image. If there is no memory for the alias that it takes, and none comes, the
 * range stays out of use: safe, and as rare as it is.
 */
void arena_free(enum image_pool pool, void *address, size_t size)
{
	if (clear(pool, address, size))
		arena_quarantine(pool, address, size);
	else
		gen_pool_free(arenas[pool].pool, (unsigned long)address, size);
}

void arena_quarantine(enum image_pool pool, void *address, size_t size)
{
	struct quarantine *entry;

	entry = kmalloc(sizeof(*entry), GFP_KERNEL | __GFP_NOFAIL);
	entry->pool = pool;
	entry->address = address;
	entry->size = size;
	llist_add(&entry->node, &quarantines);
	atomic64_add(ALIGN(size, ARENA_GRAIN), &quarantined);
}

u64 arena_quarantined(void)
{
	return atomic64_read(&quarantined);
}

bool arena_is_text(unsigned long address)
{
	return address >= (unsigned long)arena_text_begin &&
	       address < (unsigned long)arena_text_end;
}

unsigned long arena_text_offset(unsigned long address)
{
	return address - (unsigned long)arena_text_begin;
}

const char *arena_name(enum image_pool pool)
{
	return arenas[pool].name;
}

struct arena_usage arena_usage(enum image_pool pool)
{
	struct arena_usage usage = {
		.size = gen_pool_size(arenas[pool].pool),
	};

	usage.used = usage.size - gen_pool_avail(arenas[pool].pool);
	return usage;
}

/* The first grain of text is never handed out: see arena_init(). */
static int create_pool(struct arena *arena)
{
	size_t first = arena->begin == arena_text_begin ? ARENA_GRAIN : 0;
	size_t size = arena->end - arena->begin - first;
	int error;

	arena->pool = gen_pool_create(ilog2(ARENA_GRAIN), NUMA_NO_NODE);
	if (!arena->pool)
		return -ENOMEM;
	error = gen_pool_add(arena->pool, (unsigned long)arena->begin + first,
			     size, NUMA_NO_NODE);
	if (error) {
		gen_pool_destroy(arena->pool);
		arena->pool = NULL;
	}
	return error;
}

/*
 * For the kernel, free space belongs to the function before it: the end of an
 * image, or the symbol of the arena's beginning. Both begin with an instruction
 * that there is not, or a probe that comes too late for its function would have
 * the kernel decode all of the arena, for minutes.
 */
static int fill_text(void)
{
	size_t size = arena_text_end - arena_text_begin;
	char *opened = arena_open(IMAGE_TEXT, arena_text_begin, size);

	if (!opened)
		return -ENOMEM;
	memset(opened, relocate_text_fill, size);
	memcpy(opened, relocate_text_stop, RELOCATE_STOP_SIZE);
	arena_close(IMAGE_TEXT, opened);
	text_synchronize();
	return 0;
}

int arena_init(void)
{
	int error = -ENOEXEC;
	size_t i;

	for (i = 0; i < IMAGE_POOLS; i++) {
		if (!arenas[i].begin || arenas[i].begin >= arenas[i].end) {
			pr_err("banos: linked without its %s arena\n",
			       arenas[i].name);
			goto destroy;
		}
		error = create_pool(&arenas[i]);
		if (error)
			goto destroy;
	}
	error = fill_text();
	if (!error)
		return 0;

destroy:
	arena_exit();
	return error;
}

/* The kernel kills probes in a module that goes: nothing writes there now. */
static void end_quarantines(void)
{
	struct quarantine *entry, *next;

	llist_for_each_entry_safe(entry, next, llist_del_all(&quarantines),
				  node) {
		gen_pool_free(arenas[entry->pool].pool,
			      (unsigned long)entry->address, entry->size);
		kfree(entry);
	}
}

void arena_exit(void)
{
	size_t i;

	end_quarantines();
	for (i = 0; i < IMAGE_POOLS; i++) {
		if (arenas[i].pool)
			gen_pool_destroy(arenas[i].pool);
		arenas[i].pool = NULL;
	}
}
