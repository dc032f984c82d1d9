// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/*
 * Threads. The kernel's threads may not end by themselves if somebody wants
 * to stop them later; so one whose function has returned stays, asleep, until
 * it is stopped.
 */
#include <linux/completion.h>
#include <linux/cpumask.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/sched.h>
#include <linux/sched/task.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>

#include <banos/thread.h>

#include "abi.h"
#include "export.h"
#include "handle.h"
#include "instance.h"
#include "ticks.h"

#define LONGEST_NAME 31

/* Of struct banos_thread_options, as it first appeared. */
#define OPTIONS_FIRST_SIZE 32

SHIM_STRUCT(banos_thread_options);

/**
 * struct banos_thread - a thread
 * @handle:   the driver's handle
 * @lock:     guards @task; raw, because waking is for any context
 * @task:     the kernel's; NULL once it is being stopped
 * @self:     the same, from its begin to its end; only to be compared
 * @function: the driver's
 * @context:  for @function
 * @result:   what @function returned
 * @begun:    it runs: from here on stopping it cannot leave @function out
 * @woken:    1: since the last sleep
 * @stopping: it is asked to stop
 * @dead:     the driver is detached
 */
struct banos_thread {
	struct handle handle;
	raw_spinlock_t lock;
	struct task_struct *task;
	const struct task_struct *self;
	banos_thread_function function;
	void *context;
	s32 result;
	struct completion begun;
	int woken;
	bool stopping;
	bool dead;
};

/* Until somebody stops it, the task has to stay. */
static void wait_for_stop(void)
{
	for (;;) {
		set_current_state(TASK_IDLE);
		if (kthread_should_stop())
			break;
		schedule();
	}
	__set_current_state(TASK_RUNNING);
}

static int run(void *data)
{
	struct banos_thread *thread = data;

	WRITE_ONCE(thread->self, current);
	complete(&thread->begun);
	thread->result = thread->function(thread, thread->context);
	wait_for_stop();
	return 0;
}

/*
 * Others may want to wake a thread that the loader has drained already; the
 * task is there as long as they find it.
 */
static void wake(struct banos_thread *thread)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&thread->lock, flags);
	if (thread->task)
		wake_up_process(thread->task);
	raw_spin_unlock_irqrestore(&thread->lock, flags);
}

static struct task_struct *take_task(struct banos_thread *thread)
{
	struct task_struct *task;
	unsigned long flags;

	raw_spin_lock_irqsave(&thread->lock, flags);
	task = thread->task;
	thread->task = NULL;
	raw_spin_unlock_irqrestore(&thread->lock, flags);
	return task;
}

static void stop(struct banos_thread *thread)
{
	struct task_struct *task = take_task(thread);

	if (!task)
		return;
	wait_for_completion(&thread->begun);
	WRITE_ONCE(thread->stopping, true);
	kthread_stop(task);
}

static void thread_detach(struct handle *handle)
{
	struct banos_thread *thread =
		container_of(handle, struct banos_thread, handle);

	WRITE_ONCE(thread->dead, true);
	wake(thread);
}

static void thread_drain(struct handle *handle)
{
	stop(container_of(handle, struct banos_thread, handle));
}

static void thread_release(struct handle *handle)
{
	struct banos_thread *thread =
		container_of(handle, struct banos_thread, handle);

	stop(thread);
	kfree(thread);
}

static const struct handle_class thread_class = {
	.name = "thread",
	.detach = thread_detach,
	.drain = thread_drain,
	.release = thread_release,
};

static bool options_valid(const struct banos_thread_options *options)
{
	if (options->flags & ~BANOS_THREAD_BOUND || options->reserved)
		return false;
	if (options->nice < MIN_NICE || options->nice > MAX_NICE)
		return false;
	if (options->flags & BANOS_THREAD_BOUND) {
		if (options->cpu >= nr_cpu_ids || !cpu_online(options->cpu))
			return false;
	} else if (options->cpu) {
		return false;
	}
	if (!options->name)
		return true;
	return options->name[0] &&
	       strnlen(options->name, LONGEST_NAME + 1) <= LONGEST_NAME;
}

static int read_options(struct banos_thread_options *options,
			const struct banos_thread_options *given)
{
	int error;

	memset(options, 0, sizeof(*options));
	if (!given)
		return 0;
	error = abi_copy_struct(options, sizeof(*options), OPTIONS_FIRST_SIZE,
				given);
	if (!error && !options_valid(options))
		error = -EINVAL;
	return error;
}

