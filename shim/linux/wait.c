// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/*
 * Wait queues, and what all waits have in common.
 */
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/poll.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>

#include <banos/wait.h>

#include "export.h"
#include "handle.h"
#include "instance.h"
#include "ticks.h"
#include "wait.h"

unsigned int wait_state(u32 flags)
{
	/*
	 * Threads get no signals; but from 6.1 on one that is asked to stop
	 * looks as if it had one. And a thread that waits for work is not what
	 * load and hangs mean.
	 */
	if (current->flags & PF_KTHREAD)
		return TASK_IDLE;
	if (flags & BANOS_WAIT_INTERRUPTIBLE)
		return TASK_INTERRUPTIBLE;
	return flags & BANOS_WAIT_KILLABLE ? TASK_KILLABLE :
					     TASK_UNINTERRUPTIBLE;
}

bool wait_stopped(u32 flags)
{
	return flags & BANOS_WAIT_STOPPABLE && current->flags & PF_KTHREAD &&
	       kthread_should_stop();
}

void wait_queue_put(struct banos_wait_queue *queue)
{
	if (refcount_dec_and_test(&queue->references))
		kfree(queue);
}

/* Nobody sleeps in it from here on; pollers go and look. */
static void die(struct banos_wait_queue *queue)
{
	WRITE_ONCE(queue->dead, true);
	/* Takes the queue's lock: who comes into it later sees the flag. */
	wake_up_all(&queue->head);
}

static void queue_detach(struct handle *handle)
{
	die(container_of(handle, struct banos_wait_queue, handle));
}

static void queue_release(struct handle *handle)
{
	struct banos_wait_queue *queue =
		container_of(handle, struct banos_wait_queue, handle);

	die(queue);
	wait_queue_put(queue);
}

static const struct handle_class queue_class = {
	.name = "wait queue",
	.detach = queue_detach,
	.release = queue_release,
};

int32_t banos_wait_queue_create(struct banos_driver *driver,
				struct banos_wait_queue **out)
{
	struct instance *owner = instance_of(driver);
	struct banos_wait_queue *queue;
	int error;

	if (!owner || !out)
		return -EINVAL;
	error = handle_may_create(owner);
	if (error)
		return error;
	queue = kzalloc(sizeof(*queue), GFP_KERNEL);
	if (!queue)
		return -ENOMEM;
	init_waitqueue_head(&queue->head);
	refcount_set(&queue->references, 1);
	handle_add(owner, &queue->handle, &queue_class);
	*out = queue;
	return 0;
}
SHIM_EXPORT(banos_wait_queue_create, BANOS_VERSION(0, 9, 0));

void banos_wait_queue_destroy(struct banos_wait_queue *queue)
{
	if (queue && handle_remove(&queue->handle))
		queue_release(&queue->handle);
}
SHIM_EXPORT(banos_wait_queue_destroy, BANOS_VERSION(0, 9, 0));

static bool holds(const struct wait_request *request)
{
	return request->condition(request->context);
}

static bool is_gone(const struct banos_wait_queue *queue,
		    const struct wait_request *request)
{
	return READ_ONCE(queue->dead) ||
	       (request->gone && READ_ONCE(*request->gone));
}

/* -EAGAIN: nothing ends the wait yet. */
static int verdict(const struct banos_wait_queue *queue,
		   const struct wait_request *request, bool signal, long ticks)
{
	if (is_gone(queue, request))
		return -ENODEV;
	if (holds(request))
		return 0;
	if (wait_stopped(request->flags))
		return -ECANCELED;
	if (signal)
		return -EINTR;
	return ticks ? -EAGAIN : -ETIMEDOUT;
}

static int sleep_in(struct banos_wait_queue *queue,
		    const struct wait_request *request)
{
	unsigned int state = wait_state(request->flags);
	struct time_limit limit = time_limit_begin(request->timeout_ns);
	struct wait_queue_entry entry;
	int result;

	init_wait_entry(&entry, WQ_FLAG_EXCLUSIVE);
	for (;;) {
		bool signal = prepare_to_wait_event(&queue->head, &entry,
						    state);

		result = verdict(queue, request, signal, limit.ticks);
		if (result != -EAGAIN)
			break;
		time_limit_sleep(&limit);
	}
	finish_wait(&queue->head, &entry);
	/*
	 * banos_wake_one() may have chosen this one between the verdict and
	 * finish_wait(). Nobody else was woken then: so take what it was for.
	 */
	if (result && result != -ENODEV && holds(request))
		result = 0;
	return result;
}

/* The same, with an entry in the other queue as well. */
static int sleep_in_both(struct banos_wait_queue *queue,
			 const struct wait_request *request)
{
	struct wait_queue_entry entry;
	int result;

	init_waitqueue_entry(&entry, current);
	add_wait_queue(request->gone_head, &entry);
	result = sleep_in(queue, request);
	remove_wait_queue(request->gone_head, &entry);
	return result;
}

int wait_queue_sleep(struct banos_wait_queue *queue,
		     const struct wait_request *request)
{
	int result;

	if (wait_flags_unknown(request->flags))
		return -EINVAL;
	might_sleep_if(request->timeout_ns);
	result = verdict(queue, request, false,
			 ticks_from_ns(request->timeout_ns));
	if (result != -EAGAIN)
		return result;
	wait_queue_get(queue);
	if (request->gone_head)
		result = sleep_in_both(queue, request);
	else
		result = sleep_in(queue, request);
	wait_queue_put(queue);
	return result;
}

int32_t banos_wait(struct banos_wait_queue *queue,
		   banos_wait_condition condition, void *context,
		   uint64_t timeout_ns, uint32_t flags)
{
	const struct wait_request request = {
		.condition = condition,
		.context = context,
		.timeout_ns = timeout_ns,
		.flags = flags,
	};

	return wait_queue_sleep(queue, &request);
}
SHIM_EXPORT(banos_wait, BANOS_VERSION(0, 9, 0));

/* wq_has_sleeper() orders what the driver wrote before it looks. */

void banos_wake_one(struct banos_wait_queue *queue)
{
	if (wq_has_sleeper(&queue->head))
		wake_up(&queue->head);
}
SHIM_EXPORT(banos_wake_one, BANOS_VERSION(0, 9, 0));

void banos_wake_all(struct banos_wait_queue *queue)
{
	if (wq_has_sleeper(&queue->head))
		wake_up_all(&queue->head);
}
SHIM_EXPORT(banos_wake_all, BANOS_VERSION(0, 9, 0));
