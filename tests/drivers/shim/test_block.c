/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/* Tests of <banos/block.h>: creating and opening disks, from inside. */
#include "suite.h"
#include "test_block.h"
#include "block_disk.h"

static int32_t try(const struct banos_disk_options *options)
{
	struct banos_disk *created = NULL;
	int32_t error = banos_disk_create(suite_driver(), options, &block_disk_operations,
					  NULL, &created);

	if (!error)
		banos_disk_destroy(created);
	return error;
}

static void bad_arguments_are_refused(struct test *test)
{
	struct banos_disk_operations none = { .size = sizeof(none) };
	struct banos_disk *created;

	CHECK_EQUAL(banos_disk_create(no_driver(), &block_disk_plain, &block_disk_operations,
				      NULL, &created), -BANOS_EINVAL);
	CHECK_EQUAL(banos_disk_create(test->driver, NULL, &block_disk_operations, NULL,
				      &created), -BANOS_EINVAL);
	CHECK_EQUAL(banos_disk_create(test->driver, &block_disk_plain, NULL, NULL,
				      &created), -BANOS_EINVAL);
	CHECK_EQUAL(banos_disk_create(test->driver, &block_disk_plain, &block_disk_operations, NULL,
				      NULL), -BANOS_EINVAL);
	CHECK_EQUAL(banos_disk_create(test->driver, &block_disk_plain, &none, NULL,
				      &created), -BANOS_EINVAL);
	banos_disk_destroy(NULL);
	banos_block_device_close(NULL);
}

static void bad_names_are_refused(struct test *test)
{
	static const char *const names[] = {
		NULL, "", ".", "..", "a/b", "a b", "%", "%d", "%u%u",
		"a23456789b23456789c23456789d2345",
	};
	struct banos_disk_options options = block_disk_plain;
	uint32_t i;

	for (i = 0; i < ARRAY_LENGTH(names); i++) {
		options.name = names[i];
		CHECK_EQUAL(try(&options), -BANOS_EINVAL);
	}
	options.name = "null";
	CHECK_EQUAL(try(&options), -BANOS_EEXIST);
}

#define CHECK_REFUSED(...)                                                    \
	do {                                                                  \
		struct banos_disk_options options = block_disk_plain;                    \
		const struct banos_disk_options change = { __VA_ARGS__ };     \
		merge(&options, &change);                                     \
		CHECK_EQUAL(try(&options), -BANOS_EINVAL);                    \
	} while (0)

/* Whatever is not 0 in the change. */
static void merge(struct banos_disk_options *options,
		  const struct banos_disk_options *change)
{
	const unsigned char *from = (const unsigned char *)change;
	unsigned char *to = (unsigned char *)options;
	uint32_t member;
	uint64_t i;

	for (i = 0; i < sizeof(*options); i += sizeof(member)) {
		banos_memcpy(&member, from + i, sizeof(member));
		if (member)
			banos_memcpy(to + i, &member, sizeof(member));
	}
}

static void bad_options_are_refused(struct test *test)
{
	CHECK_REFUSED(.capacity = 513);
	CHECK_REFUSED(.capacity = ~(uint64_t)0 << 12);
	CHECK_REFUSED(.flags = 1u << 31);
	CHECK_REFUSED(.flags = BANOS_DISK_FUA);
	CHECK_REFUSED(.queues = 1025);
	CHECK_REFUSED(.queue_depth = 10241);
	CHECK_REFUSED(.request_data_size = 65537);
	CHECK_REFUSED(.logical_block_size = 256);
	CHECK_REFUSED(.logical_block_size = 1000);
	CHECK_REFUSED(.logical_block_size = 8192);
	CHECK_REFUSED(.logical_block_size = 4096, .physical_block_size = 512);
	CHECK_REFUSED(.physical_block_size = 1000);
	CHECK_REFUSED(.optimal_size = 1000);
	CHECK_REFUSED(.max_transfer = 2048);
	CHECK_REFUSED(.max_transfer = 5000);
	CHECK_REFUSED(.max_segments = 65536);
	CHECK_REFUSED(.max_segment_size = 2048);
	CHECK_REFUSED(.segment_boundary = 2048);
	CHECK_REFUSED(.segment_boundary = 5000);
	CHECK_REFUSED(.segment_boundary = 4096, .max_segment_size = 4096);
	CHECK_REFUSED(.discard_granularity = 100);
	CHECK_REFUSED(.timeout_ns = UINT64_C(3600000000001));
}

