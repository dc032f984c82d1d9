// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/*
 * What a driver may ask of a disk. Everything is looked at here: what kernels
 * do not like they answer with a backtrace, each kernel another thing.
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/limits.h>
#include <linux/log2.h>
#include <linux/sizes.h>
#include <linux/time64.h>

#include "abi.h"
#include "block.h"
#include "export.h"

/* Of the struct, as it first appeared. */
#define OPTIONS_FIRST_SIZE 88

#define LEAST_BLOCK 512
#define LARGEST_BLOCK 4096
#define LARGEST_PHYSICAL_BLOCK SZ_1G
#define LEAST_TRANSFER 4096
#define MOST_QUEUES 1024
#define MOST_DEPTH 10240
#define LARGEST_DATA 65536

#define DEFAULT_DEPTH 128
#define DEFAULT_SEGMENTS 128
#define DEFAULT_TRANSFER SZ_1M
#define DEFAULT_TIMEOUT (30 * NSEC_PER_SEC)
#define LONGEST_TIMEOUT (3600 * NSEC_PER_SEC)

SHIM_STRUCT(banos_disk_options);

/* Zero is what the header says instead. */
static void fill_in_defaults(struct banos_disk_options *options)
{
	options->queues = options->queues ?: 1;
	options->queue_depth = options->queue_depth ?: DEFAULT_DEPTH;
	options->logical_block_size =
		options->logical_block_size ?: LEAST_BLOCK;
	options->physical_block_size =
		options->physical_block_size ?: options->logical_block_size;
	options->max_transfer = options->max_transfer ?: DEFAULT_TRANSFER;
	options->max_segments = options->max_segments ?: DEFAULT_SEGMENTS;
	options->discard_granularity =
		options->discard_granularity ?: options->logical_block_size;
	options->timeout_ns = options->timeout_ns ?: DEFAULT_TIMEOUT;
}

static bool is_power_between(u32 value, u32 least, u32 most)
{
	return is_power_of_2(value) && value >= least && value <= most;
}

static bool flags_valid(u32 flags)
{
	const u32 known = BANOS_DISK_READ_ONLY | BANOS_DISK_ROTATIONAL |
			  BANOS_DISK_WRITE_CACHE | BANOS_DISK_FUA |
			  BANOS_DISK_MAY_SLEEP | BANOS_DISK_NO_PARTITIONS;

	return !(flags & ~known) &&
	       (!(flags & BANOS_DISK_FUA) || flags & BANOS_DISK_WRITE_CACHE);
}

static bool blocks_valid(const struct banos_disk_options *options)
{
	u32 logical = options->logical_block_size;

	return is_power_between(logical, LEAST_BLOCK, LARGEST_BLOCK) &&
	       is_power_between(options->physical_block_size, logical,
				LARGEST_PHYSICAL_BLOCK) &&
	       is_power_between(options->discard_granularity, logical,
				LARGEST_PHYSICAL_BLOCK) &&
	       !(options->optimal_size & (logical - 1));
}

static bool transfer_valid(const struct banos_disk_options *options)
{
	return options->max_transfer >= LEAST_TRANSFER &&
	       !(options->max_transfer & (options->logical_block_size - 1)) &&
	       options->max_segments <= USHRT_MAX;
}

static bool segments_valid(const struct banos_disk_options *options)
{
	u32 boundary = options->segment_boundary;

	if (boundary && options->max_segment_size)
		return false;
	if (boundary)
		return is_power_between(boundary, PAGE_SIZE, SZ_2G);
	return !options->max_segment_size ||
	       options->max_segment_size >= PAGE_SIZE;
}

static bool queues_valid(const struct banos_disk_options *options)
{
	return options->queues <= MOST_QUEUES &&
	       options->queue_depth <= MOST_DEPTH &&
	       options->request_data_size <= LARGEST_DATA &&
	       options->timeout_ns <= LONGEST_TIMEOUT;
}

/* Sectors are counted in 64 bits, and offsets of files in 63. */
bool block_capacity_valid(u64 capacity, unsigned int logical_block_size)
{
	return capacity <= S64_MAX && !(capacity & (logical_block_size - 1));
}

int block_options_read(struct banos_disk_options *options,
		       const struct banos_disk_options *given)
{
	int error = abi_copy_struct(options, sizeof(*options),
				    OPTIONS_FIRST_SIZE, given);

	if (error)
		return error;
	fill_in_defaults(options);
	if (!flags_valid(options->flags) || !blocks_valid(options) ||
	    !transfer_valid(options) || !segments_valid(options) ||
	    !queues_valid(options) ||
	    !block_capacity_valid(options->capacity,
				  options->logical_block_size))
		return -EINVAL;
	return 0;
}

/* A bio counts its bytes in 32 bits. */
static unsigned int sectors_of(u64 bytes, unsigned int logical_block_size)
{
	return min_t(u64, bytes, round_down(U32_MAX, LARGEST_BLOCK)) /
	       logical_block_size * (logical_block_size >> SECTOR_SHIFT);
}

void block_options_limits(const struct banos_disk_options *options,
			  struct compat_disk_limits *limits)
{
	unsigned int logical = options->logical_block_size;

	*limits = (struct compat_disk_limits) {
		.logical_block_size = logical,
		.physical_block_size = options->physical_block_size,
		.io_opt = options->optimal_size,
		.max_hw_sectors = options->max_transfer >> SECTOR_SHIFT,
		.max_segments = options->max_segments,
		.max_segment_size = options->max_segment_size,
		.max_discard_sectors = sectors_of(options->max_discard,
						  logical),
		.max_write_zeroes_sectors =
			sectors_of(options->max_write_zeroes, logical),
		.write_cache = options->flags & BANOS_DISK_WRITE_CACHE,
		.fua = options->flags & BANOS_DISK_FUA,
		.rotational = options->flags & BANOS_DISK_ROTATIONAL,
	};
	if (options->segment_boundary)
		limits->virt_boundary_mask = options->segment_boundary - 1;
	if (limits->max_discard_sectors)
		limits->discard_granularity = options->discard_granularity;
}

u32 block_options_allowed(const struct banos_disk_options *options)
{
	u32 allowed = BIT(BANOS_BLOCK_READ);

	if (options->flags & BANOS_DISK_READ_ONLY)
		return allowed;
	allowed |= BIT(BANOS_BLOCK_WRITE);
	if (options->flags & BANOS_DISK_WRITE_CACHE)
		allowed |= BIT(BANOS_BLOCK_FLUSH);
	if (options->max_discard)
		allowed |= BIT(BANOS_BLOCK_DISCARD);
	if (options->max_write_zeroes)
		allowed |= BIT(BANOS_BLOCK_WRITE_ZEROES);
	return allowed;
}
