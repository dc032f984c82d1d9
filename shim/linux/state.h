/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 The banos developers */
/*
 * What the shim itself keeps for an instance, beside the handles that the
 * driver knows of: its memory, whom to wake at --detach, what was said once.
 * Made when first needed; found by the instance's address.
 */
#ifndef BANOS_SHIM_STATE_H
#define BANOS_SHIM_STATE_H

#include <linux/cache.h>
#include <linux/list.h>
#include <linux/rcupdate.h>
#include <linux/spinlock.h>
#include <linux/types.h>
#include <linux/wait.h>

#include "handle.h"

/* A power of two: CPUs spread over so many lists of memory. */
#define STATE_SHARDS 8

/**
 * struct state_shard - some of an instance's memory
 * @lock:  also taken where sleeping is not possible
 * @count: entries of @memory
 * @bytes: that the driver asked for in them
 */
struct state_shard {
	spinlock_t lock; /* guards the rest */
	struct list_head memory;
	u64 count;
	u64 bytes;
} ____cacheline_aligned_in_smp;

/**
 * struct state - of one instance
 * @handle:   without a name: bookkeeping of the shim, not of the driver
 * @node:     in the table; under state.c's lock
 * @sleepers: woken when the instance is detached
 * @noticed:  bit 0: the driver was told about an unknown error number
 */
struct state {
	struct handle handle;
	struct hlist_node node;
	wait_queue_head_t sleepers;
	unsigned long noticed;
	struct rcu_head rcu;
	struct state_shard shards[STATE_SHARDS];
};

/**
 * state_of - the state of an instance that runs; made if there is none yet
 * @instance: whose driver calls, so that it stays
 * @flags:    GFP_KERNEL, or GFP_ATOMIC where sleeping is not possible
 *
 * Context: not in hard interrupts on RT, as all that allocates.
 * Returns: NULL if there is no memory or the instance leaves
 */
struct state *state_of(struct instance *instance, gfp_t flags);

/* Has this never been asked for the instance before? Context: may sleep. */
bool state_first_notice(struct instance *instance);

/* In memory.c: frees what is still there, and says how much it was. */
void memory_reclaim(struct state *state);

#endif
