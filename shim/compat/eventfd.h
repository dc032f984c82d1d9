/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 The banos developers */
#ifndef BANOS_COMPAT_EVENTFD_H
#define BANOS_COMPAT_EVENTFD_H

#include <linux/eventfd.h>

#include "capabilities.h"

/**
 * compat_eventfd_signal - add one to the counter of an eventfd
 *
 * 6.8 dropped the number to add, and the answer, which nobody used.
 */
static inline void compat_eventfd_signal(struct eventfd_ctx *context)
{
#if HAVE_EVENTFD_SIGNAL_CONTEXT
	eventfd_signal(context);
#else
	eventfd_signal(context, 1);
#endif
}

#endif
