/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 The banos developers */
#ifndef BANOS_COMPAT_BLOCK_H
#define BANOS_COMPAT_BLOCK_H

#include <linux/blk-mq.h>
#include <linux/blkdev.h>
#include <linux/err.h>
#include <linux/string.h>

#include "capabilities.h"

#if HAVE_GENHD_EXT_DEVT
#include <linux/genhd.h>
#endif

/**
 * struct compat_disk_limits - what a queue can, for all kernels alike
 *
 * As the members of struct queue_limits of those names have it; 0: the
 * kernel's default. The rest is what 6.11 made features of the limits, and
 * what were flags of the queue before.
 */
struct compat_disk_limits {
	unsigned int logical_block_size;
	unsigned int physical_block_size;
	unsigned int io_opt;
	unsigned int max_hw_sectors;
	unsigned short max_segments;
	unsigned int max_segment_size;
	unsigned long virt_boundary_mask;
	unsigned int max_discard_sectors;
	unsigned int discard_granularity;
	unsigned int max_write_zeroes_sectors;
	bool write_cache;
	bool fua;
	bool rotational;
};

#if HAVE_QUEUE_LIMITS_FEATURES

static inline struct queue_limits
compat_queue_limits(const struct compat_disk_limits *from)
{
	struct queue_limits limits = {
		.logical_block_size = from->logical_block_size,
		.physical_block_size = from->physical_block_size,
		.io_opt = from->io_opt,
		.max_hw_sectors = from->max_hw_sectors,
		.max_segments = from->max_segments,
		.max_segment_size = from->max_segment_size,
		.virt_boundary_mask = from->virt_boundary_mask,
		.max_hw_discard_sectors = from->max_discard_sectors,
		.discard_granularity = from->discard_granularity,
		.max_write_zeroes_sectors = from->max_write_zeroes_sectors,
	};

	if (from->write_cache)
		limits.features |= BLK_FEAT_WRITE_CACHE;
	if (from->fua)
		limits.features |= BLK_FEAT_FUA;
	if (from->rotational)
		limits.features |= BLK_FEAT_ROTATIONAL;
	return limits;
}

#else

/*
 * Before 6.11: setters, before the disk is added. A virtual boundary has to
 * come last, because it lifts the limit of a segment's size.
 */
static inline void compat_set_limits(struct request_queue *queue,
				     const struct compat_disk_limits *from)
{
	blk_queue_logical_block_size(queue, from->logical_block_size);
	blk_queue_physical_block_size(queue, from->physical_block_size);
	blk_queue_io_opt(queue, from->io_opt);
	blk_queue_max_hw_sectors(queue, from->max_hw_sectors);
	blk_queue_max_segments(queue, from->max_segments);
	if (from->max_segment_size)
		blk_queue_max_segment_size(queue, from->max_segment_size);
	if (from->virt_boundary_mask)
		blk_queue_virt_boundary(queue, from->virt_boundary_mask);
	blk_queue_max_discard_sectors(queue, from->max_discard_sectors);
	queue->limits.discard_granularity = from->discard_granularity;
	blk_queue_max_write_zeroes_sectors(queue,
					   from->max_write_zeroes_sectors);
	blk_queue_write_cache(queue, from->write_cache, from->fua);
	if (!from->rotational)
		blk_queue_flag_set(QUEUE_FLAG_NONROT, queue);
	blk_queue_flag_clear(QUEUE_FLAG_ADD_RANDOM, queue);
#if HAVE_QUEUE_FLAG_DISCARD
	/* 5.19 took the limit alone for it. */
	if (from->max_discard_sectors)
		blk_queue_flag_set(QUEUE_FLAG_DISCARD, queue);
#endif
}

#endif

/**
 * compat_disk_alloc - a disk with a queue of its own over a set of tags
 *
 * 5.14 made one call of two; 6.9 made the limits an argument of it, of which
 * 6.11 took the last ones, and the setters away.
 * Returns: a disk that is not added, or an ERR_PTR()
 */
static inline struct gendisk *
compat_disk_alloc(struct blk_mq_tag_set *tags,
		  const struct compat_disk_limits *from)
{
#if HAVE_QUEUE_LIMITS_FEATURES
	struct queue_limits limits = compat_queue_limits(from);

	return blk_mq_alloc_disk(tags, &limits, NULL);
#elif HAVE_BLK_MQ_ALLOC_DISK || HAVE_BLK_MQ_ALLOC_DISK_LIMITS
#if HAVE_BLK_MQ_ALLOC_DISK
	struct gendisk *disk = blk_mq_alloc_disk(tags, NULL);
#else
	struct gendisk *disk = blk_mq_alloc_disk(tags, NULL, NULL);
#endif
	if (!IS_ERR(disk))
		compat_set_limits(disk->queue, from);
	return disk;
#else
	struct request_queue *queue = blk_mq_init_queue(tags);
	struct gendisk *disk;

	if (IS_ERR(queue))
		return ERR_CAST(queue);
	disk = alloc_disk(0);
	if (!disk) {
		blk_cleanup_queue(queue);
		return ERR_PTR(-ENOMEM);
	}
	disk->queue = queue;
	compat_set_limits(queue, from);
	return disk;
#endif
}

