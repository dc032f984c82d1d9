/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 The banos developers */
#ifndef BANOS_COMPAT_WORKQUEUE_H
#define BANOS_COMPAT_WORKQUEUE_H

#include <linux/workqueue.h>

#include "capabilities.h"

/*
 * COMPAT_WQ_PERCPU - flag of alloc_workqueue() for a queue that is bound to
 * the CPU that queues
 *
 * 6.17 brought WQ_PERCPU, and 7.2 warns about a queue that says neither
 * WQ_PERCPU nor WQ_UNBOUND. Before, a queue that did not say WQ_UNBOUND was
 * bound: the absence of the flag is the same.
 */
#if HAVE_WORKQUEUE_PERCPU
#define COMPAT_WQ_PERCPU WQ_PERCPU
#else
#define COMPAT_WQ_PERCPU 0
#endif

/**
 * compat_system_percpu_wq - the kernel's own queue that is bound to CPUs
 *
 * 6.17 named it system_percpu_wq; system_wq is deprecated since. Both are
 * there, and the older name is the same queue.
 */
static inline struct workqueue_struct *compat_system_percpu_wq(void)
{
#if HAVE_WORKQUEUE_SYSTEM_PERCPU
	return system_percpu_wq;
#else
	return system_wq;
#endif
}

/**
 * compat_system_unbound_wq - the kernel's own queue that is bound to no CPU
 *
 * 6.17 named it system_dfl_wq, together with system_percpu_wq; it is the queue
 * that was system_unbound_wq.
 */
static inline struct workqueue_struct *compat_system_unbound_wq(void)
{
#if HAVE_WORKQUEUE_SYSTEM_PERCPU
	return system_dfl_wq;
#else
	return system_unbound_wq;
#endif
}

#endif
