/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * Offers structs of every size to the shim: as the next version has it, with and without
 * something in the new member; as this one has it; shorter than it ever was; and one that
 * is as long as what the shim says that it knows. Says in the log what the shim answered.
 */
#include <banos/chrdev.h>
#include <banos/driver.h>
#include <banos/print.h>
#include <banos/symbol.h>

static const struct banos_chrdev_operations operations = {
	.size = sizeof(operations),
};

static void offer(struct banos_driver *driver, const char *what, uint64_t size,
		  uint64_t next)
{
	const struct banos_chrdev_options options = {
		.size = size, .name = "next_struct", .next = next,
	};
	struct banos_chrdev *device;
	int32_t answer = banos_chrdev_create(driver, &options, &operations,
					     NULL, &device);

	if (!answer)
		banos_chrdev_destroy(device);
	banos_print(driver, BANOS_PRINT_INFO, "%s: %d", what, answer);
}

static int next_struct_init(struct banos_driver *driver)
{
	const uint64_t longer = sizeof(struct banos_chrdev_options);
	const uint64_t shorter = offsetof(struct banos_chrdev_options, next);
	const uint64_t known = banos_struct_size("banos_chrdev_options");

	banos_print(driver, BANOS_PRINT_INFO, "the shim knows the member: %d",
		    known == longer);
	offer(driver, "longer, tail zero", longer, 0);
	offer(driver, "longer, tail used", longer, 1);
	offer(driver, "as long as the shim's", known, known == longer);
	offer(driver, "shorter", shorter, 1);
	offer(driver, "shorter than ever", shorter - sizeof(uint64_t), 0);
	return 0;
}

BANOS_DRIVER(next_struct, .version = BANOS_VERSION(1, 0, 0),
	     .minimal_banos_version = BANOS_VERSION(0, 9, 0),
	     .license = "GPL", .init = next_struct_init);
