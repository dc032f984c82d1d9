/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * Timers of high resolution: they call a function at a moment, or again and
 * again. All times are nanoseconds of the monotonic clock, as
 * banos_time_monotonic() reads it; it stands still while the machine is
 * suspended.
 *
 *	static void blink(struct banos_timer *timer, void *context,
 *			  uint64_t overruns)
 *	{
 *		...
 *	}
 *
 *	error = banos_timer_create(driver, blink, lamp, &lamp->timer);
 *	...
 *	banos_timer_start_periodic(lamp->timer, 0, 500 * 1000000ull);
 *
 * The function runs in a soft interrupt, on RT in a thread: it may take a
 * banos_spinlock and wake a wait queue, but may not sleep. For work that
 * sleeps it submits a banos_work.
 */
#ifndef BANOS_TIMER_H
#define BANOS_TIMER_H

#include <banos/types.h>

BANOS_BEGIN_DECLARATIONS

struct banos_timer;

/* The shortest period of a periodic timer, nanoseconds. */
#define BANOS_TIMER_SHORTEST_PERIOD 1000

/**
 * typedef banos_timer_function - what a timer calls
 * @timer:    the timer; may be started anew from here
 * @context:  as it was handed to banos_timer_create()
 * @overruns: periodic: how many further periods are over since the last call,
 *            because the machine was too busy to call in time; they get no
 *            call of their own. Otherwise 0
 *
 * A timer's function never runs on two CPUs at once.
 *
 * Context: soft interrupt, on RT a thread. May not sleep.
 */
typedef void (*banos_timer_function)(struct banos_timer *timer, void *context,
				     uint64_t overruns);

/**
 * banos_timer_create - make a timer that is not running
 * @driver:   owner of the timer, which ends with it at the latest
 * @function: what it calls; code of @driver
 * @context:  handed to @function, never looked at
 * @timer:    out: the handle, owned by @driver
 *
 * Context: may sleep.
 * Since:   0.9; for drivers with a GPL-compatible licence
 * Returns: 0, or
 *          -BANOS_EINVAL  @driver is none, @function is not in its code, or
 *                         @timer is NULL
 *          -BANOS_ENODEV  the driver is being uninstalled
 *          -BANOS_ENOMEM  out of memory
 */
BANOS_MUST_CHECK
int32_t banos_timer_create(struct banos_driver *driver,
			   banos_timer_function function, void *context,
			   struct banos_timer **timer);

/**
 * banos_timer_destroy - stop a timer, and free it
 * @timer: nobody starts it any more; may be NULL
 *
 * Context: may sleep; not from its own function.
 * Since:   0.9; GPL-compatible
 */
void banos_timer_destroy(struct banos_timer *timer);

/**
 * banos_timer_start - call once
 * @timer:    if it runs already, that start is forgotten
 * @delay_ns: from now; 0 is as soon as possible
 *
 * Context: any.
 * Since:   0.9; GPL-compatible
 */
void banos_timer_start(struct banos_timer *timer, uint64_t delay_ns);

/**
 * banos_timer_start_at - call once, at a moment of the monotonic clock
 * @timer:   if it runs already, that start is forgotten
 * @time_ns: a time as banos_time_monotonic() reads it; if it is over, the call
 *           comes as soon as possible
 *
 * Context: any.
 * Since:   0.9; GPL-compatible
 */
void banos_timer_start_at(struct banos_timer *timer, uint64_t time_ns);

/**
 * banos_timer_start_periodic - call again and again
 * @timer:     if it runs already, that start is forgotten
 * @delay_ns:  from now to the first call
 * @period_ns: from each call to the next; the calls do not drift
 *
 * Context: any.
 * Since:   0.9; GPL-compatible
 * Returns: 0, or
 *          -BANOS_EINVAL  @period_ns is less than BANOS_TIMER_SHORTEST_PERIOD
 *                         or more than INT64_MAX
 */
int32_t banos_timer_start_periodic(struct banos_timer *timer, uint64_t delay_ns,
				   uint64_t period_ns);

/**
 * banos_timer_stop - no call any more
 *
 * When it returns, the function does not run, and will not, unless somebody
 * starts the timer anew. A start that the function itself makes while it is
 * being waited for is undone.
 *
 * Context: may sleep; not from its own function, and not while a lock is held
 *          that the function takes.
 * Since:   0.9; GPL-compatible
 * Returns: true if a call was due that does not come any more
 */
bool banos_timer_stop(struct banos_timer *timer);

/**
 * banos_timer_try_stop - no call any more, without waiting
 *
 * From its own function it ends a periodic timer.
 *
 * Context: any.
 * Since:   0.9; GPL-compatible
 * Returns: 0: no call will come; or -BANOS_EBUSY: the function is running. It
 *          is not called again when it ends, unless it starts the timer after
 *          this
 */
int32_t banos_timer_try_stop(struct banos_timer *timer);

/**
 * banos_timer_remaining - how long until the next call
 *
 * Context: any.
 * Since:   0.9; GPL-compatible
 * Returns: nanoseconds; 0 if it is due, or no call will come
 */
uint64_t banos_timer_remaining(const struct banos_timer *timer);

/* Will the function be called, or is it running? Context: any. Since: 0.9 */
bool banos_timer_active(const struct banos_timer *timer);

BANOS_END_DECLARATIONS

#endif
