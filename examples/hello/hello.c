/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * A first driver: it has a parameter, writes to the kernel log, and has a
 * device that answers a greeting.
 *
 *	banosctl install hello.bko name=Ada
 *	cat /dev/hello
 */
#include <banos/chrdev.h>
#include <banos/driver.h>
#include <banos/print.h>
#include <banos/user.h>

static char name[64] = "world";
static char greeting[80];
static uint64_t greeting_size;
static struct banos_chrdev *device;

static const struct banos_parameter parameters[] = {
	BANOS_PARAMETER_TEXT(name, "whom to greet"),
};

static int64_t hello_read(struct banos_file *file, struct banos_user_buffer *to,
			  uint64_t *position)
{
	uint64_t start = *position;
	int64_t copied;

	(void)file;
	if (start >= greeting_size)
		return 0;
	copied = banos_user_buffer_copy_to(to, greeting + start,
					   greeting_size - start);
	if (copied > 0)
		*position += (uint64_t)copied;
	return copied;
}

static const struct banos_chrdev_operations hello_operations = {
	.size = sizeof(hello_operations),
	.read = hello_read,
};

static const struct banos_chrdev_options hello_options = {
	.size = sizeof(hello_options),
	.mode = 0444,
	.name = "hello",
};

static int hello_init(struct banos_driver *driver)
{
	int32_t error;

	greeting_size = banos_format(greeting, sizeof(greeting),
				     "Hello, %s!\n", name);
	error = banos_chrdev_create(driver, &hello_options, &hello_operations,
				    NULL, &device);
	if (error)
		return error;
	banos_print(driver, BANOS_PRINT_INFO, "ready");
	return 0;
}

static int hello_uninit(struct banos_driver *driver)
{
	banos_chrdev_destroy(device);
	banos_print(driver, BANOS_PRINT_INFO, "gone");
	return 0;
}

BANOS_DRIVER(hello, .version = BANOS_VERSION(1, 0, 0),
	     .license = "Dual MIT/GPL", .init = hello_init,
	     .uninit = hello_uninit, .description = "answers a greeting",
	     BANOS_PARAMETERS(parameters));
