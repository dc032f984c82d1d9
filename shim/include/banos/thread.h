/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * Threads of the driver's own, in the kernel.
 *
 *	static int32_t pump(struct banos_thread *thread, void *context)
 *	{
 *		while (!banos_thread_should_stop(thread)) {
 *			move_data(context);
 *			banos_thread_sleep(thread, BANOS_FOREVER);
 *		}
 *		return 0;
 *	}
 *
 *	error = banos_thread_create(driver, NULL, pump, ring, &ring->pump);
 *	...
 *	banos_thread_wake(ring->pump);
 *	...
 *	result = banos_thread_stop(ring->pump);
 *
 * A thread runs until its function returns; it cannot be ended from outside
 * otherwise. banos_thread_stop() asks it to, and waits. A driver that is
 * uninstalled with a thread that does not look at banos_thread_should_stop()
 * is never gone.
 */
#ifndef BANOS_THREAD_H
#define BANOS_THREAD_H

#include <banos/types.h>
#include <banos/wait.h>

BANOS_BEGIN_DECLARATIONS

struct banos_thread;

/* Since: 0.9 */
enum banos_thread_flags {
	/* It runs on banos_thread_options.cpu and nowhere else. */
	BANOS_THREAD_BOUND = 1,
};

/**
 * struct banos_thread_options - what a thread is like
 * @size:  sizeof(struct banos_thread_options), as the driver was compiled
 * @name:  1 to 31 bytes; ps(1) shows "banos/<driver>/<name>", of which the
 *         kernel may keep the first 15 bytes only. NULL: "banos/<driver>"
 * @flags: of enum banos_thread_flags
 * @nice:  -20 (most of the CPU's time) to 19 (least); 0 is what programs have
 * @cpu:   with BANOS_THREAD_BOUND: the number of a CPU; otherwise 0
 * @reserved: 0
 *
 * Since: 0.9
 */
struct banos_thread_options {
	uint64_t    size;
	const char *name;
	uint32_t    flags;
	int32_t     nice;
	uint32_t    cpu;
	uint32_t    reserved;
};

/**
 * typedef banos_thread_function - what a thread does
 * @thread:  the thread
 * @context: as it was handed to banos_thread_create()
 *
 * Context: a thread of the kernel, which gets no signals; may sleep.
 * Returns: any number: banos_thread_stop() hands it on
 */
typedef int32_t (*banos_thread_function)(struct banos_thread *thread,
					 void *context);

/**
 * banos_thread_create - start a thread
 * @driver:   owner of the thread, which ends with it at the latest
 * @options:  copied; may live on the stack; NULL: nothing special
 * @function: what it does; code of @driver; it runs in any case, even if the
 *            thread is asked to stop at once
 * @context:  handed to @function, never looked at
 * @thread:   out: the handle, owned by @driver; written before @function
 *            begins
 *
 * Context: may sleep.
 * Since:   0.9
 * Returns: 0, or
 *          -BANOS_EINVAL  @driver is none, @function is not in its code,
 *                         @thread is NULL, or an option is out of range: there
 *                         is no such CPU
 *          -BANOS_E2BIG   a byte of @options that this version does not know
 *                         is not zero
 *          -BANOS_ENODEV  the driver is being uninstalled
 *          -BANOS_ENOMEM  out of memory
 *          -BANOS_EAGAIN  the machine has too many threads
 *          -BANOS_EINTR   the calling process was killed meanwhile
 */
BANOS_MUST_CHECK
int32_t banos_thread_create(struct banos_driver *driver,
			    const struct banos_thread_options *options,
			    banos_thread_function function, void *context,
			    struct banos_thread **thread);

/**
 * banos_thread_stop - ask a thread to end, wait until it has, and free it
 * @thread: not to be used by anybody from here on; may be NULL
 *
 * The thread is woken from banos_thread_sleep(), and from waits that have
 * BANOS_WAIT_STOPPABLE. A thread whose function returned by itself keeps its
 * result until it is stopped.
 *
 * Context: may sleep; not from the thread itself, and not while a lock is held
 *          that it takes.
 * Since:   0.9
 * Returns: what its function returned, 0 for NULL, or -BANOS_EDEADLK: it is the
 *          calling thread, and nothing was done; or -BANOS_ENODEV: the loader
 *          is just releasing it
 */
int32_t banos_thread_stop(struct banos_thread *thread);

/**
 * banos_thread_should_stop - is it time to return?
 *
 * Context: any.
 * Since:   0.9
 * Returns: true once banos_thread_stop() has been called, or the driver is
 *          detached
 */
bool banos_thread_should_stop(const struct banos_thread *thread);

/**
 * banos_thread_sleep - sleep until woken
 * @thread:     the calling thread
 * @timeout_ns: at most so long; see <banos/wait.h>
 *
 * A banos_thread_wake() since the last time it returned counts: it does not
 * sleep then.
 *
 * Context: the thread itself.
 * Since:   0.9
 * Returns: 0: it was woken, or
 *          -BANOS_ETIMEDOUT  the time is over
 *          -BANOS_ECANCELED  it is asked to stop
 *          -BANOS_ENODEV     the driver is detached
 */
int32_t banos_thread_sleep(struct banos_thread *thread, uint64_t timeout_ns);

/**
 * banos_thread_wake - end a thread's sleep, the present one or the next
 *
 * What was written before is seen by the thread afterwards.
 *
 * Context: any.
 * Since:   0.9
 */
void banos_thread_wake(struct banos_thread *thread);

/**
 * banos_thread_set_realtime - run before all ordinary threads
 * @thread: becomes one of the kernel's real-time threads (SCHED_FIFO, in the
 *          middle of the range); it must sleep most of the time
 *
 * Context: may sleep.
 * Since:   0.9; for drivers with a GPL-compatible licence
 */
void banos_thread_set_realtime(struct banos_thread *thread);

BANOS_END_DECLARATIONS

#endif