/**
 * compat_disk_put - the end of compat_disk_alloc()
 *
 * After del_gendisk(), if the disk was added. Who has it open keeps the
 * struct; 6.0 made that true of the queue, too, so that nothing but
 * put_disk() is left; 5.14 to 5.19 have a function for both.
 */
static inline void compat_disk_put(struct gendisk *disk)
{
#if HAVE_BLK_CLEANUP_DISK
	blk_cleanup_disk(disk);
#else
#if !HAVE_BLK_MQ_ALLOC_DISK && !HAVE_BLK_MQ_ALLOC_DISK_LIMITS
	blk_cleanup_queue(disk->queue);
#endif
	put_disk(disk);
#endif
}

/* 5.15 made add_disk() say whether it worked; before, it complains itself. */
static inline int __must_check compat_add_disk(struct gendisk *disk)
{
#if HAVE_ADD_DISK_RESULT
	return add_disk(disk);
#else
	add_disk(disk);
	return 0;
#endif
}

/*
 * COMPAT_DISK_FLAGS - of a disk without minors of its own
 *
 * 5.17 gave all of them extended device numbers without being asked.
 */
#if HAVE_GENHD_EXT_DEVT
#define COMPAT_DISK_FLAGS GENHD_FL_EXT_DEVT
#else
#define COMPAT_DISK_FLAGS 0
#endif

/* COMPAT_DISK_NO_PARTITIONS - nobody looks for them. Renamed in 5.17. */
#if HAVE_GENHD_NO_PART
#define COMPAT_DISK_NO_PARTITIONS GENHD_FL_NO_PART
#else
#define COMPAT_DISK_NO_PARTITIONS GENHD_FL_NO_PART_SCAN
#endif

/* COMPAT_MQ_MERGE - requests side by side become one: always so from 6.14. */
#if HAVE_MQ_SHOULD_MERGE
#define COMPAT_MQ_MERGE BLK_MQ_F_SHOULD_MERGE
#else
#define COMPAT_MQ_MERGE 0
#endif

/*
 * COMPAT_OPENED - what block_device_operations.open() is handed:
 * open(COMPAT_OPENED *opened, COMPAT_OPEN_MODE mode)
 * COMPAT_RELEASE_MODE - what release() is handed besides the disk
 *
 * 6.5 hands open() the disk instead of one of its block devices, and does not
 * tell release() the mode any more.
 */
#if HAVE_BLOCK_OPEN_DISK
#define COMPAT_OPENED struct gendisk
#define COMPAT_OPEN_MODE blk_mode_t
#define COMPAT_RELEASE_MODE

static inline struct gendisk *compat_opened_disk(struct gendisk *opened)
{
	return opened;
}
#else
#define COMPAT_OPENED struct block_device
#define COMPAT_OPEN_MODE fmode_t
#define COMPAT_RELEASE_MODE , fmode_t mode

static inline struct gendisk *compat_opened_disk(struct block_device *opened)
{
	return opened->bd_disk;
}
#endif

/*
 * COMPAT_TAG_RESERVED - the last argument of blk_mq_tagset_busy_iter()'s
 * function: 6.0 does not say any more whether the tag is a reserved one
 */
#if HAVE_TAG_ITERATOR_RESERVED
#define COMPAT_TAG_RESERVED , bool reserved
#else
#define COMPAT_TAG_RESERVED
#endif

/*
 * COMPAT_TIMEOUT_RESERVED - the last argument of blk_mq_ops.timeout(), the same
 * story in the same release
 */
#if HAVE_MQ_TIMEOUT_RESERVED
#define COMPAT_TIMEOUT_RESERVED , bool reserved
#else
#define COMPAT_TIMEOUT_RESERVED
#endif

/* COMPAT_NODE - of blk_mq_ops.init_request()'s last argument: int from 7.0. */
#if HAVE_INIT_REQUEST_NODE_INT
#define COMPAT_NODE int
#else
#define COMPAT_NODE unsigned int
#endif

/*
 * compat_set_capacity - another size of a disk that is there, sectors
 *
 * In one call since 5.11, and in later releases of 5.10; the earlier ones are
 * told by an argument to resize the block device, too.
 */
static inline void compat_set_capacity(struct gendisk *disk, sector_t sectors)
{
#if HAVE_SET_CAPACITY_AND_NOTIFY
	set_capacity_and_notify(disk, sectors);
#else
	set_capacity_revalidate_and_notify(disk, sectors, true);
#endif
}

#endif
