// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/*
 * Completions. The kernel's, because complete() works in hard interrupts on
 * RT; but a loop of our own around it, because a wait must also end when the
 * driver is detached or its thread is asked to stop.
 */
#include <linux/completion.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/swait.h>

#include <banos/wait.h>

#include "export.h"
#include "handle.h"
#include "instance.h"
#include "ticks.h"
#include "wait.h"

/**
 * struct banos_completion - a completion
 * @handle:   the driver's handle
 * @completion: complete for ever once @dead is set, so that nobody sleeps
 * @dead:       detached
 */
struct banos_completion {
	struct handle handle;
	struct completion completion;
	bool dead;
};

static void completion_detach(struct handle *handle)
{
	struct banos_completion *completion =
		container_of(handle, struct banos_completion, handle);

	WRITE_ONCE(completion->dead, true);
	/* Pairs with the one in banos_completion_reset(). */
	smp_mb();
	complete_all(&completion->completion);
}

static void completion_release(struct handle *handle)
{
	kfree(container_of(handle, struct banos_completion, handle));
}

static const struct handle_class completion_class = {
	.name = "completion",
	.detach = completion_detach,
	.release = completion_release,
};

int32_t banos_completion_create(struct banos_driver *driver,
				struct banos_completion **out)
{
	struct instance *owner = instance_of(driver);
	struct banos_completion *completion;
	int error;

	if (!owner || !out)
		return -EINVAL;
	error = handle_may_create(owner);
	if (error)
		return error;
	completion = kzalloc(sizeof(*completion), GFP_KERNEL);
	if (!completion)
		return -ENOMEM;
	init_completion(&completion->completion);
	handle_add(owner, &completion->handle, &completion_class);
	*out = completion;
	return 0;
}
SHIM_EXPORT(banos_completion_create, BANOS_VERSION(0, 9, 0));

void banos_completion_destroy(struct banos_completion *completion)
{
	if (completion && handle_remove(&completion->handle))
		completion_release(&completion->handle);
}
SHIM_EXPORT(banos_completion_destroy, BANOS_VERSION(0, 9, 0));

void banos_complete(struct banos_completion *completion)
{
	complete(&completion->completion);
}
SHIM_EXPORT(banos_complete, BANOS_VERSION(0, 9, 0));

void banos_complete_all(struct banos_completion *completion)
{
	complete_all(&completion->completion);
}
SHIM_EXPORT(banos_complete_all, BANOS_VERSION(0, 9, 0));

void banos_completion_reset(struct banos_completion *completion)
{
	reinit_completion(&completion->completion);
	/* Detached meanwhile? Then it has to stay complete. */
	smp_mb();
	if (READ_ONCE(completion->dead))
		complete_all(&completion->completion);
}
SHIM_EXPORT(banos_completion_reset, BANOS_VERSION(0, 9, 0));

bool banos_completion_done(struct banos_completion *completion)
{
	return completion_done(&completion->completion);
}
SHIM_EXPORT(banos_completion_done, BANOS_VERSION(0, 9, 0));

/* -EAGAIN: nothing ends the wait yet. */
static int verdict(struct banos_completion *completion, u32 flags, bool signal,
		   long ticks)
{
	if (READ_ONCE(completion->dead))
		return -ENODEV;
	if (try_wait_for_completion(&completion->completion))
		return 0;
	if (wait_stopped(flags))
		return -ECANCELED;
	if (signal)
		return -EINTR;
	return ticks ? -EAGAIN : -ETIMEDOUT;
}

static int sleep_for(struct banos_completion *completion, u32 flags,
		     u64 timeout_ns)
{
	struct time_limit limit = time_limit_begin(timeout_ns);
	struct swait_queue_head *head = &completion->completion.wait;
	unsigned int state = wait_state(flags);
	DECLARE_SWAITQUEUE(entry);
	int result;

	for (;;) {
		bool signal = prepare_to_swait_event(head, &entry, state);

		result = verdict(completion, flags, signal, limit.ticks);
		if (result != -EAGAIN)
			break;
		time_limit_sleep(&limit);
	}
	finish_swait(head, &entry);
	/*
	 * complete() may have chosen this one between the verdict and
	 * finish_swait(). Nobody else was woken then: so take it.
	 */
	if (result && result != -ENODEV &&
	    try_wait_for_completion(&completion->completion))
		result = 0;
	return result;
}

int32_t banos_completion_wait(struct banos_completion *completion,
			      uint64_t timeout_ns, uint32_t flags)
{
	int result;

	if (wait_flags_unknown(flags))
		return -EINVAL;
	might_sleep_if(timeout_ns);
	result = verdict(completion, flags, false, ticks_from_ns(timeout_ns));
	if (result != -EAGAIN)
		return result;
	return sleep_for(completion, flags, timeout_ns);
}
SHIM_EXPORT(banos_completion_wait, BANOS_VERSION(0, 9, 0));
