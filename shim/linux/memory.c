// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/*
 * Memory: see <banos/memory.h>.
 *
 * Each piece carries a header right in front of what the driver gets. It puts
 * the piece on one of its instance's lists, so that nothing is lost when a
 * driver forgets it; there is a list for each of a few groups of CPUs, so that
 * CPUs rarely meet at a lock.
 */
#include <linux/atomic.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/overflow.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/smp.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/vmalloc.h>
#include <linux/workqueue.h>

#include <banos/memory.h>

#include "areas.h"
#include "export.h"
#include "instance.h"
#include "state.h"

#define ALIGNMENT_DEFAULT 16
/* What every allocator of the kernel aligns to at least. */
#define ALIGNMENT_KERNEL 8

/* More than this is not worth hunting for contiguous pages. */
#define CONTIGUOUS_MAX (PAGE_SIZE << PAGE_ALLOC_COSTLY_ORDER)

#define MAGIC_USED 0xba05
#define MAGIC_FREE 0x50ab

/**
 * struct header - in front of each piece of memory
 * @node:            on the list of its shard, or on its way to vfree()
 * @state:           of the instance that owns it
 * @size:            that was asked for last, bytes
 * @capacity:        that there is, bytes
 * @offset:          from the start of the kernel's allocation to the piece
 * @magic:           tells a piece in use from everything else
 * @shard:           index of the list
 * @alignment_shift: binary logarithm of the piece's alignment
 */
struct header {
	struct list_head node;
	struct state *state;
	u32 size;
	u32 capacity;
	u32 offset;
	u16 magic;
	u8 shard;
	u8 alignment_shift;
};

static void free_deferred(struct work_struct *work);

/* vfree() may sleep, banos_memory_free() may not: a worker does it. */
static LIST_HEAD(deferred);
static DEFINE_SPINLOCK(deferred_lock);
static DECLARE_WORK(deferred_work, free_deferred);

static struct header *header_of(const void *memory)
{
	return (struct header *)memory - 1;
}

static void *memory_of(struct header *header)
{
	return header + 1;
}

/* Where the kernel's allocation begins. */
static void *base_of(struct header *header)
{
	return memory_of(header) - header->offset;
}

static void free_deferred(struct work_struct *work)
{
	struct header *header, *next;
	LIST_HEAD(list);

	spin_lock_irq(&deferred_lock);
	list_splice_init(&deferred, &list);
	spin_unlock_irq(&deferred_lock);
	list_for_each_entry_safe(header, next, &list, node)
		vfree(base_of(header));
}

static void *allocate_base(size_t size, u32 flags)
{
	gfp_t zero = flags & BANOS_MEMORY_ZERO ? __GFP_ZERO : 0;

	/* That there is not enough is for the driver to report, or not. */
	zero |= __GFP_NOWARN;
	if (flags & BANOS_MEMORY_ATOMIC)
		return size > KMALLOC_MAX_SIZE ?
		       NULL : kmalloc(size, GFP_ATOMIC | zero);
	if (size <= CONTIGUOUS_MAX)
		return kvmalloc(size, GFP_KERNEL | zero);
	/*
	 * A driver that asks for too much must not cost programs their life.
	 * Newer kernels give back only later what an attempt that failed took,
	 * so one that must fail is not made.
	 */
	if (size >> PAGE_SHIFT > max(si_mem_available(), 0L))
		return NULL;
	return __vmalloc(size, GFP_KERNEL | __GFP_RETRY_MAYFAIL | zero);
}

static void free_base(struct header *header)
{
	void *base = base_of(header);
	unsigned long flags;

	if (!is_vmalloc_addr(base)) {
		kfree(base);
		return;
	}
	spin_lock_irqsave(&deferred_lock, flags);
	list_add(&header->node, &deferred);
	spin_unlock_irqrestore(&deferred_lock, flags);
	schedule_work(&deferred_work);
}

static struct state_shard *shard_of(const struct header *header)
{
	return &header->state->shards[header->shard];
}

static void track(struct header *header, struct state *state)
{
	struct state_shard *shard;
	unsigned long flags;

	header->state = state;
	header->shard = raw_smp_processor_id() % STATE_SHARDS;
	shard = shard_of(header);
	spin_lock_irqsave(&shard->lock, flags);
	list_add(&header->node, &shard->memory);
	shard->count++;
	shard->bytes += header->size;
	spin_unlock_irqrestore(&shard->lock, flags);
	instance_charge(state->handle.owner, header->size);
}

static void untrack(struct header *header)
{
	struct state_shard *shard = shard_of(header);
	unsigned long flags;

	spin_lock_irqsave(&shard->lock, flags);
	list_del(&header->node);
	shard->count--;
	shard->bytes -= header->size;
	spin_unlock_irqrestore(&shard->lock, flags);
	instance_charge(header->state->handle.owner, -(long)header->size);
}

static void resize(struct header *header, u32 size)
{
	struct state_shard *shard = shard_of(header);
	long change = (long)size - (long)header->size;
	unsigned long flags;

	spin_lock_irqsave(&shard->lock, flags);
	header->size = size;
	shard->bytes += change;
	spin_unlock_irqrestore(&shard->lock, flags);
	instance_charge(header->state->handle.owner, change);
}

/* Arguments are in range. */
static void *allocate(struct state *state, u32 size, u32 alignment, u32 flags)
{
	u32 capacity = ALIGN(size, ALIGNMENT_DEFAULT);
	size_t slack = alignment - ALIGNMENT_KERNEL;
	struct header *header;
	void *base, *memory;

	base = allocate_base(sizeof(*header) + slack + capacity, flags);
	if (!base)
		return NULL;
	memory = PTR_ALIGN(base + sizeof(*header), alignment);
	header = header_of(memory);
	header->size = size;
	header->capacity = capacity;
	header->offset = memory - base;
	header->magic = MAGIC_USED;
	header->alignment_shift = ilog2(alignment);
	track(header, state);
	return memory;
}

