/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 The banos developers */
/*
 * A gate that calls from outside pass on their way into a driver's code, and
 * pass again on their way out; once it is closed nobody gets in any more, and
 * when all are out somebody is told.
 *
 * It is what percpu_ref is, but for calls that are as short as a read of a few
 * bytes: percpu_ref calls __rcu_read_lock() and its counterpart in both
 * directions on kernels that can be preempted, some 50 instructions a call.
 * Here a call counts itself in and out in two per-CPU counters, 4 instructions
 * in all, none of them locked or a barrier; who closes the gate pays.
 *
 * How it works, which is how SRCU's fast readers do. A caller counts itself in
 * and then looks whether the gate is closed: at @closed, or at whatever else
 * was changed before closing, such as the pointer to the function that it is
 * about to call. The closer changes that, lets a grace period pass, in which
 * every CPU executes a full memory barrier, and adds up the counters. A caller
 * that counted before its CPU's barrier is in the sum; one that counted after
 * it sees the gate closed, and counts itself out again. So the gate is drained
 * when the sums of both counters are equal: those who are out are added up
 * first, and each of them had counted itself in. Until then it is tried once
 * every grace period. A call may leave on another CPU than it came on; the
 * counters may wrap around, because only the difference of the sums matters.
 */
#ifndef BANOS_SHIM_GATE_H
#define BANOS_SHIM_GATE_H

#include <linux/atomic.h>
#include <linux/completion.h>
#include <linux/percpu.h>
#include <linux/rcupdate.h>

/* Calls that came in and went out on one CPU, ever. */
struct gate_count {
	unsigned int in;
	unsigned int out;
};

/**
 * struct gate - a gate
 * @count:      per CPU
 * @closed:     never goes back
 * @drained:    complete for ever once it is closed and all are out
 * @on_drained: called once, just before @drained; any context
 */
struct gate {
	struct gate_count __percpu *count;
	bool closed;
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

/**
 * gate_begin - on the way in, without a look
 *
 * For callers that find out by what they read next that the gate is closed.
 * They gate_end() in any case.
 *
 * Context: any.
 */
static __always_inline void gate_begin(struct gate *gate)
{
	this_cpu_inc(gate->count->in);
	/* The counter comes first: the other half is the grace period. */
	barrier();
}

/* On the way out; the gate must stay until this has returned. Context: any. */
static __always_inline void gate_end(struct gate *gate)
{
	/* All that the call did comes before; on x86 the compiler alone cares. */
	smp_mb__before_atomic();
	this_cpu_inc(gate->count->out);
}

/**
 * gate_enter - on the way in
 *
 * Context: any.
 * Returns: false if the gate is closed: stay out, and do not gate_end()
 */
static __always_inline bool __must_check gate_enter(struct gate *gate)
{
	gate_begin(gate);
	if (likely(!READ_ONCE(gate->closed)))
		return true;
	gate_end(gate);
	return false;
}

#endif
