// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/*
 * Deferred work, in the kernel's workqueues.
 */
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/string.h>

#include <banos/work.h>

#include "abi.h"
#include "compat/workqueue.h"
#include "export.h"
#include "handle.h"
#include "instance.h"
#include "ticks.h"

#define LONGEST_NAME 31

/* What every kernel can; newer ones can more. */
#define MOST_CONCURRENT 512
/* What kernels keep of it; some complain about what they cut. */
#define KEPT_NAME_SIZE 32

/* Of struct banos_work_queue_options, as it first appeared. */
#define OPTIONS_FIRST_SIZE 24

SHIM_STRUCT(banos_work_queue_options);

struct banos_work_queue {
	struct handle handle;
	struct workqueue_struct *queue;
};

/**
 * struct banos_work - a piece of work
 * @handle:   the driver's handle
 * @work:     the kernel's; without a delay, its timer is not used
 * @queue:    where it runs
 * @function: the driver's
 * @context:  for @function
 * @dead:     the driver is gone: nothing is called, whatever is submitted
 */
struct banos_work {
	struct handle handle;
	struct delayed_work work;
	struct workqueue_struct *queue;
	banos_work_function function;
	void *context;
	bool dead;
};

/* Queues. */

static void queue_release(struct handle *handle)
{
	struct banos_work_queue *queue =
		container_of(handle, struct banos_work_queue, handle);

	destroy_workqueue(queue->queue);
	kfree(queue);
}

static const struct handle_class queue_class = {
	.name = "work queue",
	.release = queue_release,
};

static bool options_valid(const struct banos_work_queue_options *options)
{
	const u32 known = BANOS_WORK_QUEUE_ORDERED |
			  BANOS_WORK_QUEUE_HIGH_PRIORITY |
			  BANOS_WORK_QUEUE_RECLAIM;

	if (options->flags & ~known || options->concurrent > MOST_CONCURRENT)
		return false;
	if (options->flags & BANOS_WORK_QUEUE_ORDERED && options->concurrent)
		return false;
	if (!options->name)
		return true;
	return options->name[0] &&
	       strnlen(options->name, LONGEST_NAME + 1) <= LONGEST_NAME;
}

/* Own queues are bound to no CPU: the scheduler knows best where to run. */
static struct workqueue_struct *
open_queue(const struct instance *owner,
	   const struct banos_work_queue_options *options)
{
	unsigned int flags = 0;
	char name[KEPT_NAME_SIZE];

	snprintf(name, sizeof(name), "banos/%s%s%s", instance_name(owner),
		 options->name ? "/" : "", options->name ? options->name : "");
	if (options->flags & BANOS_WORK_QUEUE_HIGH_PRIORITY)
		flags |= WQ_HIGHPRI;
	if (options->flags & BANOS_WORK_QUEUE_RECLAIM)
		flags |= WQ_MEM_RECLAIM;
	if (options->flags & BANOS_WORK_QUEUE_ORDERED)
		return alloc_ordered_workqueue("%s", flags, name);
	return alloc_workqueue("%s", flags | WQ_UNBOUND, options->concurrent,
			       name);
}

int32_t banos_work_queue_create(struct banos_driver *driver,
				const struct banos_work_queue_options *given,
				struct banos_work_queue **out)
{
	struct banos_work_queue_options options = {};
	struct instance *owner = instance_of(driver);
	struct banos_work_queue *queue;
	int error;

	if (!owner || !out)
		return -EINVAL;
	if (given)
		error = abi_copy_struct(&options, sizeof(options),
					OPTIONS_FIRST_SIZE, given);
	else
		error = 0;
	if (!error && !options_valid(&options))
		error = -EINVAL;
	if (!error)
		error = handle_may_create(owner);
	if (error)
		return error;
	queue = kzalloc(sizeof(*queue), GFP_KERNEL);
	if (!queue)
		return -ENOMEM;
	queue->queue = open_queue(owner, &options);
	if (!queue->queue)
		goto free;
	handle_add(owner, &queue->handle, &queue_class);
	*out = queue;
	return 0;
free:
	kfree(queue);
	return -ENOMEM;
}
SHIM_EXPORT_GPL(banos_work_queue_create, BANOS_VERSION(0, 9, 0));

void banos_work_queue_destroy(struct banos_work_queue *queue)
{
	if (queue && handle_remove(&queue->handle))
		queue_release(&queue->handle);
}
SHIM_EXPORT_GPL(banos_work_queue_destroy, BANOS_VERSION(0, 9, 0));

/* Work. */

static void run(struct work_struct *running)
{
	struct banos_work *work =
		container_of(to_delayed_work(running), struct banos_work, work);

	if (!READ_ONCE(work->dead))
		work->function(work, work->context);
}

/*
 * Other handles of the driver, which are drained later, may still submit it;
 * they find it dead, and work_release() comes when they are all quiet.
 */
static void work_drain(struct handle *handle)
{
	struct banos_work *work =
		container_of(handle, struct banos_work, handle);

	WRITE_ONCE(work->dead, true);
	cancel_delayed_work_sync(&work->work);
}

static void work_release(struct handle *handle)
{
	struct banos_work *work =
		container_of(handle, struct banos_work, handle);

	cancel_delayed_work_sync(&work->work);
	kfree(work);
}

static const struct handle_class work_class = {
	.name = "work",
	.drain = work_drain,
	.release = work_release,
};

int32_t banos_work_create(struct banos_driver *driver,
			  struct banos_work_queue *queue,
			  banos_work_function function, void *context,
			  struct banos_work **out)
{
	struct instance *owner = instance_of(driver);
	struct banos_work *work;
	int error;

	if (!owner || !function || !out ||
	    abi_check_callback(owner, function))
		return -EINVAL;
	if (queue && queue->handle.owner != owner)
		return -EINVAL;
	error = handle_may_create(owner);
	if (error)
		return error;
	work = kzalloc(sizeof(*work), GFP_KERNEL);
	if (!work)
		return -ENOMEM;
	INIT_DELAYED_WORK(&work->work, run);
	work->queue = queue ? queue->queue : compat_system_percpu_wq();
	work->function = function;
	work->context = context;
	handle_add(owner, &work->handle, &work_class);
	*out = work;
	return 0;
}
SHIM_EXPORT(banos_work_create, BANOS_VERSION(0, 9, 0));

void banos_work_destroy(struct banos_work *work)
{
	if (work && handle_remove(&work->handle))
		work_release(&work->handle);
}
SHIM_EXPORT(banos_work_destroy, BANOS_VERSION(0, 9, 0));

bool banos_work_submit(struct banos_work *work)
{
	return queue_delayed_work(work->queue, &work->work, 0);
}
SHIM_EXPORT(banos_work_submit, BANOS_VERSION(0, 9, 0));

bool banos_work_submit_delayed(struct banos_work *work, uint64_t delay_ns)
{
	/* No more than a timer of the kernel can hold. */
	unsigned long ticks = min_t(long, ticks_from_ns(delay_ns),
				    MAX_JIFFY_OFFSET);

	return queue_delayed_work(work->queue, &work->work, ticks);
}
SHIM_EXPORT(banos_work_submit_delayed, BANOS_VERSION(0, 9, 0));

bool banos_work_cancel(struct banos_work *work)
{
	return cancel_delayed_work_sync(&work->work);
}
SHIM_EXPORT(banos_work_cancel, BANOS_VERSION(0, 9, 0));

void banos_work_flush(struct banos_work *work)
{
	flush_delayed_work(&work->work);
}
SHIM_EXPORT(banos_work_flush, BANOS_VERSION(0, 9, 0));
