/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * Creates one of everything and destroys nothing. With a negative "answer",
 * init() fails after that.
 */
#include <banos/chrdev.h>
#include <banos/driver.h>
#include <banos/lock.h>
#include <banos/memory.h>
#include <banos/thread.h>
#include <banos/timer.h>
#include <banos/wait.h>
#include <banos/work.h>

static int32_t answer;
static uint32_t pieces = 10;
static uint64_t ticks;

static const struct banos_parameter parameters[] = {
	BANOS_PARAMETER(answer, BANOS_PARAMETER_INT32, "of init()"),
	BANOS_PARAMETER(pieces, BANOS_PARAMETER_UINT32, "of memory"),
};

static const struct banos_chrdev_operations operations = {
	.size = sizeof(operations),
};

static const struct banos_chrdev_options options = {
	.size = sizeof(options),
	.name = "test_forgotten%u",
};

static void tick(struct banos_timer *timer, void *context, uint64_t overruns)
{
	(void)timer;
	(void)context;
	(void)overruns;
	ticks++;
}

static void work_once(struct banos_work *work, void *context)
{
	(void)context;
	(void)banos_work_submit(work);
}

static int32_t run(struct banos_thread *thread, void *context)
{
	(void)context;
	while (!banos_thread_should_stop(thread))
		(void)banos_thread_sleep(thread, 3600000000000);
	return 0;
}

static int32_t create_memory(struct banos_driver *driver)
{
	uint32_t i;

	for (i = 0; i < pieces; i++) {
		if (!banos_memory_allocate(driver, 1000, 0, 0))
			return -BANOS_ENOMEM;
	}
	return 0;
}

static int32_t create_locks(struct banos_driver *driver)
{
	struct banos_mutex *mutex;
	struct banos_spinlock *spinlock;
	struct banos_completion *completion;
	struct banos_wait_queue *queue;
	int32_t error = banos_mutex_create(driver, &mutex);

	if (!error)
		error = banos_spinlock_create(driver, &spinlock);
	if (!error)
		error = banos_completion_create(driver, &completion);
	if (!error)
		error = banos_wait_queue_create(driver, &queue);
	return error;
}

/* All of them are busy when they are forgotten. */
static int32_t create_activities(struct banos_driver *driver)
{
	struct banos_timer *timer;
	struct banos_work *work;
	struct banos_thread *thread;
	int32_t error = banos_timer_create(driver, tick, NULL, &timer);

	if (!error)
		error = banos_work_create(driver, NULL, work_once, NULL, &work);
	if (!error)
		error = banos_thread_create(driver, NULL, run, NULL, &thread);
	if (error)
		return error;
	banos_timer_start_periodic(timer, 0, 1000000);
	(void)banos_work_submit(work);
	return 0;
}

static int init(struct banos_driver *driver)
{
	struct banos_chrdev *device;
	struct banos_pages *pages;
	int32_t error = create_memory(driver);

	if (!error)
		error = create_locks(driver);
	if (!error)
		error = create_activities(driver);
	if (!error)
		error = banos_pages_create(driver, 3, 0, &pages);
	if (!error)
		error = banos_chrdev_create(driver, &options, &operations, NULL,
					    &device);
	return error ? error : answer;
}

BANOS_DRIVER(test_forgets, .license = "GPL", .init = init,
	     BANOS_PARAMETERS(parameters));