static void good_options_are_taken(struct test *test)
{
	struct banos_disk_options options = block_disk_plain;

	CHECK_EQUAL(try(&options), 0);
	options.capacity = 0;
	CHECK_EQUAL(try(&options), 0);
	options.capacity = (uint64_t)1 << 60;
	options.flags = BANOS_DISK_NO_PARTITIONS | BANOS_DISK_ROTATIONAL;
	options.logical_block_size = 4096;
	options.physical_block_size = 65536;
	options.max_transfer = 4096;
	options.max_segments = 1;
	options.max_segment_size = 4096;
	options.max_discard = ~(uint64_t)0;
	options.max_write_zeroes = ~(uint64_t)0;
	options.timeout_ns = 1;
	options.queues = 1024;
	options.queue_depth = 1;
	options.request_data_size = 0;
	CHECK_EQUAL(try(&options), 0);
}

struct longer_options {
	struct banos_disk_options options;
	uint64_t newer;
};

static void options_of_other_versions(struct test *test)
{
	struct longer_options longer = { .options = block_disk_plain };

	longer.options.size = sizeof(longer);
	CHECK_EQUAL(try(&longer.options), 0);
	longer.newer = 1;
	CHECK_EQUAL(try(&longer.options), -BANOS_E2BIG);
	longer.options.size = 88; /* before there was timeout_ns */
	CHECK_EQUAL(try(&longer.options), 0);
	longer.options.size = 80;
	CHECK_EQUAL(try(&longer.options), -BANOS_EINVAL);
	longer.options.size = 0;
	CHECK_EQUAL(try(&longer.options), -BANOS_EINVAL);
}

struct longer_operations {
	struct banos_disk_operations operations;
	void *newer;
};

static int32_t try_operations(const struct banos_disk_operations *table)
{
	struct banos_disk *created = NULL;
	int32_t error = banos_disk_create(suite_driver(), &block_disk_plain, table,
					  NULL, &created);

	if (!error)
		banos_disk_destroy(created);
	return error;
}

static void operations_of_other_versions(struct test *test)
{
	struct longer_operations longer = { .operations = block_disk_operations };

	longer.operations.size = sizeof(longer);
	CHECK_EQUAL(try_operations(&longer.operations), 0);
	longer.newer = &longer;
	CHECK_EQUAL(try_operations(&longer.operations), -BANOS_E2BIG);
	longer.operations.size = 24; /* before there was timeout() */
	CHECK_EQUAL(try_operations(&longer.operations), 0);
	longer.operations.size = 16;
	CHECK_EQUAL(try_operations(&longer.operations), -BANOS_EINVAL);
}

static void foreign_callbacks_are_refused(struct test *test)
{
	struct banos_disk_operations table = block_disk_operations;

	table.queue = (int32_t (*)(struct banos_block_request *))&table;
	CHECK_EQUAL(try_operations(&table), -BANOS_EINVAL);
	table = block_disk_operations;
	table.commit = (void (*)(struct banos_disk *, void *, uint32_t))&table;
	CHECK_EQUAL(try_operations(&table), -BANOS_EINVAL);
	table = block_disk_operations;
	table.timeout = (void (*)(struct banos_block_request *))&table;
	CHECK_EQUAL(try_operations(&table), -BANOS_EINVAL);
}

static void names_are_unique(struct test *test)
{
	struct banos_disk_options options = block_disk_plain;
	struct banos_disk *one = NULL, *two = NULL;

	CHECK_EQUAL(banos_disk_create(test->driver, &options, &block_disk_operations,
				      NULL, &one), 0);
	CHECK_EQUAL(banos_strcmp(banos_disk_name(one), "banosdisk"), 0);
	CHECK_EQUAL(try(&options), -BANOS_EEXIST);
	options.name = "banosdisk%u";
	CHECK_EQUAL(banos_disk_create(test->driver, &options, &block_disk_operations,
				      NULL, &two), 0);
	CHECK_EQUAL(banos_strcmp(banos_disk_name(two), "banosdisk0"), 0);
	banos_disk_destroy(one);
	banos_disk_destroy(two);
}

static void what_is_no_disk_is_not_opened(struct test *test)
{
	struct banos_block_device *device;

	CHECK_EQUAL(banos_block_device_open(test->driver, "/dev/no-such-disk",
					    0, &device), -BANOS_ENOENT);
	CHECK_EQUAL(banos_block_device_open(test->driver, "/dev/null", 0,
					    &device), -BANOS_EINVAL);
	CHECK_EQUAL(banos_block_device_open(test->driver, NULL, 0, &device),
		    -BANOS_EINVAL);
	CHECK_EQUAL(banos_block_device_open(test->driver, "/dev/null", 2,
					    &device), -BANOS_EINVAL);
	CHECK_EQUAL(banos_block_device_open(no_driver(), "/dev/null", 0,
					    &device), -BANOS_EINVAL);
}

TEST_DRIVER(test_block, BLOCK_CASES, .ioctl = block_disk_ioctl);
