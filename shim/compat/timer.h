/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 The banos developers */
#ifndef BANOS_COMPAT_TIMER_H
#define BANOS_COMPAT_TIMER_H

#include <linux/timer.h>

#include "capabilities.h"

/**
 * compat_timer_delete - deactivate a timer, without waiting for its function
 *
 * 6.2 named it timer_delete(); del_timer() was removed in 6.15. They are the
 * same function. Returns: was it pending?
 */
static inline bool compat_timer_delete(struct timer_list *timer)
{
#if HAVE_TIMER_DELETE
	return timer_delete(timer);
#else
	return del_timer(timer);
#endif
}

/**
 * compat_timer_delete_sync - deactivate a timer and wait until its function
 * has ended; not from that function, may sleep on RT
 *
 * 6.2 named it timer_delete_sync(); del_timer_sync() was removed in 6.15. They
 * are the same function. Returns: was it pending?
 */
static inline bool compat_timer_delete_sync(struct timer_list *timer)
{
#if HAVE_TIMER_DELETE_SYNC
	return timer_delete_sync(timer);
#else
	return del_timer_sync(timer);
#endif
}

#endif
