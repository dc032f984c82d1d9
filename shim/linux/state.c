// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/*
 * What the shim keeps for each instance that needs it, in a hash table that
 * is read under RCU.
 */
#include <linux/bitops.h>
#include <linux/hash.h>
#include <linux/rculist.h>
#include <linux/sched.h>
#include <linux/slab.h>

#include "state.h"

#define TABLE_BITS 8

static struct hlist_head table[1 << TABLE_BITS];
/* Guards the table against writers; also taken where sleeping is not possible. */
static DEFINE_SPINLOCK(table_lock);

static struct hlist_head *bucket_of(const struct instance *instance)
{
	return &table[hash_ptr(instance, TABLE_BITS)];
}

/* The driver that asks keeps the instance, and so what is found, alive. */
static struct state *find(const struct instance *instance)
{
	struct state *state;

	rcu_read_lock();
	hlist_for_each_entry_rcu(state, bucket_of(instance), node) {
		if (state->handle.owner == instance)
			break;
	}
	rcu_read_unlock();
	return state;
}

static void state_detach(struct handle *handle)
{
	struct state *state = container_of(handle, struct state, handle);

	wake_up_all(&state->sleepers);
}

static void state_release(struct handle *handle)
{
	struct state *state = container_of(handle, struct state, handle);
	unsigned long flags;

	spin_lock_irqsave(&table_lock, flags);
	hlist_del_rcu(&state->node);
	spin_unlock_irqrestore(&table_lock, flags);
	memory_reclaim(state);
	kfree_rcu(state, rcu);
}

static const struct handle_class state_class = {
	.detach = state_detach,
	.release = state_release,
};

static struct state *allocate(struct instance *instance, gfp_t flags)
{
	struct state *state = kzalloc(sizeof(*state), flags | __GFP_NOWARN);
	int i;

	if (!state)
		return NULL;
	init_waitqueue_head(&state->sleepers);
	for (i = 0; i < STATE_SHARDS; i++) {
		spin_lock_init(&state->shards[i].lock);
		INIT_LIST_HEAD(&state->shards[i].memory);
	}
	state->handle.owner = instance;
	return state;
}

/* Two may come here at once: the first one's is taken. */
static struct state *insert(struct state *state)
{
	struct instance *instance = state->handle.owner;
	struct state *other;
	unsigned long flags;

	spin_lock_irqsave(&table_lock, flags);
	other = find(instance);
	if (!other) {
		handle_add(instance, &state->handle, &state_class);
		hlist_add_head_rcu(&state->node, bucket_of(instance));
	}
	spin_unlock_irqrestore(&table_lock, flags);
	if (!other)
		return state;
	kfree(state);
	return other;
}

struct state *state_of(struct instance *instance, gfp_t flags)
{
	struct state *state = find(instance);

	if (likely(state))
		return state;
	if (handle_may_create(instance))
		return NULL;
	state = allocate(instance, flags);
	return state ? insert(state) : NULL;
}

bool state_first_notice(struct instance *instance)
{
	struct state *state = state_of(instance, GFP_KERNEL);

	return !state || !test_and_set_bit(0, &state->noticed);
}
