/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * A driver for a disk in memory, /dev/ramdisk0 and so on: one for each time
 * that it is installed.
 *
 *	banosctl install ramdisk.bko size_mib=512 queues=4 sparse=y
 *
 * With "sparse" it takes memory as it is written to, and gives it back when
 * that is discarded (fstrim, blkdiscard, mkfs); otherwise all at once.
 */
#include <banos/block.h>
#include <banos/driver.h>
#include <banos/print.h>

#include "store.h"

#define MIB ((uint64_t)1 << 20)
#define MOST_MIB (MIB)

static uint32_t size_mib = 64;
static uint32_t queues = 1;
static uint32_t block_size = 512;
static bool sparse;
static bool read_only;

static const struct banos_parameter parameters[] = {
	BANOS_PARAMETER(size_mib, BANOS_PARAMETER_UINT32,
			"of the disk, MiB; 1 to 1048576"),
	BANOS_PARAMETER(queues, BANOS_PARAMETER_UINT32,
			"through how many requests come at once; 1 to 1024"),
	BANOS_PARAMETER(block_size, BANOS_PARAMETER_UINT32,
			"logical block size, bytes: 512, 1024, 2048 or 4096"),
	BANOS_PARAMETER(sparse, BANOS_PARAMETER_BOOL,
			"take memory only for what is written"),
	BANOS_PARAMETER(read_only, BANOS_PARAMETER_BOOL,
			"nothing can be written to it"),
};

static struct store store;
static struct banos_disk *disk;

static void read_data(const struct banos_block_request *request)
{
	struct banos_block_segment segment;

	store_begin_read(&store);
	banos_block_for_each_segment(request, &segment)
		store_read(&store, request->offset + segment.offset,
			   segment.address, segment.size);
	store_end(&store);
}

static int32_t write_data(const struct banos_block_request *request)
{
	struct banos_block_segment segment;

	if (store_begin_write(&store, request->offset, request->size))
		return -BANOS_ENOSPC;
	banos_block_for_each_segment(request, &segment)
		store_write(&store, request->offset + segment.offset,
			    segment.address, segment.size);
	store_end(&store);
	return 0;
}

static int32_t carry_out(const struct banos_block_request *request)
{
	switch (request->operation) {
	case BANOS_BLOCK_READ:
		read_data(request);
		return 0;
	case BANOS_BLOCK_WRITE:
		return write_data(request);
	case BANOS_BLOCK_DISCARD:
	case BANOS_BLOCK_WRITE_ZEROES:
		store_zero(&store, request->offset, request->size,
			   !(request->flags & BANOS_BLOCK_KEEP_ROOM));
		return 0;
	default:
		return -BANOS_EOPNOTSUPP;
	}
}

/* Memory answers at once. */
static int32_t ramdisk_queue(struct banos_block_request *request)
{
	banos_block_request_end(request, carry_out(request));
	return 0;
}

static const struct banos_disk_operations operations = {
	.size = sizeof(operations),
	.queue = ramdisk_queue,
};

static int32_t create_disk(struct banos_driver *driver)
{
	const struct banos_disk_options options = {
		.size = sizeof(options),
		.name = "ramdisk%u",
		.capacity = size_mib * MIB,
		.flags = (sparse ? BANOS_DISK_MAY_SLEEP : 0) |
			 (read_only ? BANOS_DISK_READ_ONLY : 0),
		.queues = queues,
		.logical_block_size = block_size,
		.physical_block_size = 4096,
		.discard_granularity = sparse ? CHUNK_SIZE : 0,
		.max_discard = 64 * MIB,
		.max_write_zeroes = 64 * MIB,
	};

	return banos_disk_create(driver, &options, &operations, NULL, &disk);
}

static int ramdisk_uninit(struct banos_driver *driver)
{
	(void)driver;
	banos_disk_destroy(disk);
	store_destroy(&store);
	return 0;
}

static int ramdisk_init(struct banos_driver *driver)
{
	int32_t error;

	if (!size_mib || size_mib > MOST_MIB) {
		banos_print(driver, BANOS_PRINT_ERROR,
			    "size_mib %u is out of range", size_mib);
		return -BANOS_EINVAL;
	}
	error = store_create(driver, size_mib * MIB, sparse, &store);
	if (error)
		return error;
	error = create_disk(driver);
	if (error) {
		store_destroy(&store);
		return error;
	}
	banos_print(driver, BANOS_PRINT_INFO, "/dev/%s: %u MiB",
		    banos_disk_name(disk), size_mib);
	return 0;
}

BANOS_DRIVER(ramdisk, .version = BANOS_VERSION(1, 0, 0),
	     .license = "Dual MIT/GPL", .init = ramdisk_init,
	     .uninit = ramdisk_uninit, .description = "a disk in memory",
	     BANOS_PARAMETERS(parameters));
