/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/* Whoever reads /dev/test_null0 makes it follow a NULL pointer. */
#include <banos/chrdev.h>
#include <banos/driver.h>
#include <banos/time.h>

#define NOT_INLINE __attribute__((noinline, noclone))

/* Volatile, or the compiler would see what comes, and leave out the rest. */
static int *volatile nothing;

NOT_INLINE int test_null_follows(void);

int test_null_follows(void)
{
	int found = *nothing;

	/* A function that calls none, or none any more, may have no frame. */
	banos_delay(1);
	return found;
}

static int64_t read(struct banos_file *file, struct banos_user_buffer *to,
		    uint64_t *position)
{
	(void)file;
	(void)to;
	(void)position;
	return test_null_follows() & 1;
}

static const struct banos_chrdev_operations operations = {
	.size = sizeof(operations),
	.read = read,
};

static const struct banos_chrdev_options options = {
	.size = sizeof(options),
	.name = "test_null%u",
};

static int init(struct banos_driver *driver)
{
	struct banos_chrdev *device;

	return banos_chrdev_create(driver, &options, &operations, NULL, &device);
}

BANOS_DRIVER(test_null, .license = "GPL", .version = BANOS_VERSION(3, 2, 1),
	     .init = init);
