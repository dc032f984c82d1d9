/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 The banos developers */
/*
 * Time limits of the ABI, nanoseconds, as schedule_timeout() wants them.
 */
#ifndef BANOS_SHIM_TICKS_H
#define BANOS_SHIM_TICKS_H

#include <linux/jiffies.h>
#include <linux/math64.h>
#include <linux/sched.h>

#include <banos/time.h>

/**
 * ticks_from_ns - a time limit in ticks
 * @ns: U64_MAX is no limit
 *
 * Never too short: one tick more for the rest of the division, and one for
 * the part of the present tick that is over already.
 */
static inline long ticks_from_ns(u64 ns)
{
	if (ns == U64_MAX)
		return MAX_SCHEDULE_TIMEOUT;
	return ns ? div_u64(ns, TICK_NSEC) + 2 : 0;
}

/**
 * struct time_limit - of a wait that is under way
 * @ns:    how long
 * @start: when it began
 * @ticks: that are left; 0: it is over
 */
struct time_limit {
	u64 ns;
	u64 start;
	long ticks;
};

static inline struct time_limit time_limit_begin(u64 ns)
{
	return (struct time_limit){
		.ns = ns,
		.start = banos_time_raw(),
		.ticks = ticks_from_ns(ns),
	};
}

/**
 * time_limit_sleep - schedule_timeout(), until the limit
 *
 * Ticks that were late and then came at once, as they do on a busy virtual
 * machine, are too short together: then there is one more.
 */
static inline void time_limit_sleep(struct time_limit *limit)
{
	limit->ticks = schedule_timeout(limit->ticks);
	if (!limit->ticks && banos_time_raw() - limit->start < limit->ns)
		limit->ticks = 1;
}

#endif
