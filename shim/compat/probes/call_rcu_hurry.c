// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/* 6.2: call_rcu() may be lazy; call_rcu_hurry() is what it was before. */
#include <linux/rcupdate.h>

void probe(struct rcu_head *head, rcu_callback_t function);
void probe(struct rcu_head *head, rcu_callback_t function)
{
	call_rcu_hurry(head, function);
}
