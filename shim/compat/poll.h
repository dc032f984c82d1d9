/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 The banos developers */
#ifndef BANOS_COMPAT_POLL_H
#define BANOS_COMPAT_POLL_H

#include <linux/poll.h>

/**
 * compat_poll_waits - does who polls want to be woken, or just to know?
 *
 * Until some time before 7.2 there was poll_does_not_wait(), which answered the
 * reverse by looking at the same two members; they are still what poll_wait()
 * looks at.
 */
static inline bool compat_poll_waits(const poll_table *table)
{
	return table && table->_qproc;
}

#endif
