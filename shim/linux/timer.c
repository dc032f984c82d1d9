// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/*
 * Timers: the kernel's timers of high resolution, always in the soft mode, so
 * that a driver's function runs in the same context on every kernel.
 */
#include <linux/hrtimer.h>
#include <linux/kernel.h>
#include <linux/ktime.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

#include <banos/timer.h>

#include "abi.h"
#include "compat/hrtimer.h"
#include "export.h"
#include "handle.h"
#include "instance.h"

/**
 * struct banos_timer - a timer
 * @handle: the driver's handle
 * @timer:    the kernel's
 * @function: the driver's
 * @context:  for @function
 * @lock:     a start from elsewhere must not meet the function's end, where a
 *            periodic timer is moved on
 * @period:   0: it is started once; under @lock
 * @stopped:  it could not be taken off, because the function was running, and
 *            it may come back once more; under @lock
 * @dead:     the driver is gone: nothing is called, whatever is started
 */
struct banos_timer {
	struct handle handle;
	struct hrtimer timer;
	banos_timer_function function;
	void *context;
	raw_spinlock_t lock;
	ktime_t period;
	bool stopped;
	bool dead;
};

/* Times of the ABI are unsigned; half of them are far enough. */
static ktime_t to_ktime(u64 ns)
{
	return ns_to_ktime(min_t(u64, ns, KTIME_MAX));
}

/*
 * Puts a periodic timer's expiry into the future; @overruns: the periods that
 * were skipped. Returns: false if the function is not to be called.
 */
static bool begin(struct banos_timer *timer, u64 *overruns)
{
	unsigned long flags;
	u64 passed = 1;
	bool call;

	raw_spin_lock_irqsave(&timer->lock, flags);
	call = !timer->stopped && !READ_ONCE(timer->dead);
	timer->stopped = false;
	/* Started anew while this was on its way: leave that alone. */
	if (call && timer->period && !hrtimer_is_queued(&timer->timer))
		passed = hrtimer_forward_now(&timer->timer, timer->period);
	raw_spin_unlock_irqrestore(&timer->lock, flags);
	*overruns = passed ? passed - 1 : 0;
	return call;
}

static enum hrtimer_restart expired(struct hrtimer *expired_timer)
{
	struct banos_timer *timer =
		container_of(expired_timer, struct banos_timer, timer);
	u64 overruns;

	if (!begin(timer, &overruns))
		return HRTIMER_NORESTART;
	timer->function(timer, timer->context, overruns);
	/* The kernel leaves alone what the function itself started anew. */
	return READ_ONCE(timer->period) ? HRTIMER_RESTART : HRTIMER_NORESTART;
}

static void start(struct banos_timer *timer, ktime_t when, ktime_t period,
		  enum hrtimer_mode mode)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&timer->lock, flags);
	timer->stopped = false;
	WRITE_ONCE(timer->period, period);
	hrtimer_start(&timer->timer, when, mode);
	raw_spin_unlock_irqrestore(&timer->lock, flags);
}

/* Returns: as hrtimer_try_to_cancel() does, -1 while the function runs. */
static int try_stop(struct banos_timer *timer)
{
	unsigned long flags;
	int result;

	raw_spin_lock_irqsave(&timer->lock, flags);
	WRITE_ONCE(timer->period, 0);
	result = hrtimer_try_to_cancel(&timer->timer);
	timer->stopped = result < 0;
	raw_spin_unlock_irqrestore(&timer->lock, flags);
	return result;
}

static bool stop(struct banos_timer *timer)
{
	int result = try_stop(timer);

	/* Outside of the lock, which the function's start and end take. */
	return result < 0 ? hrtimer_cancel(&timer->timer) > 0 : result > 0;
}

/*
 * Other handles of the driver, which are drained later, may still start it;
 * they find it dead, and timer_release() comes when they are all quiet.
 */
