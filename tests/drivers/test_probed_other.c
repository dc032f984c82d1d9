/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * Much as test_probed, so that it can take that one's place in memory, but its
 * code is another one.
 */
#include "test_probed.h"

#include <banos/chrdev.h>
#include <banos/driver.h>

#define NOT_INLINE __attribute__((noinline, noclone))

NOT_INLINE int64_t test_probed_other_calculate(uint64_t argument);

int64_t test_probed_other_calculate(uint64_t argument)
{
	uint64_t sum = 0;

	while (argument) {
		sum += argument % 10;
		argument /= 10;
	}
	return (int64_t)sum;
}

static int64_t control(struct banos_file *file, uint32_t command,
		       uint64_t argument)
{
	(void)file;
	if (command != TEST_PROBED_CALCULATE)
		return -BANOS_ENOTTY;
	return test_probed_other_calculate(argument);
}

static const struct banos_chrdev_operations operations = {
	.size = sizeof(operations),
	.ioctl = control,
};

static const struct banos_chrdev_options options = {
	.size = sizeof(options),
	.name = "test_probed_other%u",
};

static int init(struct banos_driver *driver)
{
	struct banos_chrdev *device;

	return banos_chrdev_create(driver, &options, &operations, NULL, &device);
}

BANOS_DRIVER(test_probed_other, .license = "GPL", .init = init);
