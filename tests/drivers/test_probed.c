/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * Has functions with names that nobody else has, to be found in backtraces and
 * to be probed. See test_probed.h.
 */
#include "test_probed.h"

#include <banos/chrdev.h>
#include <banos/driver.h>
#include <banos/time.h>
#include <banos/wait.h>

#define NOT_INLINE __attribute__((noinline, noclone))

static struct banos_wait_queue *queue;

NOT_INLINE int64_t test_probed_calculate(uint64_t argument);
NOT_INLINE int64_t test_probed_sleeps(uint64_t milliseconds);
NOT_INLINE int64_t test_probed_waits(struct banos_file *file);

int64_t test_probed_calculate(uint64_t argument)
{
	return (int64_t)(argument & 0xffff) * 3 + 1;
}

/* In small pieces: long ones would be counted in ticks. */
int64_t test_probed_sleeps(uint64_t milliseconds)
{
	uint64_t end = banos_time_monotonic() + milliseconds * 1000000;

	while (banos_time_monotonic() < end)
		banos_sleep(5000000);
	return 0;
}

static int32_t never(void *context)
{
	(void)context;
	return 0;
}

int64_t test_probed_waits(struct banos_file *file)
{
	int32_t error = banos_file_wait(file, queue, never, NULL, BANOS_FOREVER,
					BANOS_WAIT_INTERRUPTIBLE);

	/* Not as a last call: this function is to stay on the stack. */
	__asm__ volatile("" : "+r"(error));
	return error;
}

static int64_t control(struct banos_file *file, uint32_t command,
		       uint64_t argument)
{
	switch (command) {
	case TEST_PROBED_CALCULATE:
		return test_probed_calculate(argument);
	case TEST_PROBED_SLEEP:
		return test_probed_sleeps(argument);
	case TEST_PROBED_WAIT:
		return test_probed_waits(file);
	default:
		return -BANOS_ENOTTY;
	}
}

static const struct banos_chrdev_operations operations = {
	.size = sizeof(operations),
	.ioctl = control,
};

static const struct banos_chrdev_options options = {
	.size = sizeof(options),
	.name = "test_probed%u",
};

static int init(struct banos_driver *driver)
{
	struct banos_chrdev *device;
	int32_t error = banos_wait_queue_create(driver, &queue);

	if (error)
		return error;
	return banos_chrdev_create(driver, &options, &operations, NULL, &device);
}

BANOS_DRIVER(test_probed, .license = "GPL", .init = init);