static void timer_drain(struct handle *handle)
{
	struct banos_timer *timer =
		container_of(handle, struct banos_timer, handle);

	WRITE_ONCE(timer->dead, true);
	stop(timer);
}

static void timer_release(struct handle *handle)
{
	struct banos_timer *timer =
		container_of(handle, struct banos_timer, handle);

	stop(timer);
	kfree(timer);
}

static const struct handle_class timer_class = {
	.name = "timer",
	.drain = timer_drain,
	.release = timer_release,
};

int32_t banos_timer_create(struct banos_driver *driver,
			   banos_timer_function function, void *context,
			   struct banos_timer **out)
{
	struct instance *owner = instance_of(driver);
	struct banos_timer *timer;
	int error;

	if (!owner || !function || !out ||
	    abi_check_callback(owner, function))
		return -EINVAL;
	error = handle_may_create(owner);
	if (error)
		return error;
	timer = kzalloc(sizeof(*timer), GFP_KERNEL);
	if (!timer)
		return -ENOMEM;
	compat_hrtimer_setup(&timer->timer, expired, CLOCK_MONOTONIC,
			     HRTIMER_MODE_ABS_SOFT);
	raw_spin_lock_init(&timer->lock);
	timer->function = function;
	timer->context = context;
	handle_add(owner, &timer->handle, &timer_class);
	*out = timer;
	return 0;
}
SHIM_EXPORT_GPL(banos_timer_create, BANOS_VERSION(0, 9, 0));

void banos_timer_destroy(struct banos_timer *timer)
{
	if (timer && handle_remove(&timer->handle))
		timer_release(&timer->handle);
}
SHIM_EXPORT_GPL(banos_timer_destroy, BANOS_VERSION(0, 9, 0));

void banos_timer_start(struct banos_timer *timer, uint64_t delay_ns)
{
	start(timer, to_ktime(delay_ns), 0, HRTIMER_MODE_REL_SOFT);
}
SHIM_EXPORT_GPL(banos_timer_start, BANOS_VERSION(0, 9, 0));

void banos_timer_start_at(struct banos_timer *timer, uint64_t time_ns)
{
	start(timer, to_ktime(time_ns), 0, HRTIMER_MODE_ABS_SOFT);
}
SHIM_EXPORT_GPL(banos_timer_start_at, BANOS_VERSION(0, 9, 0));

int32_t banos_timer_start_periodic(struct banos_timer *timer, uint64_t delay_ns,
				   uint64_t period_ns)
{
	if (period_ns < BANOS_TIMER_SHORTEST_PERIOD || period_ns > KTIME_MAX)
		return -EINVAL;
	start(timer, to_ktime(delay_ns), to_ktime(period_ns),
	      HRTIMER_MODE_REL_SOFT);
	return 0;
}
SHIM_EXPORT_GPL(banos_timer_start_periodic, BANOS_VERSION(0, 9, 0));

bool banos_timer_stop(struct banos_timer *timer)
{
	return stop(timer);
}
SHIM_EXPORT_GPL(banos_timer_stop, BANOS_VERSION(0, 9, 0));

int32_t banos_timer_try_stop(struct banos_timer *timer)
{
	return try_stop(timer) < 0 ? -EBUSY : 0;
}
SHIM_EXPORT_GPL(banos_timer_try_stop, BANOS_VERSION(0, 9, 0));

uint64_t banos_timer_remaining(const struct banos_timer *timer)
{
	ktime_t remaining;

	if (!hrtimer_active(&timer->timer))
		return 0;
	remaining = hrtimer_get_remaining(&timer->timer);
	return remaining > 0 ? ktime_to_ns(remaining) : 0;
}
SHIM_EXPORT_GPL(banos_timer_remaining, BANOS_VERSION(0, 9, 0));

bool banos_timer_active(const struct banos_timer *timer)
{
	return hrtimer_active(&timer->timer);
}
SHIM_EXPORT_GPL(banos_timer_active, BANOS_VERSION(0, 9, 0));
