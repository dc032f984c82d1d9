/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 The banos developers */
#ifndef BANOS_COMPAT_HRTIMER_H
#define BANOS_COMPAT_HRTIMER_H

#include <linux/hrtimer.h>

#include "capabilities.h"

/**
 * compat_hrtimer_setup - make a timer ready to be started
 *
 * 6.13 brought hrtimer_setup(), 6.15 made the member private. Before, init and
 * the assignment together are what hrtimer_setup() does: the timer is not
 * known to anybody yet, so nobody sees it between the two.
 */
static inline void
compat_hrtimer_setup(struct hrtimer *timer,
		     enum hrtimer_restart (*function)(struct hrtimer *timer),
		     clockid_t clock, enum hrtimer_mode mode)
{
#if HAVE_HRTIMER_SETUP
	hrtimer_setup(timer, function, clock, mode);
#else
	hrtimer_init(timer, clock, mode);
	timer->function = function;
#endif
}

#endif
