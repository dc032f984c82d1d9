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

#endif
