// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/*
 * Disks: from creating one to its end. See block.h.
 */
#include <linux/blk-mq.h>
#include <linux/blkdev.h>
#include <linux/err.h>
#include <linux/jiffies.h>
#include <linux/minmax.h>
#include <linux/printk.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "abi.h"
#include "areas.h"
#include "block.h"
#include "compat/kobject.h"
#include "export.h"
#include "instance.h"

/* Of the struct, as it first appeared. */
#define OPERATIONS_FIRST_SIZE 24

SHIM_STRUCT(banos_disk_operations);

static struct banos_disk *to_disk(struct handle *handle)
{
	return container_of(handle, struct banos_disk, handle);
}

/*
 * Until now somebody may have been in queue() or commit(), even if what he had
 * there has ended: when this returns, nobody is.
 */
static void wait_for_operations(struct banos_disk *disk)
{
	blk_mq_quiesce_queue(disk->disk->queue);
	blk_mq_unquiesce_queue(disk->disk->queue);
}

/* It is gone, and all that the driver has it ends. */
static void finish(struct banos_disk *disk)
{
	gate_wait(&disk->gate);
	wait_for_operations(disk);
}

/*
 * What was in the kernel's memory is written, if the disk is not gone yet. The
 * struct gendisk stays until nobody can find the disk by it any more.
 */
static void remove_disk(struct banos_disk *disk)
{
	struct gendisk *kernel = disk->disk;

	del_gendisk(kernel);
	block_retire(disk);
	finish(disk);
	node_name_give_back(&disk->name);
	compat_kobject_settle();
	get_device(disk_to_dev(kernel));
	compat_disk_put(kernel);
	blk_mq_free_tag_set(&disk->tags);
	block_forget(disk);
	put_device(disk_to_dev(kernel));
}

static unsigned int disk_holders(struct handle *handle, struct log *log)
{
	return block_holders(to_disk(handle), log);
}

static void disk_detach(struct handle *handle)
{
	block_retire(to_disk(handle));
}

static void disk_sever(struct handle *handle)
{
	finish(to_disk(handle));
}

/*
 * uninit() has run: the driver is not called any more. What it has it may
 * still end, until all that it forgot has been drained.
 */
static void disk_drain(struct handle *handle)
{
	block_retire(to_disk(handle));
	wait_for_operations(to_disk(handle));
}

static void disk_release(struct handle *handle)
{
	struct banos_disk *disk = to_disk(handle);
	unsigned int count = banos_disk_end_requests(disk, -EIO);

	if (count)
		pr_notice("banos %s: left %u requests of /dev/%s undone\n",
			  instance_name(handle->owner), count, disk->name.text);
	remove_disk(disk);
}

static const struct handle_class disk_class = {
	.name = "disk",
	.holders = disk_holders,
	.detach = disk_detach,
	.sever = disk_sever,
	.drain = disk_drain,
	.release = disk_release,
};

static int take_name(struct banos_disk *disk, const char *name)
{
	int error = node_name_take(&disk->name, name);

	if (error)
		return error;
	if (strlen(disk->name.text) < DISK_NAME_LEN)
		return 0;
	node_name_give_back(&disk->name);
	return -EINVAL;
}

static int allocate_tags(struct banos_disk *disk,
			 const struct banos_disk_options *options)
{
	struct blk_mq_tag_set *tags = &disk->tags;
	bool may_sleep = options->flags & BANOS_DISK_MAY_SLEEP;

	tags->ops = block_request_operations(may_sleep,
					     disk->operations.commit);
	tags->nr_hw_queues = options->queues;
	tags->queue_depth = options->queue_depth;
	tags->cmd_size = block_request_size(options);
	tags->numa_node = NUMA_NO_NODE;
	tags->timeout = max(nsecs_to_jiffies(options->timeout_ns), 1UL);
	tags->flags = COMPAT_MQ_MERGE;
	if (may_sleep)
		tags->flags |= BLK_MQ_F_BLOCKING;
	tags->driver_data = disk;
	return blk_mq_alloc_tag_set(tags);
}

static void describe_disk(struct banos_disk *disk,
			  const struct banos_disk_options *options)
{
	struct gendisk *kernel = disk->disk;

	strscpy(kernel->disk_name, disk->name.text, DISK_NAME_LEN);
	kernel->fops = &block_disk_operations;
	kernel->private_data = disk;
	kernel->flags |= COMPAT_DISK_FLAGS;
	if (options->flags & BANOS_DISK_NO_PARTITIONS)
		kernel->flags |= COMPAT_DISK_NO_PARTITIONS;
	set_capacity(kernel, options->capacity >> SECTOR_SHIFT);
	if (options->flags & BANOS_DISK_READ_ONLY)
		set_disk_ro(kernel, true);
}

