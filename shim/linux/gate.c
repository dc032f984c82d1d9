// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/*
 * Closing gates; see gate.h for how they count.
 */
#include <linux/kernel.h>
#include <linux/percpu.h>

#include "compat/rcu.h"
#include "gate.h"

/* More calls than there can be tasks. */
#define BIAS (LONG_MAX / 2)

int gate_create(struct gate *gate, void (*on_drained)(struct gate *gate))
{
	gate->inside = alloc_percpu(int);
	if (!gate->inside)
		return -ENOMEM;
	gate->closed = false;
	gate->on_drained = on_drained;
	atomic_long_set(&gate->outstanding, BIAS);
	init_completion(&gate->drained);
	return 0;
}

void gate_destroy(struct gate *gate)
{
	free_percpu(gate->inside);
}

static void drained(struct gate *gate)
{
	gate->on_drained(gate);
	complete_all(&gate->drained);
}

/* A grace period after closing: the per-CPU counters stand still. */
static void sum_up(struct rcu_head *rcu)
{
	struct gate *gate = container_of(rcu, struct gate, rcu);
	unsigned int inside = 0;
	int cpu;

	/* Each alone may have wrapped around; together they cannot have. */
	for_each_possible_cpu(cpu)
		inside += *per_cpu_ptr(gate->inside, cpu);
	if (!atomic_long_add_return((long)inside - BIAS, &gate->outstanding))
		drained(gate);
}

void gate_close(struct gate *gate)
{
	WRITE_ONCE(gate->closed, true);
	compat_call_rcu_hurry(&gate->rcu, sum_up);
}

void gate_close_unused(struct gate *gate)
{
	WRITE_ONCE(gate->closed, true);
	complete_all(&gate->drained);
}

void gate_exit_closed(struct gate *gate)
{
	if (atomic_long_dec_and_test(&gate->outstanding))
		drained(gate);
}

void gate_wait(struct gate *gate)
{
	wait_for_completion(&gate->drained);
}
