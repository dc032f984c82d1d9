/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * Work: a function that is to run soon, or after a while, in a thread that may
 * sleep. It is how a timer or an interrupt gets something done that takes
 * locks, allocates or waits.
 *
 *	static void refill(struct banos_work *work, void *context) { ... }
 *
 *	error = banos_work_create(driver, NULL, refill, ring, &ring->refill);
 *	...
 *	banos_work_submit(ring->refill);
 *
 * Work runs in a queue. Without one of its own it runs in the system's, among
 * everybody's: fine for what ends soon. What may sleep for long, must stay in
 * order, or frees memory that others wait for, gets a queue.
 */
#ifndef BANOS_WORK_H
#define BANOS_WORK_H

#include <banos/types.h>

BANOS_BEGIN_DECLARATIONS

struct banos_work;
struct banos_work_queue;

/* Since: 0.9 */
enum banos_work_queue_flags {
	/* One after the other, in the order of submission. */
	BANOS_WORK_QUEUE_ORDERED = 1,
	/* Before other work of the machine. */
	BANOS_WORK_QUEUE_HIGH_PRIORITY = 2,
	/* Goes on when the machine is out of memory: for work that frees some. */
	BANOS_WORK_QUEUE_RECLAIM = 4,
};

/**
 * struct banos_work_queue_options - what a queue is like
 * @size:       sizeof(struct banos_work_queue_options), as the driver was
 *              compiled
 * @name:       1 to 31 bytes; people see "banos/<driver>/<name>", of which the
 *              kernel may keep the first 23 bytes only. NULL: the driver's name
 *              alone
 * @flags:      of enum banos_work_queue_flags
 * @concurrent: how many may run at once, at most 512; 0: as many as the
 *              machine thinks best. Not with BANOS_WORK_QUEUE_ORDERED
 *
 * Since: 0.9
 */
struct banos_work_queue_options {
	uint64_t    size;
	const char *name;
	uint32_t    flags;
	uint32_t    concurrent;
};

/**
 * banos_work_queue_create - make a queue of the driver's own
 * @driver:  owner of the queue, which ends with it at the latest
 * @options: copied; may live on the stack; NULL: a parallel queue
 * @queue:   out: the handle, owned by @driver
 *
 * Context: may sleep.
 * Since:   0.9; for drivers with a GPL-compatible licence
 * Returns: 0, or
 *          -BANOS_EINVAL  @driver is none, @queue is NULL, or an option is out
 *                         of range
 *          -BANOS_E2BIG   a byte of @options that this version does not know
 *                         is not zero
 *          -BANOS_ENODEV  the driver is being uninstalled
 *          -BANOS_ENOMEM  out of memory
 */
BANOS_MUST_CHECK
int32_t banos_work_queue_create(struct banos_driver *driver,
				const struct banos_work_queue_options *options,
				struct banos_work_queue **queue);

/**
 * banos_work_queue_destroy - free a queue
 * @queue: all work of it was destroyed before; may be NULL
 *
 * Context: may sleep; not from work of the same queue.
 * Since:   0.9; GPL-compatible
 */
void banos_work_queue_destroy(struct banos_work_queue *queue);

/**
 * typedef banos_work_function - what work does
 * @work:    the work; may be submitted anew from here, and runs once more then.
 *           May not be destroyed, cancelled or flushed from here
 * @context: as it was handed to banos_work_create()
 *
 * The same work never runs twice at once.
 *
 * Context: a thread of the kernel; may sleep.
 */
typedef void (*banos_work_function)(struct banos_work *work, void *context);

/**
 * banos_work_create - make work that is not submitted
 * @driver:   owner of the work, which ends with it at the latest
 * @queue:    of the same driver: where it will run; NULL: the system's
 * @function: what it does; code of @driver
 * @context:  handed to @function, never looked at
 * @work:     out: the handle, owned by @driver
 *
 * Context: may sleep.
 * Since:   0.9
 * Returns: 0, or
 *          -BANOS_EINVAL  @driver is none, @function is not in its code,
 *                         @queue is another driver's, or @work is NULL
 *          -BANOS_ENODEV  the driver is being uninstalled
 *          -BANOS_ENOMEM  out of memory
 */
BANOS_MUST_CHECK
int32_t banos_work_create(struct banos_driver *driver,
			  struct banos_work_queue *queue,
			  banos_work_function function, void *context,
			  struct banos_work **work);

/**
 * banos_work_destroy - cancel work, wait until it has ended, and free it
 * @work: nobody submits it any more; may be NULL
 *
 * Context: may sleep; not from its own function, and not while a lock is held
 *          that the function takes.
 * Since:   0.9
 */
void banos_work_destroy(struct banos_work *work);

/**
 * banos_work_submit - have it run soon
 *
 * Work that runs already runs once more afterwards. What was written before
 * is seen by the function.
 *
 * Context: any; on RT not in hard interrupts and not while a
 *          banos_raw_spinlock is held.
 * Since:   0.9
 * Returns: true; or false if it is waiting to run already: then this
 *          submission and that one become one run
 */
bool banos_work_submit(struct banos_work *work);

/**
 * banos_work_submit_delayed - have it run after a while
 * @work:     what to run
 * @delay_ns: from now; the run comes with the first tick of the kernel's clock
 *            behind it, up to 10 ms late, or when a thread is free
 *
 * Context: as banos_work_submit().
 * Since:   0.9
 * Returns: as banos_work_submit(); if false, it stays with the earlier delay
 */
bool banos_work_submit_delayed(struct banos_work *work, uint64_t delay_ns);

/**
 * banos_work_cancel - no run any more
 *
 * When it returns, the function does not run, and will not, unless somebody
 * submits it anew. A submission that the function itself makes while it is
 * being waited for is undone.
 *
 * Context: as banos_work_destroy().
 * Since:   0.9
 * Returns: true if a run was due that does not come any more
 */
bool banos_work_cancel(struct banos_work *work);

/**
 * banos_work_flush - wait until what was submitted has run
 *
 * A delay that is not over is cut short.
 *
 * Context: as banos_work_destroy().
 * Since:   0.9
 */
void banos_work_flush(struct banos_work *work);

BANOS_END_DECLARATIONS

#endif
