/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 The banos developers */
/*
 * Disks, among their own files:
 *
 *	block.c          disks: from creating one to its end
 *	block_options.c  what a driver may ask for, and what becomes of it
 *	block_request.c  requests on their way to the driver and back
 *	block_open.c     who has a disk open
 *	block_device.c   disks of others that a driver uses
 *
 * A disk is gone when the driver destroyed it or was detached. Then requests
 * fail before the driver sees them; those that it has it ends as before. Its
 * struct lives until the last program has closed it.
 */
#ifndef BANOS_SHIM_BLOCK_H
#define BANOS_SHIM_BLOCK_H

#include <linux/blk-mq.h>
#include <linux/blkdev.h>
#include <linux/list.h>

#include <banos/block.h>

#include "compat/block.h"
#include "gate.h"
#include "handle.h"
#include "node_name.h"

struct log;

/**
 * struct banos_disk - a disk
 * @gate:             what each request passes: in before the driver has it,
 *                    out when it has ended. As long as the disk is open it
 *                    holds a reference on the instance's calls, which goes
 *                    when the gate is drained
 * @operations:       the driver's
 * @context:          the driver's
 * @allowed:          a bit for each enum banos_block_operation that may come
 * @max_segment_size: bytes
 * @gone:             nothing of the driver is called any more
 * @handle:           the driver's handle
 * @name:             in /dev
 * @tags:             of the requests
 * @disk:             the kernel's; NULL before there is one
 * @openers:          struct opener; this and what follows is guarded by a lock
 *                    of block_open.c
 * @users:            how many times it is open
 * @holds_calls:      when it went, it was open: see @gate
 * @removed:          the driver's reference is gone: the last user frees it
 */
struct banos_disk {
	struct gate gate;
	struct banos_disk_operations operations;
	void *context;
	u32 allowed;
	unsigned int max_segment_size;
	bool gone;
	struct handle handle;
	struct node_name name;
	struct blk_mq_tag_set tags;
	struct gendisk *disk;
	struct list_head openers;
	unsigned int users;
	bool holds_calls;
	bool removed;
};

/* block_options.c. Returns: 0, -EINVAL or -E2BIG. */
int __must_check block_options_read(struct banos_disk_options *options,
				    const struct banos_disk_options *given);
void block_options_limits(const struct banos_disk_options *options,
			  struct compat_disk_limits *limits);
bool block_capacity_valid(u64 capacity, unsigned int logical_block_size);

/* Operations that may come of a disk with these options. */
u32 block_options_allowed(const struct banos_disk_options *options);

/* block_request.c: what the kernel calls; @commit: the driver has that. */
const struct blk_mq_ops *block_request_operations(bool may_sleep, bool commit);

/* Bytes that each request needs for the shim and the driver. */
unsigned int block_request_size(const struct banos_disk_options *options);

/**
 * block_request_bios - the bios of a request that a driver has
 *
 * Returns: the first one of a list, or NULL
 */
struct bio *block_request_bios(const struct banos_block_request *request);

/* Is FUA, and the like, asked for? Of enum req_flag_bits. */
unsigned int block_request_modifiers(const struct banos_block_request *request);

/* block_open.c. */
extern const struct block_device_operations block_disk_operations;

void block_open_init(struct banos_disk *disk);

/* No new users; requests fail. Again does no harm. Does not wait. */
void block_retire(struct banos_disk *disk);

/* The gate of a disk that is gone is drained. */
void block_retired(struct gate *gate);

/* The driver's reference goes; frees it if nobody has it open. */
void block_forget(struct banos_disk *disk);

/* How many have it open; the log gets a sentence for each. */
unsigned int block_holders(struct banos_disk *disk, struct log *log);

/**
 * block_device_say_holders - drivers that have opened a disk or a part of it
 *
 * Returns: how many; the log gets a sentence for each
 */
unsigned int block_device_say_holders(struct gendisk *disk, struct log *log);

#endif
