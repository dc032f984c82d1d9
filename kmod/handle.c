// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/*
 * What instances own: see handle.h and handle_types.h.
 */
#include <linux/errno.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/wait.h>

#include "instance_types.h"
#include "log.h"
#include "handle.h"
#include "handle_types.h"

/**
 * struct visit - a walker is at a handle, without a lock
 * @node:    in the list of visits
 * @cursor:  keeps the walker's place in the list: a handle without a class
 * @at:      where it is; NULL if its own callback destroyed that
 * @task:    the walker
 */
struct visit {
	struct list_head node;
	struct handle cursor;
	struct handle *at;
	struct task_struct *task;
};

/* Few walk at a time, so one list and one queue do for all instances. */
static LIST_HEAD(visits);
static DEFINE_RAW_SPINLOCK(visits_lock);
static DECLARE_WAIT_QUEUE_HEAD(visit_ended);

static atomic64_t reclaimed;

void handle_add(struct instance *owner, struct handle *handle,
		const struct handle_class *class)
{
	unsigned long flags;

	handle->owner = owner;
	handle->class = class;
	raw_spin_lock_irqsave(&owner->handles_lock, flags);
	list_add_tail(&handle->node, &owner->handles);
	raw_spin_unlock_irqrestore(&owner->handles_lock, flags);
}

static bool is_visited(const struct handle_class *class)
{
	return class->holders || class->detach || class->sever || class->drain;
}

/* Is somebody else at it? A walker's own callback may destroy it. */
static bool visited_by_others(struct handle *handle)
{
	struct visit *visit;
	unsigned long flags;
	bool found = false;

	raw_spin_lock_irqsave(&visits_lock, flags);
	list_for_each_entry(visit, &visits, node) {
		if (visit->at == handle && visit->task == current)
			visit->at = NULL;
		else if (visit->at == handle)
			found = true;
	}
	raw_spin_unlock_irqrestore(&visits_lock, flags);
	return found;
}

bool handle_remove(struct handle *handle)
{
	struct instance *owner = handle->owner;
	unsigned long flags;
	bool listed;

	raw_spin_lock_irqsave(&owner->handles_lock, flags);
	listed = !list_empty(&handle->node);
	list_del_init(&handle->node);
	raw_spin_unlock_irqrestore(&owner->handles_lock, flags);
	if (listed && is_visited(handle->class))
		wait_event(visit_ended, !visited_by_others(handle));
	return listed;
}

int handle_may_create(struct instance *owner)
{
	return READ_ONCE(owner->reclaiming) ? -ENODEV : 0;
}

/* The next handle after the cursor, in either direction; it moves there. */
static struct handle *advance(struct instance *instance, struct visit *visit,
			      bool backwards)
{
	struct list_head *node = &visit->cursor.node;
	struct handle *handle = NULL;
	unsigned long flags;

	raw_spin_lock_irqsave(&instance->handles_lock, flags);
	do {
		node = backwards ? node->prev : node->next;
		if (node == &instance->handles)
			break;
		handle = list_entry(node, struct handle, node);
	} while (!handle->class);
	if (node == &instance->handles)
		handle = NULL;
	else if (backwards)
		list_move_tail(&visit->cursor.node, node);
	else
		list_move(&visit->cursor.node, node);
	/* Seen by handle_remove() once it has taken the handle off. */
	raw_spin_lock(&visits_lock);
	visit->at = handle;
	raw_spin_unlock(&visits_lock);
	raw_spin_unlock_irqrestore(&instance->handles_lock, flags);
	return handle;
}

static void visit_begin(struct instance *instance, struct visit *visit,
			bool backwards)
{
	unsigned long flags;

	visit->at = NULL;
	visit->task = current;
	visit->cursor.class = NULL;
	raw_spin_lock_irqsave(&instance->handles_lock, flags);
	if (backwards)
		list_add_tail(&visit->cursor.node, &instance->handles);
	else
		list_add(&visit->cursor.node, &instance->handles);
	raw_spin_unlock_irqrestore(&instance->handles_lock, flags);
	raw_spin_lock_irqsave(&visits_lock, flags);
	list_add(&visit->node, &visits);
	raw_spin_unlock_irqrestore(&visits_lock, flags);
}

static void visit_end(struct instance *instance, struct visit *visit)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&instance->handles_lock, flags);
	list_del(&visit->cursor.node);
	raw_spin_unlock_irqrestore(&instance->handles_lock, flags);
	raw_spin_lock_irqsave(&visits_lock, flags);
	list_del(&visit->node);
	raw_spin_unlock_irqrestore(&visits_lock, flags);
}

/* What a walk does at each handle; the answers are summed up. */
typedef unsigned int (*visit_function)(struct handle *handle,
				       struct log *log);

