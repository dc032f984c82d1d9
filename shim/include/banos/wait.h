/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * Waiting for something that somebody else does: for one event (completion),
 * or until a condition of the driver's own holds (wait queue).
 *
 *	static int32_t has_data(void *context)
 *	{
 *		return ring_used(context) != 0;
 *	}
 *
 *	error = banos_wait(ring->readers, has_data, ring, BANOS_FOREVER,
 *			   BANOS_WAIT_INTERRUPTIBLE);
 *
 * and who puts data in calls banos_wake_one(ring->readers). In an operation of
 * a file use banos_file_wait() of <banos/chrdev.h>, which also ends when the
 * device is destroyed.
 *
 * Time limits are nanoseconds from now. A wait never ends early; it ends with
 * the first tick of the kernel's clock behind the limit, up to 10 ms late.
 * What must be exact is a banos_timer. BANOS_FOREVER is no limit; 0 does not
 * sleep, it only looks.
 *
 * All waits end as soon as the driver is detached; the answer is
 * -BANOS_ENODEV then, also of all later waits: give up, and return.
 */
#ifndef BANOS_WAIT_H
#define BANOS_WAIT_H

#include <banos/types.h>

BANOS_BEGIN_DECLARATIONS

/* As a time limit: none. */
#define BANOS_FOREVER UINT64_MAX

/* What may end a wait, besides the time limit and detaching. Since: 0.9 */
enum banos_wait_flags {
	/* Any signal to the waiting process: -BANOS_EINTR. */
	BANOS_WAIT_INTERRUPTIBLE = 1,
	/* Only a signal that kills the process: -BANOS_EINTR. */
	BANOS_WAIT_KILLABLE = 2,
	/* In a banos_thread: it is asked to stop: -BANOS_ECANCELED. */
	BANOS_WAIT_STOPPABLE = 4,
};

/*
 * Completion: something is finished. It counts: each banos_complete() lets one
 * wait pass, also one that comes later.
 */

struct banos_completion;

/**
 * banos_completion_create - make a completion that is not complete
 * @driver:     owner of the completion, which ends with it at the latest
 * @completion: out: the handle, owned by @driver
 *
 * Context: may sleep.
 * Since:   0.9
 * Returns: 0, or
 *          -BANOS_EINVAL  @driver is none, or @completion is NULL
 *          -BANOS_ENODEV  the driver is being uninstalled
 *          -BANOS_ENOMEM  out of memory
 */
BANOS_MUST_CHECK
int32_t banos_completion_create(struct banos_driver *driver,
				struct banos_completion **completion);

/**
 * banos_completion_destroy - free a completion
 * @completion: nobody waits for it, and nobody will complete it; may be NULL
 *
 * Who has waited for it successfully may destroy it at once, even while the
 * banos_complete() that ended the wait is still returning.
 *
 * Context: may sleep.
 * Since:   0.9
 */
void banos_completion_destroy(struct banos_completion *completion);

/**
 * banos_complete - let one wait pass
 *
 * What the caller wrote before is seen by the one who waited.
 *
 * Context: any, also hard interrupts, on RT too.
 * Since:   0.9
 */
void banos_complete(struct banos_completion *completion);

/**
 * banos_complete_all - let all waits pass, now and later
 *
 * Context: any but hard interrupts.
 * Since:   0.9
 */
void banos_complete_all(struct banos_completion *completion);

/**
 * banos_completion_reset - make it not complete again
 *
 * For one that is used anew; needed after banos_complete_all(). Nobody may be
 * waiting or completing meanwhile.
 *
 * Context: any but hard interrupts.
 * Since:   0.9
 */
void banos_completion_reset(struct banos_completion *completion);

/* Would a wait pass at once? Takes nothing. Context: any. Since: 0.9 */
bool banos_completion_done(struct banos_completion *completion);

