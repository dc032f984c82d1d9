// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/*
 * Closing gates; see gate.h for how they count.
 */
#include <linux/kernel.h>
#include <linux/percpu.h>

#include "compat/rcu.h"
#include "gate.h"

int gate_create(struct gate *gate, void (*on_drained)(struct gate *gate))
{
	gate->count = alloc_percpu(struct gate_count);
	if (!gate->count)
		return -ENOMEM;
	gate->closed = false;
	gate->on_drained = on_drained;
	init_completion(&gate->drained);
	return 0;
}

void gate_destroy(struct gate *gate)
{
	free_percpu(gate->count);
}

static bool is_drained(const struct gate *gate)
{
	unsigned int in = 0, out = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		out += READ_ONCE(per_cpu_ptr(gate->count, cpu)->out);
	/* Whoever was seen to be out is seen to have come in. */
	smp_mb();
	for_each_possible_cpu(cpu)
		in += READ_ONCE(per_cpu_ptr(gate->count, cpu)->in);
	return in == out;
}

/* At least one grace period after closing. */
static void look(struct rcu_head *rcu)
{
	struct gate *gate = container_of(rcu, struct gate, rcu);

	if (!is_drained(gate)) {
		compat_call_rcu_hurry(&gate->rcu, look);
		return;
	}
	gate->on_drained(gate);
	complete_all(&gate->drained);
}

void gate_close(struct gate *gate)
{
	WRITE_ONCE(gate->closed, true);
	compat_call_rcu_hurry(&gate->rcu, look);
}

void gate_close_unused(struct gate *gate)
{
	WRITE_ONCE(gate->closed, true);
	complete_all(&gate->drained);
}

void gate_wait(struct gate *gate)
{
	wait_for_completion(&gate->drained);
}
