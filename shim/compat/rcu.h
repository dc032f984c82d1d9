/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 The banos developers */
#ifndef BANOS_COMPAT_RCU_H
#define BANOS_COMPAT_RCU_H

#include <linux/rcupdate.h>

#include "capabilities.h"

/**
 * compat_call_rcu_hurry - call a function after a grace period, for somebody
 * who waits
 *
 * 6.2 lets call_rcu() put things off for seconds, to save power, and brought
 * call_rcu_hurry(), which does not. Before, call_rcu() never did.
 */
static inline void compat_call_rcu_hurry(struct rcu_head *head,
					 rcu_callback_t function)
{
#if HAVE_CALL_RCU_HURRY
	call_rcu_hurry(head, function);
#else
	call_rcu(head, function);
#endif
}

#endif
