/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * Whoever writes to /dev/test_smash0 makes it fill as many bytes of an array
 * of a few: it overwrites what its stack guard protects.
 */
#include <banos/chrdev.h>
#include <banos/driver.h>
#include <banos/string.h>
#include <banos/user.h>

#define NOT_INLINE __attribute__((noinline, noclone))

NOT_INLINE int64_t test_smash_fills(uint64_t size);

int64_t test_smash_fills(uint64_t size)
{
	char few[16];

	banos_memset(few, 'x', size);
	return few[0];
}

static int64_t write(struct banos_file *file, struct banos_user_buffer *from,
		     uint64_t *position)
{
	uint64_t size = banos_user_buffer_remaining(from);

	(void)file;
	(void)position;
	return test_smash_fills(size) == 'x' ? (int64_t)size : -BANOS_EIO;
}

static const struct banos_chrdev_operations operations = {
	.size = sizeof(operations),
	.write = write,
};

static const struct banos_chrdev_options options = {
	.size = sizeof(options),
	.name = "test_smash%u",
};

static int init(struct banos_driver *driver)
{
	struct banos_chrdev *device;

	return banos_chrdev_create(driver, &options, &operations, NULL, &device);
}

BANOS_DRIVER(test_smash, .license = "GPL", .version = BANOS_VERSION(1, 0, 0),
	     .init = init);
