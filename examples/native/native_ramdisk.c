// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/*
 * The twin of examples/ramdisk (without its sparse way): the same disk, as
 * /dev/native_ramdisk0, as an ordinary module. For comparison only; a driver for
 * kernels from 6.11 on, whose limits of a queue are a struct.
 */
#include <linux/bio.h>
#include <linux/blk-mq.h>
#include <linux/blkdev.h>
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/sizes.h>
#include <linux/string.h>
#include <linux/vmalloc.h>

#define CHUNK_SIZE SZ_64K

static unsigned int size_mib = 64;
module_param(size_mib, uint, 0444);
MODULE_PARM_DESC(size_mib, "of the disk, MiB");

static unsigned int queues = 1;
module_param(queues, uint, 0444);
MODULE_PARM_DESC(queues, "through how many requests come at once");

static char **chunks;
static size_t chunk_count;
static struct blk_mq_tag_set tags;
static struct gendisk *disk;

static unsigned int piece_at(u64 offset, unsigned int wanted)
{
	return min_t(u64, wanted, CHUNK_SIZE - offset % CHUNK_SIZE);
}

static char *place_at(u64 offset)
{
	return chunks[offset / CHUNK_SIZE] + offset % CHUNK_SIZE;
}

static void read_piece(u64 offset, char *to, unsigned int size)
{
	while (size) {
		unsigned int piece = piece_at(offset, size);

		memcpy(to, place_at(offset), piece);
		to += piece;
		offset += piece;
		size -= piece;
	}
}

static void write_piece(u64 offset, const char *from, unsigned int size)
{
	while (size) {
		unsigned int piece = piece_at(offset, size);

		memcpy(place_at(offset), from, piece);
		from += piece;
		offset += piece;
		size -= piece;
	}
}

static void zero(u64 offset, u64 size)
{
	while (size) {
		unsigned int piece = piece_at(offset, min_t(u64, size, U32_MAX));

		memset(place_at(offset), 0, piece);
		offset += piece;
		size -= piece;
	}
}

static void transfer(struct request *request)
{
	u64 offset = (u64)blk_rq_pos(request) << SECTOR_SHIFT;
	struct req_iterator place;
	struct bio_vec piece;

	rq_for_each_bvec(piece, request, place) {
		char *memory = page_address(piece.bv_page) + piece.bv_offset;

		if (req_op(request) == REQ_OP_WRITE)
			write_piece(offset, memory, piece.bv_len);
		else
			read_piece(offset, memory, piece.bv_len);
		offset += piece.bv_len;
	}
}

static blk_status_t carry_out(struct request *request)
{
	switch (req_op(request)) {
	case REQ_OP_READ:
	case REQ_OP_WRITE:
		transfer(request);
		return BLK_STS_OK;
	case REQ_OP_DISCARD:
	case REQ_OP_WRITE_ZEROES:
		zero((u64)blk_rq_pos(request) << SECTOR_SHIFT,
		     blk_rq_bytes(request));
		return BLK_STS_OK;
	default:
		return BLK_STS_NOTSUPP;
	}
}

static blk_status_t queue_request(struct blk_mq_hw_ctx *queue,
				  const struct blk_mq_queue_data *next)
{
	blk_mq_start_request(next->rq);
	blk_mq_end_request(next->rq, carry_out(next->rq));
	return BLK_STS_OK;
}

static const struct blk_mq_ops queue_operations = {
	.queue_rq = queue_request,
};

static const struct block_device_operations disk_operations = {
	.owner = THIS_MODULE,
};

static void free_chunks(void)
{
	while (chunk_count)
		vfree(chunks[--chunk_count]);
	vfree(chunks);
}

static int allocate_chunks(void)
{
	size_t count = (u64)size_mib * SZ_1M / CHUNK_SIZE;

	chunks = vzalloc(count * sizeof(*chunks));
	if (!chunks)
		return -ENOMEM;
	while (chunk_count < count) {
		chunks[chunk_count] = vzalloc(CHUNK_SIZE);
		if (!chunks[chunk_count]) {
			free_chunks();
			return -ENOMEM;
		}
		chunk_count++;
	}
	return 0;
}

static int allocate_tags(void)
{
	tags.ops = &queue_operations;
	tags.nr_hw_queues = queues;
	tags.queue_depth = 128;
	tags.numa_node = NUMA_NO_NODE;
	return blk_mq_alloc_tag_set(&tags);
}

static int create_disk(void)
{
	struct queue_limits limits = {
		.logical_block_size = SECTOR_SIZE,
		.physical_block_size = SZ_4K,
		.max_hw_sectors = SZ_1M >> SECTOR_SHIFT,
		.max_segments = 128,
		.max_hw_discard_sectors = SZ_64M >> SECTOR_SHIFT,
		.discard_granularity = SECTOR_SIZE,
		.max_write_zeroes_sectors = SZ_64M >> SECTOR_SHIFT,
	};
	int error;

	disk = blk_mq_alloc_disk(&tags, &limits, NULL);
	if (IS_ERR(disk))
		return PTR_ERR(disk);
	strscpy(disk->disk_name, "native_ramdisk0", DISK_NAME_LEN);
	disk->fops = &disk_operations;
	set_capacity(disk, (u64)size_mib * SZ_1M >> SECTOR_SHIFT);
	error = add_disk(disk);
	if (error)
		put_disk(disk);
	return error;
}

static int __init native_ramdisk_init(void)
{
	int error = allocate_chunks();

	if (error)
		return error;
	error = allocate_tags();
	if (error)
		goto free;
	error = create_disk();
	if (error)
		goto free_tags;
	return 0;
free_tags:
	blk_mq_free_tag_set(&tags);
free:
	free_chunks();
	return error;
}
module_init(native_ramdisk_init);

static void __exit native_ramdisk_exit(void)
{
	del_gendisk(disk);
	put_disk(disk);
	blk_mq_free_tag_set(&tags);
	free_chunks();
}
module_exit(native_ramdisk_exit);

MODULE_DESCRIPTION("a disk in memory");
MODULE_LICENSE("Dual MIT/GPL");
