/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * Makes some of everything, all of it in use, and frees nothing: neither when
 * its init() fails nor in uninit(), which it does not have.
 */
#include "suite.h"

#define EACH 10
#define PIECES 100

static struct banos_driver *self;
static bool fail;

static const struct banos_parameter parameters[] = {
	BANOS_PARAMETER(fail, BANOS_PARAMETER_BOOL, "init() fails in the end"),
};

/* What the timers, the works and the threads use of each other. */
static struct banos_work *works[EACH];
static struct banos_timer *timers[EACH];
static struct banos_thread *threads[EACH];
static struct banos_spinlock *lock;

static void use_spinlock(void)
{
	uint64_t flags = banos_spinlock_lock_irqsave(lock);

	banos_spinlock_unlock_irqrestore(lock, flags);
}

static void work(struct banos_work *work, void *context)
{
	uint64_t number = (uint64_t)context;

	use_spinlock();
	banos_timer_start(timers[number], 50000);
	banos_work_submit_delayed(work, BANOS_MILLISECOND);
	banos_thread_wake(threads[number]);
}

static void tick(struct banos_timer *timer, void *context, uint64_t overruns)
{
	uint64_t number = (uint64_t)context;

	(void)timer;
	(void)overruns;
	use_spinlock();
	banos_work_submit(works[number]);
	banos_thread_wake(threads[number]);
}

static int32_t loop(struct banos_thread *thread, void *context)
{
	uint64_t number = (uint64_t)context;

	while (!banos_thread_should_stop(thread)) {
		use_spinlock();
		banos_work_submit(works[number]);
		banos_thread_sleep(thread, BANOS_MILLISECOND);
	}
	return 0;
}

static int32_t make_locks(void)
{
	struct banos_wait_queue *queue;
	struct banos_completion *completion;
	struct banos_raw_spinlock *raw;
	struct banos_rwlock *rwlock;
	struct banos_mutex *mutex;
	int32_t error = 0;

	for (int i = 0; i < EACH && !error; i++) {
		error = banos_mutex_create(self, &mutex);
		if (!error)
			error = banos_spinlock_create(self, &lock);
		if (!error)
			error = banos_raw_spinlock_create(self, &raw);
		if (!error)
			error = banos_rwlock_create(self, &rwlock);
		if (!error)
			error = banos_completion_create(self, &completion);
		if (!error)
			error = banos_wait_queue_create(self, &queue);
	}
	return error;
}

static int32_t make_memory(void)
{
	struct banos_pages *pages;

	for (uint64_t i = 1; i <= PIECES; i++) {
		if (!banos_memory_allocate(self, i * 100, 0, 0))
			return -BANOS_ENOMEM;
	}
	for (int i = 0; i < EACH; i++) {
		if (banos_pages_create(self, 3, 0, &pages))
			return -BANOS_ENOMEM;
	}
	return 0;
}

static int32_t make_device(void)
{
	const struct banos_chrdev_options options = {
		.size = sizeof(options),
		.mode = 0666,
		.name = "banosforgotten%u",
	};
	const struct banos_chrdev_operations operations = {
		.size = sizeof(operations),
	};
	struct banos_chrdev *device;

	return banos_chrdev_create(self, &options, &operations, NULL, &device);
}

/* The works first, because everything else submits them. */
static int32_t make_one_of_each(uint64_t number)
{
	struct banos_work_queue *queue;
	void *context = (void *)number;
	int32_t error = banos_work_queue_create(self, NULL, &queue);

	if (!error)
		error = banos_timer_create(self, tick, context,
					   &timers[number]);
	if (!error)
		error = banos_work_create(self, queue, work, context,
					  &works[number]);
	if (!error)
		error = banos_thread_create(self, NULL, loop, context,
					    &threads[number]);
	if (!error)
		error = banos_timer_start_periodic(timers[number], 0, 300000);
	if (!error)
		error = make_device();
	return error;
}

static int init(struct banos_driver *driver)
{
	int32_t error;

	self = driver;
	error = make_locks();
	if (!error)
		error = make_memory();
	for (uint64_t i = 0; i < EACH && !error; i++)
		error = make_one_of_each(i);
	if (!error)
		banos_sleep(5 * BANOS_MILLISECOND);
	return !error && fail ? -BANOS_ENXIO : error;
}

BANOS_DRIVER(test_forgotten, .version = BANOS_VERSION(1, 0, 0),
	     .license = "Dual MIT/GPL", .init = init,
	     BANOS_PARAMETERS(parameters));