/**
 * banos_completion_wait - wait until it is complete, and take that
 * @completion: what to wait for
 * @timeout_ns: at most so long; BANOS_FOREVER is no limit, 0 does not sleep
 * @flags:      of enum banos_wait_flags: what else may end the wait
 *
 * Context: may sleep; with @timeout_ns 0 any.
 * Since:   0.9
 * Returns: 0, or
 *          -BANOS_ETIMEDOUT  the time is over
 *          -BANOS_EINTR      a signal, if @flags says so
 *          -BANOS_ECANCELED  the thread is asked to stop, if @flags says so
 *          -BANOS_ENODEV     the driver is detached
 *          -BANOS_EINVAL     @flags has a bit that is not defined
 */
BANOS_MUST_CHECK
int32_t banos_completion_wait(struct banos_completion *completion,
			      uint64_t timeout_ns, uint32_t flags);

/*
 * Wait queue: until a condition holds. The condition is the driver's; the
 * queue is where those sleep who found it false, and where programs wait that
 * poll a file.
 */

struct banos_wait_queue;

/**
 * typedef banos_wait_condition - does what is waited for hold?
 * @context: as it was handed to the wait
 *
 * Called by the waiting thread, again and again, with no lock held. It should
 * be quick and may not sleep; so it takes no banos_mutex, but may take a
 * banos_spinlock, and may take for the caller what it found, e.g. an element
 * of a list: after it answered "yes" it is not called again by that wait.
 *
 * Returns: not 0 if it holds
 */
typedef int32_t (*banos_wait_condition)(void *context);

/**
 * banos_wait_queue_create - make a queue with nobody in it
 * @driver: owner of the queue, which ends with it at the latest
 * @queue:  out: the handle, owned by @driver
 *
 * Context: may sleep.
 * Since:   0.9
 * Returns: 0, or
 *          -BANOS_EINVAL  @driver is none, or @queue is NULL
 *          -BANOS_ENODEV  the driver is being uninstalled
 *          -BANOS_ENOMEM  out of memory
 */
BANOS_MUST_CHECK
int32_t banos_wait_queue_create(struct banos_driver *driver,
				struct banos_wait_queue **queue);

/**
 * banos_wait_queue_destroy - free a queue
 * @queue: not to be used by anybody from here on; may be NULL
 *
 * Who still sleeps in it gets -BANOS_ENODEV; programs that poll a file by it
 * look again.
 *
 * Context: may sleep.
 * Since:   0.9
 */
void banos_wait_queue_destroy(struct banos_wait_queue *queue);

/**
 * banos_wait - sleep until a condition holds
 * @queue:      where to sleep
 * @condition:  see there; asked at once, and whenever the queue is woken
 * @context:    handed to @condition
 * @timeout_ns: at most so long; BANOS_FOREVER is no limit, 0 does not sleep
 * @flags:      of enum banos_wait_flags: what else may end the wait
 *
 * No wake is lost: who makes the condition true and then wakes the queue, wakes
 * all that found it false. What was written before the wake is seen by
 * @condition.
 *
 * Context: may sleep; no spinlock is held.
 * Since:   0.9
 * Returns: 0 if the condition holds, or
 *          -BANOS_ETIMEDOUT  the time is over, and it does not hold
 *          -BANOS_EINTR      a signal, if @flags says so
 *          -BANOS_ECANCELED  the thread is asked to stop, if @flags says so
 *          -BANOS_ENODEV     the driver is detached, or the queue destroyed
 *          -BANOS_EINVAL     @flags has a bit that is not defined
 */
BANOS_MUST_CHECK
int32_t banos_wait(struct banos_wait_queue *queue,
		   banos_wait_condition condition, void *context,
		   uint64_t timeout_ns, uint32_t flags);

/**
 * banos_wake_one - let the one that has slept longest look again
 *
 * For one thing that one can take. Programs that poll are woken as well. With
 * nobody in the queue it costs a memory barrier.
 *
 * Context: any; on RT not in hard interrupts and not while a
 *          banos_raw_spinlock is held.
 * Since:   0.9
 */
void banos_wake_one(struct banos_wait_queue *queue);

/* The same for all that sleep in it. Context: as above. Since: 0.9 */
void banos_wake_all(struct banos_wait_queue *queue);

BANOS_END_DECLARATIONS

#endif
