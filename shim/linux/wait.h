/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 The banos developers */
/*
 * Waiting, as the other areas of the shim use it.
 */
#ifndef BANOS_SHIM_WAIT_H
#define BANOS_SHIM_WAIT_H

#include <linux/refcount.h>
#include <linux/wait.h>

#include <banos/wait.h>

#include "handle.h"

/**
 * struct banos_wait_queue - a queue, as long as anybody can reach it
 * @handle:   the driver's handle
 * @head:       sleepers, who are all exclusive, and pollers, who are not
 * @references: the driver's, each sleeper's, and each open file's that ever
 *              polled by it: the kernel keeps entries of a poll in @head until
 *              the file is closed
 * @dead:       detached or destroyed: nobody sleeps here any more
 */
struct banos_wait_queue {
	struct handle handle;
	struct wait_queue_head head;
	refcount_t references;
	bool dead;
};

static inline void wait_queue_get(struct banos_wait_queue *queue)
{
	refcount_inc(&queue->references);
}

/* Context: any. */
void wait_queue_put(struct banos_wait_queue *queue);

/**
 * struct wait_request - one wait
 * @condition:  of the driver
 * @context:    for @condition
 * @timeout_ns: U64_MAX is no limit
 * @flags:      of enum banos_wait_flags
 * @gone:       if not NULL: true ends the wait as well
 * @gone_head:  and this is woken then
 */
struct wait_request {
	banos_wait_condition condition;
	void *context;
	u64 timeout_ns;
	u32 flags;
	const bool *gone;
	struct wait_queue_head *gone_head;
};

/* What banos_wait() does; it documents the answers. Context: may sleep. */
int wait_queue_sleep(struct banos_wait_queue *queue,
		     const struct wait_request *request);

/* Are there bits in it that enum banos_wait_flags does not have? */
static inline bool wait_flags_unknown(u32 flags)
{
	return flags & ~(BANOS_WAIT_INTERRUPTIBLE | BANOS_WAIT_KILLABLE |
			 BANOS_WAIT_STOPPABLE);
}

/* The state to sleep in. */
unsigned int wait_state(u32 flags);

/* Is the thread asked to stop, and does that end a wait with these flags? */
bool wait_stopped(u32 flags);

#endif