/* @class: only resources of this kind, or NULL: of any. */
static unsigned int walk(struct instance *instance, bool backwards,
			 const struct handle_class *class,
			 visit_function function, struct log *log)
{
	struct handle *handle;
	unsigned int sum = 0;
	struct visit visit;

	visit_begin(instance, &visit, backwards);
	while ((handle = advance(instance, &visit, backwards))) {
		if (!class || handle->class == class)
			sum += function(handle, log);
		/* It moves on in advance(): whoever waits looks again. */
		raw_spin_lock_irq(&visits_lock);
		visit.at = NULL;
		raw_spin_unlock_irq(&visits_lock);
		wake_up_all(&visit_ended);
	}
	visit_end(instance, &visit);
	return sum;
}

static unsigned int visit_holders(struct handle *handle, struct log *log)
{
	return handle->class->holders ?
	       handle->class->holders(handle, log) : 0;
}

static unsigned int visit_detach(struct handle *handle, struct log *log)
{
	if (handle->class->detach)
		handle->class->detach(handle);
	return 1;
}

static unsigned int visit_sever(struct handle *handle, struct log *log)
{
	if (handle->class->sever)
		handle->class->sever(handle);
	return 1;
}

static unsigned int visit_drain(struct handle *handle, struct log *log)
{
	if (handle->class->drain)
		handle->class->drain(handle);
	return 1;
}

unsigned int handles_holders(struct instance *instance, struct log *log)
{
	return walk(instance, false, NULL, visit_holders, log);
}

unsigned int handles_holders_of(struct instance *instance,
				const struct handle_class *class)
{
	return walk(instance, false, class, visit_holders, NULL);
}

void handles_detach(struct instance *instance)
{
	walk(instance, false, NULL, visit_detach, NULL);
}

void handles_sever(struct instance *instance)
{
	walk(instance, false, NULL, visit_sever, NULL);
}

static void report_forgotten(struct instance *instance)
{
	struct handle_kind kinds[HANDLE_KINDS_MAX];
	unsigned int i, count;

	count = handles_count(instance, kinds);
	for (i = 0; i < count; i++)
		pr_notice("banos: %s (instance %llu) left %u of kind %s behind: released\n",
			  instance->name, instance->id, kinds[i].count,
			  kinds[i].class->name);
}

/* The newest one that is left. Readers may have cursors in the list. */
static struct handle *find_last(struct instance *instance)
{
	struct handle *handle, *last = NULL;

	raw_spin_lock_irq(&instance->handles_lock);
	list_for_each_entry_reverse(handle, &instance->handles, node) {
		if (handle->class) {
			last = handle;
			break;
		}
	}
	raw_spin_unlock_irq(&instance->handles_lock);
	return last;
}

unsigned int handles_reclaim(struct instance *instance)
{
	struct handle *handle;
	unsigned int count = handles_total(instance);

	WRITE_ONCE(instance->reclaiming, true);
	walk(instance, true, NULL, visit_drain, NULL);
	report_forgotten(instance);
	while ((handle = find_last(instance))) {
		count += handle->class->name ? 1 : 0;
		handle_remove(handle);
		handle->class->release(handle);
	}
	atomic64_add(count, &reclaimed);
	return count;
}

static struct handle_kind *
find_kind(struct handle_kind *kinds, unsigned int *count,
	  const struct handle_class *class)
{
	unsigned int i;

	for (i = 0; i < *count; i++) {
		if (kinds[i].class == class)
			return &kinds[i];
	}
	if (*count == HANDLE_KINDS_MAX)
		return NULL;
	kinds[*count].class = class;
	kinds[*count].count = 0;
	return &kinds[(*count)++];
}

unsigned int handles_count(struct instance *instance,
			   struct handle_kind kinds[HANDLE_KINDS_MAX])
{
	struct handle_kind *kind;
	struct handle *handle;
	unsigned int count = 0;
	unsigned long flags;

	raw_spin_lock_irqsave(&instance->handles_lock, flags);
	list_for_each_entry(handle, &instance->handles, node) {
		kind = handle->class && handle->class->name ?
		       find_kind(kinds, &count, handle->class) : NULL;
		if (kind)
			kind->count++;
	}
	raw_spin_unlock_irqrestore(&instance->handles_lock, flags);
	return count;
}

unsigned int handles_total(struct instance *instance)
{
	struct handle_kind kinds[HANDLE_KINDS_MAX];
	unsigned int total = 0;
	unsigned int i, count;

	count = handles_count(instance, kinds);
	for (i = 0; i < count; i++)
		total += kinds[i].count;
	return total;
}

u64 handles_reclaimed(void)
{
	return atomic64_read(&reclaimed);
}
