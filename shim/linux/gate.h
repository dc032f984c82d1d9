/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 The banos developers */
/*
 * A gate that calls from outside pass on their way into a driver's code, and
 * pass again on their way out; once it is closed nobody gets in any more, and
 * when all are out somebody is told.
 *
 * It is what percpu_ref is, but for calls that are as short as a read of a few
 * bytes: percpu_ref calls __rcu_read_lock() and its counterpart in both
 * directions on kernels that can be preempted, some 50 instructions a call;
 * this takes 14, none of them locked, and shares no cache line that anybody
 * writes.
 *
 * How it counts: as long as the gate is open, in a per-CPU counter; a call may
 * leave on another CPU than it came on, so only the sum means something. The
 * test of @closed and the counting are one RCU read-side section. So one grace
 * period after closing, all who saw it open have counted, nobody touches the
 * per-CPU counters any more, and their sum is exact. Whoever leaves a closed
 * gate counts in @outstanding, which starts with a bias so large that it
 * cannot reach 0 before the sum has been added and the bias taken off.
 */
#ifndef BANOS_SHIM_GATE_H
#define BANOS_SHIM_GATE_H

#include <linux/atomic.h>
#include <linux/completion.h>
#include <linux/percpu.h>
#include <linux/rcupdate.h>

/**
 * struct gate - a gate
 * @inside:      per CPU: calls that came in while it was open, less those that
 *               went out
 * @closed:      never goes back
 * @outstanding: once closed: calls that are still inside, and the bias
 * @drained:     complete for ever once it is closed and all are out
 * @on_drained:  called once, just before @drained; any context
 */
struct gate {
	int __percpu *inside;
	bool closed;
	atomic_long_t outstanding;
	struct completion drained;
	void (*on_drained)(struct gate *gate);
	struct rcu_head rcu;
};

/* Context: may sleep. Returns: 0 or -ENOMEM. */
int __must_check gate_create(struct gate *gate,
			     void (*on_drained)(struct gate *gate));

/* Only an open gate that nobody is in, or a drained one. Context: any. */
void gate_destroy(struct gate *gate);

/**
 * gate_close - let nobody in any more
 *
 * Does not wait. Once only.
 *
 * Context: any but hard interrupts.
 */
void gate_close(struct gate *gate);

/* The same where nobody is in and nobody is coming: @on_drained is not called. */
void gate_close_unused(struct gate *gate);

/* Wait until a closed gate is drained. Context: may sleep. */
void gate_wait(struct gate *gate);

/* The way out of a gate that was closed meanwhile. */
void gate_exit_closed(struct gate *gate);

/**
 * gate_enter - on the way in
 *
 * Context: any.
 * Returns: false if the gate is closed: stay out, and do not gate_exit()
 */
static __always_inline bool __must_check gate_enter(struct gate *gate)
{
	bool open;

	rcu_read_lock_sched();
	open = !READ_ONCE(gate->closed);
	if (likely(open))
		this_cpu_inc(*gate->inside);
	rcu_read_unlock_sched();
	return open;
}

/* On the way out; the gate must stay until this has returned. Context: any. */
static __always_inline void gate_exit(struct gate *gate)
{
	bool open;

	rcu_read_lock_sched();
	open = !READ_ONCE(gate->closed);
	if (likely(open))
		this_cpu_dec(*gate->inside);
	rcu_read_unlock_sched();
	if (unlikely(!open))
		gate_exit_closed(gate);
}

#endif
