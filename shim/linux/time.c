// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/*
 * Clocks, sleeping and delays: see <banos/time.h>.
 */
#include <linux/delay.h>
#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/ktime.h>
#include <linux/sched/signal.h>
#include <linux/time64.h>
#include <linux/timekeeping.h>

#include <banos/time.h>

#include "export.h"
#include "instance.h"
#include "state.h"
#include "ticks.h"
#include "wait.h"

/* Up to here a high-resolution timer wakes the sleeper, above it a tick. */
#define SHORT_SLEEP_US (20 * USEC_PER_MSEC)

u64 banos_time_monotonic(void)
{
	return ktime_get_ns();
}
SHIM_EXPORT_GPL(banos_time_monotonic, BANOS_VERSION(0, 9, 0));

u64 banos_time_boot(void)
{
	return ktime_get_boottime_ns();
}
SHIM_EXPORT_GPL(banos_time_boot, BANOS_VERSION(0, 9, 0));

/* Not ktime_get_raw(), which is for GPL-compatible callers. */
u64 banos_time_raw(void)
{
	struct timespec64 now;

	ktime_get_raw_ts64(&now);
	return timespec64_to_ns(&now);
}
SHIM_EXPORT(banos_time_raw, BANOS_VERSION(0, 9, 0));

u64 banos_time_real(void)
{
	struct timespec64 now;

	ktime_get_real_ts64(&now);
	return timespec64_to_ns(&now);
}
SHIM_EXPORT(banos_time_real, BANOS_VERSION(0, 9, 0));

/* Cannot overflow, as adding before dividing would. */
static u64 divide_up(u64 value, u32 divisor)
{
	return value / divisor + (value % divisor ? 1 : 0);
}

static void sleep_short(u64 microseconds)
{
	usleep_range(microseconds, microseconds + microseconds / 4 + 1);
}

void banos_sleep(u64 nanoseconds)
{
	u64 microseconds = divide_up(nanoseconds, NSEC_PER_USEC);
	u64 milliseconds = divide_up(microseconds, USEC_PER_MSEC);
	u32 part;

	if (!microseconds) {
		cond_resched();
		return;
	}
	if (microseconds <= SHORT_SLEEP_US) {
		sleep_short(microseconds);
		return;
	}
	for (; milliseconds; milliseconds -= part) {
		part = min_t(u64, milliseconds, INT_MAX);
		msleep(part);
	}
}
SHIM_EXPORT(banos_sleep, BANOS_VERSION(0, 9, 0));

static int woken_by(const struct instance *instance)
{
	if (instance_detaching(instance))
		return -ENODEV;
	/* Threads get no signals: see wait_state(). */
	if (current->flags & PF_KTHREAD)
		return 0;
	return signal_pending(current) ? -EINTR : 0;
}

/* The state's queue is woken at --detach; signals come by themselves. */
static int sleep_ticks(struct instance *instance, struct state *state,
		       u64 nanoseconds)
{
	struct time_limit limit = time_limit_begin(nanoseconds);
	unsigned int how = wait_state(BANOS_WAIT_INTERRUPTIBLE);
	DEFINE_WAIT(wait);
	int error;

	for (;;) {
		prepare_to_wait(&state->sleepers, &wait, how);
		error = woken_by(instance);
		if (error || !limit.ticks)
			break;
		time_limit_sleep(&limit);
	}
	finish_wait(&state->sleepers, &wait);
	return error;
}

s32 banos_sleep_interruptible(struct banos_driver *driver, u64 nanoseconds)
{
	u64 microseconds = divide_up(nanoseconds, NSEC_PER_USEC);
	struct instance *instance = instance_of(driver);
	struct state *state;
	int error;

	if (!instance)
		return -EINVAL;
	error = woken_by(instance);
	if (error)
		return error;
	if (microseconds > SHORT_SLEEP_US) {
		state = state_of(instance, GFP_KERNEL | __GFP_NOFAIL);
		return state ? sleep_ticks(instance, state, nanoseconds) :
			       -ENODEV;
	}
	banos_sleep(nanoseconds);
	return woken_by(instance);
}
SHIM_EXPORT(banos_sleep_interruptible, BANOS_VERSION(0, 9, 0));

/*
 * udelay() counts what the CPU did at boot, and that may have been measured
 * badly: then it is too short, and the rest is waited for by the clock. One
 * that stands still while interrupts are off must not make this endless.
 */
s32 banos_delay(u64 nanoseconds)
{
	u64 start = banos_time_raw();
	u64 patience = 2 * divide_up(nanoseconds, NSEC_PER_USEC);
	u64 before = start, still = 0, now;

	if (nanoseconds > BANOS_DELAY_LONGEST)
		return -EINVAL;
	udelay(nanoseconds / NSEC_PER_USEC);
	ndelay(nanoseconds % NSEC_PER_USEC);
	for (;;) {
		now = banos_time_raw();
		still = now == before ? still + 1 : 0;
		if (now - start >= nanoseconds || still > patience)
			return 0;
		before = now;
		udelay(1);
	}
}
SHIM_EXPORT(banos_delay, BANOS_VERSION(0, 9, 0));