/* Returns: a task that has not begun, or an ERR_PTR(). */
static struct task_struct *
create_task(struct banos_thread *thread, const struct instance *owner,
	    const struct banos_thread_options *options)
{
	const char *name = options->name ? options->name : "";
	const char *slash = options->name ? "/" : "";
	struct task_struct *task;

	task = kthread_create(run, thread, "banos/%s%s%s", instance_name(owner),
			      slash, name);
	if (IS_ERR(task))
		return task;
	if (options->flags & BANOS_THREAD_BOUND)
		kthread_bind(task, options->cpu);
	if (options->nice)
		set_user_nice(task, options->nice);
	return task;
}

static int start(struct instance *owner, struct banos_thread *thread,
		 const struct banos_thread_options *options,
		 struct banos_thread **out)
{
	struct task_struct *task = create_task(thread, owner, options);

	if (IS_ERR(task))
		return abi_error_from_kernel(PTR_ERR(task));
	thread->task = task;
	handle_add(owner, &thread->handle, &thread_class);
	*out = thread;
	wake_up_process(task);
	return 0;
}

int32_t banos_thread_create(struct banos_driver *driver,
			    const struct banos_thread_options *given,
			    banos_thread_function function, void *context,
			    struct banos_thread **out)
{
	struct instance *owner = instance_of(driver);
	struct banos_thread_options options;
	struct banos_thread *thread;
	int error;

	if (!owner || !function || !out || abi_check_callback(owner, function))
		return -EINVAL;
	error = read_options(&options, given);
	if (!error)
		error = handle_may_create(owner);
	if (error)
		return error;
	thread = kzalloc(sizeof(*thread), GFP_KERNEL);
	if (!thread)
		return -ENOMEM;
	raw_spin_lock_init(&thread->lock);
	init_completion(&thread->begun);
	thread->function = function;
	thread->context = context;
	error = start(owner, thread, &options, out);
	if (error)
		kfree(thread);
	return error;
}
SHIM_EXPORT(banos_thread_create, BANOS_VERSION(0, 9, 0));

int32_t banos_thread_stop(struct banos_thread *thread)
{
	s32 result;

	if (!thread)
		return 0;
	if (READ_ONCE(thread->self) == current)
		return -EDEADLK;
	if (!handle_remove(&thread->handle))
		return -ENODEV;
	stop(thread);
	result = thread->result;
	kfree(thread);
	return result;
}
SHIM_EXPORT(banos_thread_stop, BANOS_VERSION(0, 9, 0));

bool banos_thread_should_stop(const struct banos_thread *thread)
{
	return READ_ONCE(thread->stopping) || READ_ONCE(thread->dead);
}
SHIM_EXPORT(banos_thread_should_stop, BANOS_VERSION(0, 9, 0));

/* -EAGAIN: nothing ends the sleep yet. */
static int verdict(struct banos_thread *thread, long ticks)
{
	if (READ_ONCE(thread->dead))
		return -ENODEV;
	if (READ_ONCE(thread->stopping))
		return -ECANCELED;
	if (xchg(&thread->woken, 0))
		return 0;
	return ticks ? -EAGAIN : -ETIMEDOUT;
}

int32_t banos_thread_sleep(struct banos_thread *thread, uint64_t timeout_ns)
{
	struct time_limit limit = time_limit_begin(timeout_ns);
	int result;

	for (;;) {
		set_current_state(TASK_IDLE);
		result = verdict(thread, limit.ticks);
		if (result != -EAGAIN)
			break;
		time_limit_sleep(&limit);
	}
	__set_current_state(TASK_RUNNING);
	return result;
}
SHIM_EXPORT(banos_thread_sleep, BANOS_VERSION(0, 9, 0));

void banos_thread_wake(struct banos_thread *thread)
{
	WRITE_ONCE(thread->woken, 1);
	/* Wakes with a full barrier, which set_current_state() pairs with. */
	wake(thread);
}
SHIM_EXPORT(banos_thread_wake, BANOS_VERSION(0, 9, 0));

void banos_thread_set_realtime(struct banos_thread *thread)
{
	unsigned long flags;
	struct task_struct *task;

	raw_spin_lock_irqsave(&thread->lock, flags);
	task = thread->task;
	if (task)
		get_task_struct(task);
	raw_spin_unlock_irqrestore(&thread->lock, flags);
	if (!task)
		return;
	sched_set_fifo(task);
	put_task_struct(task);
}
SHIM_EXPORT_GPL(banos_thread_set_realtime, BANOS_VERSION(0, 9, 0));