static struct state *state_for(const struct banos_driver *driver, u32 flags)
{
	struct instance *instance = instance_of(driver);

	if (!instance || flags & ~(BANOS_MEMORY_ZERO | BANOS_MEMORY_ATOMIC))
		return NULL;
	return state_of(instance,
			flags & BANOS_MEMORY_ATOMIC ? GFP_ATOMIC : GFP_KERNEL);
}

void *banos_memory_allocate(struct banos_driver *driver, u64 size,
			    u64 alignment, u32 flags)
{
	struct state *state = state_for(driver, flags);

	if (!state || size > BANOS_MEMORY_LARGEST ||
	    alignment > BANOS_MEMORY_LARGEST_ALIGNMENT ||
	    (alignment && !is_power_of_2(alignment)))
		return NULL;
	return allocate(state, size, max_t(u32, alignment, ALIGNMENT_DEFAULT),
			flags);
}
SHIM_EXPORT(banos_memory_allocate, BANOS_VERSION(0, 9, 0));

void *banos_memory_allocate_array(struct banos_driver *driver, u64 count,
				  u64 size, u64 alignment, u32 flags)
{
	u64 total;

	if (check_mul_overflow(count, size, &total))
		return NULL;
	return banos_memory_allocate(driver, total, alignment, flags);
}
SHIM_EXPORT(banos_memory_allocate_array, BANOS_VERSION(0, 9, 0));

/* Is this a piece in use? Anything else is reported, at most so often. */
static bool check(const void *memory, const void *caller)
{
	if (likely(READ_ONCE(header_of(memory)->magic) == MAGIC_USED))
		return true;
	pr_err_ratelimited("banos: %pS hands in memory that is not in use\n",
			   caller);
	return false;
}

static void *move(struct state *state, struct header *header, u32 size,
		  u32 flags)
{
	u32 kept = min(size, header->size);
	void *memory;

	memory = allocate(state, size, 1u << header->alignment_shift,
			  flags & ~BANOS_MEMORY_ZERO);
	if (!memory)
		return NULL;
	memcpy(memory, memory_of(header), kept);
	if (flags & BANOS_MEMORY_ZERO)
		memset(memory + kept, 0, header_of(memory)->capacity - kept);
	banos_memory_free(memory_of(header));
	return memory;
}

static void *keep(struct header *header, u32 size, u32 flags)
{
	void *memory = memory_of(header);

	if (flags & BANOS_MEMORY_ZERO && size > header->size)
		memset(memory + header->size, 0, size - header->size);
	resize(header, size);
	return memory;
}

void *banos_memory_reallocate(struct banos_driver *driver, void *memory,
			      u64 size, u32 flags)
{
	struct header *header;
	struct state *state;
	void *moved = NULL;

	if (!memory)
		return banos_memory_allocate(driver, size, 0, flags);
	/* Whether it has to move makes no difference to what is refused. */
	state = state_for(driver, flags);
	if (!state || size > BANOS_MEMORY_LARGEST ||
	    !check(memory, __builtin_return_address(0)))
		return NULL;
	header = header_of(memory);
	if (size > header->capacity)
		return move(state, header, size, flags);
	/* Give much of it back only if that works; less always fits. */
	if (size < header->capacity / 2)
		moved = move(state, header, size, flags);
	return moved ?: keep(header, size, flags);
}
SHIM_EXPORT(banos_memory_reallocate, BANOS_VERSION(0, 9, 0));

void *banos_memory_duplicate(struct banos_driver *driver, const void *from,
			     u64 size, u32 flags)
{
	void *memory;

	memory = from ? banos_memory_allocate(driver, size, 0, flags) : NULL;
	if (memory)
		memcpy(memory, from, size);
	return memory;
}
SHIM_EXPORT(banos_memory_duplicate, BANOS_VERSION(0, 9, 0));

void banos_memory_free(void *memory)
{
	struct header *header;

	if (!memory)
		return;
	header = header_of(memory);
	/* Of two who free it at once, the second must find it free. */
	if (!check(memory, __builtin_return_address(0)) ||
	    xchg(&header->magic, MAGIC_FREE) != MAGIC_USED)
		return;
	untrack(header);
	free_base(header);
}
SHIM_EXPORT(banos_memory_free, BANOS_VERSION(0, 9, 0));

u64 banos_memory_size(const void *memory)
{
	if (!memory || !check(memory, __builtin_return_address(0)))
		return 0;
	return header_of(memory)->capacity;
}
SHIM_EXPORT(banos_memory_size, BANOS_VERSION(0, 9, 0));

/* Nobody else uses the state any more: its driver's code is at rest. */
void memory_reclaim(struct state *state)
{
	struct instance *owner = state->handle.owner;
	struct header *header, *next;
	u64 count = 0, bytes = 0;
	int i;

	for (i = 0; i < STATE_SHARDS; i++) {
		count += state->shards[i].count;
		bytes += state->shards[i].bytes;
		list_for_each_entry_safe(header, next, &state->shards[i].memory,
					 node) {
			banos_memory_free(memory_of(header));
			cond_resched();
		}
	}
	if (count)
		pr_notice("banos: %s (instance %llu) left %llu pieces of memory, %llu bytes, behind: released\n",
			  instance_name(owner), instance_id(owner), count,
			  bytes);
}

static void memory_exit(void)
{
	flush_work(&deferred_work);
}

const struct area memory_area = { .name = "memory", .exit = memory_exit };