static int allocate_disk(struct banos_disk *disk,
			 const struct banos_disk_options *options)
{
	struct compat_disk_limits limits;
	struct gendisk *kernel;

	block_options_limits(options, &limits);
	kernel = compat_disk_alloc(&disk->tags, &limits);
	if (IS_ERR(kernel))
		return PTR_ERR(kernel);
	disk->disk = kernel;
	disk->max_segment_size = queue_max_segment_size(kernel->queue);
	describe_disk(disk, options);
	return 0;
}

/* All but its place in /dev. */
static struct banos_disk *build(const struct banos_disk_options *options,
				const struct banos_disk_operations *operations,
				void *context)
{
	struct banos_disk *disk = kzalloc(sizeof(*disk), GFP_KERNEL);
	int error;

	if (!disk)
		return ERR_PTR(-ENOMEM);
	disk->operations = *operations;
	disk->context = context;
	disk->allowed = block_options_allowed(options);
	block_open_init(disk);
	error = gate_create(&disk->gate, block_retired);
	if (error)
		goto free;
	error = take_name(disk, options->name);
	if (error)
		goto destroy_gate;
	error = allocate_tags(disk, options);
	if (error)
		goto give_back;
	error = allocate_disk(disk, options);
	if (error)
		goto free_tags;
	return disk;
free_tags:
	blk_mq_free_tag_set(&disk->tags);
give_back:
	node_name_give_back(&disk->name);
destroy_gate:
	gate_destroy(&disk->gate);
free:
	kfree(disk);
	return ERR_PTR(error);
}

/* The kernel would not have it: nobody has seen it. */
static void unbuild(struct banos_disk *disk)
{
	compat_kobject_settle();
	compat_disk_put(disk->disk);
	compat_kobject_settle();
	blk_mq_free_tag_set(&disk->tags);
	node_name_give_back(&disk->name);
	gate_destroy(&disk->gate);
	kfree(disk);
}

/* From compat_add_disk() on requests come, and programs find it. */
static int publish(struct instance *owner, struct banos_disk *disk,
		   struct banos_disk **out)
{
	int error;

	handle_add(owner, &disk->handle, &disk_class);
	*out = disk;
	error = compat_add_disk(disk->disk);
	if (!error)
		return 0;
	handle_remove(&disk->handle);
	*out = NULL;
	unbuild(disk);
	return error;
}

int32_t banos_disk_create(struct banos_driver *driver,
			  const struct banos_disk_options *given,
			  const struct banos_disk_operations *operations,
			  void *context, struct banos_disk **out)
{
	struct instance *owner = instance_of(driver);
	struct banos_disk_operations callbacks;
	struct banos_disk_options options;
	struct banos_disk *disk;
	int error;

	if (!owner || !out)
		return -EINVAL;
	error = block_options_read(&options, given);
	if (!error)
		error = abi_copy_callbacks(owner, &callbacks, sizeof(callbacks),
					   OPERATIONS_FIRST_SIZE, operations);
	if (!error && !callbacks.queue)
		error = -EINVAL;
	if (!error)
		error = handle_may_create(owner);
	if (error)
		return error;
	disk = build(&options, &callbacks, context);
	if (IS_ERR(disk))
		return abi_error_from_kernel(PTR_ERR(disk));
	return abi_error_from_kernel(publish(owner, disk, out));
}
SHIM_EXPORT_GPL(banos_disk_create, BANOS_VERSION(0, 9, 1));

void banos_disk_destroy(struct banos_disk *disk)
{
	if (disk && handle_remove(&disk->handle))
		remove_disk(disk);
}
SHIM_EXPORT_GPL(banos_disk_destroy, BANOS_VERSION(0, 9, 1));

const char *banos_disk_name(const struct banos_disk *disk)
{
	return disk->name.text;
}
SHIM_EXPORT(banos_disk_name, BANOS_VERSION(0, 9, 1));

int32_t banos_disk_set_capacity(struct banos_disk *disk, uint64_t capacity)
{
	unsigned int block = queue_logical_block_size(disk->disk->queue);

	if (!block_capacity_valid(capacity, block))
		return -EINVAL;
	compat_set_capacity(disk->disk, capacity >> SECTOR_SHIFT);
	return 0;
}
SHIM_EXPORT_GPL(banos_disk_set_capacity, BANOS_VERSION(0, 9, 1));

/* Gates that were drained by a callback that may not be out. */
static void block_exit(void)
{
	rcu_barrier();
}

const struct area block_area = {
	.name = "block",
	.exit = block_exit,
};
