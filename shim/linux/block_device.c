// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/*
 * Disks of others that a driver uses.
 *
 * A driver of disks may be what the machine frees memory by. So bios come from
 * a small reserve of each opened disk, and with a rescuer: where one driver
 * forwards many requests at once, those before are sent off when the reserve
 * is empty.
 */
#include <linux/bio.h>
#include <linux/blkdev.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/vmalloc.h>

#include "abi.h"
#include "block.h"
#include "compat/block_device.h"
#include "export.h"
#include "instance.h"
#include "log.h"

/* Of the struct, as it first appeared. */
#define DESCRIPTION_FIRST_SIZE 48

#define BIOS_IN_RESERVE 4
#define MOST_SEGMENTS 256

/* Of a transfer at once, wherever in a page it begins; and of a copied one. */
#define LARGEST_PIECE ((MOST_SEGMENTS - 1) * PAGE_SIZE)
#define LARGEST_COPY SZ_16K

SHIM_STRUCT(banos_block_device_description);

/**
 * struct banos_block_device - a disk that a driver opened
 * @handle: the driver's handle
 * @opened: the kernel's
 * @bios:   where its bios are from
 * @gate:   what is forwarded passes it, and comes out when it has ended
 * @silent: the driver is gone: nobody is told any more
 * @read_only: it was opened so
 * @node:   in the list of all
 */
struct banos_block_device {
	struct handle handle;
	struct compat_block_device opened;
	struct bio_set bios;
	struct gate gate;
	bool silent;
	bool read_only;
	struct list_head node;
};

/**
 * struct forward - what was forwarded; in front of each bio of the reserve
 * @device:  where to
 * @request: of the driver
 * @ended:   the driver's
 * @context: the driver's
 * @bio:     the last one; those before are chained to it
 */
struct forward {
	struct banos_block_device *device;
	struct banos_block_request *request;
	banos_block_forward_ended ended;
	void *context;
	struct bio bio;
};

/* All that are opened, under the lock. */
static LIST_HEAD(devices);
static DEFINE_MUTEX(devices_lock);

static struct block_device *kernel_device(const struct banos_block_device *device)
{
	return device->opened.device;
}

unsigned int block_device_say_holders(struct gendisk *disk, struct log *log)
{
	struct banos_block_device *device;
	unsigned int count = 0;

	mutex_lock(&devices_lock);
	list_for_each_entry(device, &devices, node) {
		if (kernel_device(device)->bd_disk != disk)
			continue;
		log_say(log, "/dev/%s is used by driver %s (instance %llu)",
			disk->disk_name, instance_name(device->handle.owner),
			instance_id(device->handle.owner));
		count++;
	}
	mutex_unlock(&devices_lock);
	return count;
}

/* Who waits for it is told by the gate itself. */
static void drained(struct gate *gate)
{
}

static void close_device(struct banos_block_device *device)
{
	mutex_lock(&devices_lock);
	list_del(&device->node);
	mutex_unlock(&devices_lock);
	compat_block_device_close(&device->opened);
	bioset_exit(&device->bios);
	gate_destroy(&device->gate);
	kfree(device);
}

/* uninit() has run: what is forwarded ends, and nobody is told. */
static void device_drain(struct handle *handle)
{
	struct banos_block_device *device =
		container_of(handle, struct banos_block_device, handle);

	WRITE_ONCE(device->silent, true);
	gate_close(&device->gate);
	gate_wait(&device->gate);
}

static void device_release(struct handle *handle)
{
	close_device(container_of(handle, struct banos_block_device, handle));
}

static const struct handle_class device_class = {
	.name = "opened disk",
	.drain = device_drain,
	.release = device_release,
};

static struct banos_block_device *create_device(void)
{
	struct banos_block_device *device = kzalloc(sizeof(*device), GFP_KERNEL);
	int error;

	if (!device)
		return ERR_PTR(-ENOMEM);
	error = gate_create(&device->gate, drained);
	if (error)
		goto free;
	error = bioset_init(&device->bios, BIOS_IN_RESERVE,
			    offsetof(struct forward, bio),
			    BIOSET_NEED_BVECS | BIOSET_NEED_RESCUER);
	if (error)
		goto destroy_gate;
	return device;
destroy_gate:
	gate_destroy(&device->gate);
free:
	kfree(device);
	return ERR_PTR(error);
}

static int open_kernel_device(struct banos_block_device *device,
			      const char *path, bool write)
{
	int error = compat_block_device_open(&device->opened, path, write,
					     device);

	if (error)
		return error == -ENOTBLK ? -EINVAL : error;
	if (write && bdev_read_only(kernel_device(device))) {
		compat_block_device_close(&device->opened);
		return -EACCES;
	}
	device->read_only = !write;
	return 0;
}

int32_t banos_block_device_open(struct banos_driver *driver, const char *path,
				uint32_t flags, struct banos_block_device **out)
{
	struct instance *owner = instance_of(driver);
	struct banos_block_device *device;
	int error;

	if (!owner || !path || !out || flags & ~BANOS_BLOCK_DEVICE_READ_ONLY)
		return -EINVAL;
	error = handle_may_create(owner);
	if (error)
		return error;
	device = create_device();
	if (IS_ERR(device))
		return abi_error_from_kernel(PTR_ERR(device));
	error = open_kernel_device(device, path,
				   !(flags & BANOS_BLOCK_DEVICE_READ_ONLY));
	if (error) {
		bioset_exit(&device->bios);
		gate_destroy(&device->gate);
		kfree(device);
		return abi_error_from_kernel(error);
	}
	handle_add(owner, &device->handle, &device_class);
	mutex_lock(&devices_lock);
	list_add_tail(&device->node, &devices);
	mutex_unlock(&devices_lock);
	*out = device;
	return 0;
}
SHIM_EXPORT_GPL(banos_block_device_open, BANOS_VERSION(0, 9, 1));

void banos_block_device_close(struct banos_block_device *device)
{
	if (!device || !handle_remove(&device->handle))
		return;
	gate_close(&device->gate);
	gate_wait(&device->gate);
	close_device(device);
}
SHIM_EXPORT_GPL(banos_block_device_close, BANOS_VERSION(0, 9, 1));

static u64 sectors_to_bytes(unsigned int sectors)
{
	return (u64)sectors << SECTOR_SHIFT;
}

int32_t
banos_block_device_describe(const struct banos_block_device *device,
			    struct banos_block_device_description *out)
{
	struct block_device *kernel = kernel_device(device);
	const struct queue_limits *limits = &bdev_get_queue(kernel)->limits;
	struct banos_block_device_description description = {
		.capacity = compat_block_device_size(kernel),
		.logical_block_size = bdev_logical_block_size(kernel),
		.physical_block_size = bdev_physical_block_size(kernel),
		.max_discard = sectors_to_bytes(limits->max_discard_sectors),
		.max_write_zeroes =
			sectors_to_bytes(limits->max_write_zeroes_sectors),
	};

	if (device->read_only || bdev_read_only(kernel))
		description.flags = BANOS_BLOCK_DEVICE_READ_ONLY;
	return abi_write_struct(out, sizeof(description),
				DESCRIPTION_FIRST_SIZE, &description);
}
SHIM_EXPORT_GPL(banos_block_device_describe, BANOS_VERSION(0, 9, 1));

/* What the kernel calls it. Returns: or -EINVAL. */
static int kernel_operation(u32 operation)
{
	switch (operation) {
	case BANOS_BLOCK_READ:
		return (__force int)REQ_OP_READ;
	case BANOS_BLOCK_WRITE:
		return (__force int)REQ_OP_WRITE;
	case BANOS_BLOCK_FLUSH:
		return (__force int)(REQ_OP_WRITE | REQ_PREFLUSH);
	case BANOS_BLOCK_DISCARD:
		return (__force int)REQ_OP_DISCARD;
	case BANOS_BLOCK_WRITE_ZEROES:
		return (__force int)REQ_OP_WRITE_ZEROES;
	default:
		return -EINVAL;
	}
}

static bool has_data(u32 operation)
{
	return operation <= BANOS_BLOCK_WRITE;
}

/* Does it lie on the disk, in whole blocks, and fit a bio if it has no data? */
static bool place_valid(const struct banos_block_device *device, u32 operation,
			u64 offset, u64 size)
{
	struct block_device *kernel = kernel_device(device);
	u64 capacity = compat_block_device_size(kernel);
	u64 mask = bdev_logical_block_size(kernel) - 1;

	if (operation == BANOS_BLOCK_FLUSH)
		return !size;
	if (!size || (offset | size) & mask)
		return false;
	if (!has_data(operation) && size > round_down(U32_MAX, mask + 1))
		return false;
	return offset <= capacity && size <= capacity - offset;
}

/* Waits for a bio of the reserve, so it is there. */
static struct bio *new_bio(struct banos_block_device *device,
			   unsigned short segments, unsigned int operation,
			   u64 offset)
{
	struct bio *bio = compat_bio_alloc(kernel_device(device), segments,
					   operation, GFP_NOIO, &device->bios);

	bio->bi_iter.bi_sector = offset >> SECTOR_SHIFT;
	return bio;
}

/* Transfers: the driver's own memory, which may lie anywhere. */

static struct page *page_of(const void *address)
{
	return virt_addr_valid(address) ? virt_to_page(address) :
					  vmalloc_to_page(address);
}

/* Returns: how many bytes; less than @size if there is no memory. */
static u64 put_memory(struct bio *bio, char *memory, u64 size)
{
	u64 done = 0;

	while (done < size) {
		unsigned int offset = offset_in_page(memory + done);
		unsigned int length = min_t(u64, PAGE_SIZE - offset,
					    size - done);
		struct page *page = page_of(memory + done);

		if (!page || bio_add_page(bio, page, length, offset) < length)
			break;
		done += length;
	}
	return done;
}

/* What fits into a bio, wherever in a page it begins. */
static int transfer_piece(struct banos_block_device *device, u32 operation,
			  u64 offset, char *memory, u64 size)
{
	unsigned short segments = has_data(operation) ? MOST_SEGMENTS : 0;
	unsigned int flags = (__force unsigned int)REQ_SYNC;
	struct bio *bio = new_bio(device, segments,
				  kernel_operation(operation) | flags, offset);
	int error = 0;

	if (!segments)
		bio->bi_iter.bi_size = size;
	else if (put_memory(bio, memory, size) < size)
		error = -EINVAL;
	if (!error)
		error = submit_bio_wait(bio);
	bio_put(bio);
	return abi_error_from_kernel(error);
}

/* Disks want memory that begins at a multiple of something, often 512. */
static int transfer_by_copy(struct banos_block_device *device, u32 operation,
			    u64 offset, char *memory, u64 size)
{
	/* The kernel aligns powers of two as large as they are. */
	char *copy = kmalloc(roundup_pow_of_two(size), GFP_NOIO);
	int error;

	if (!copy)
		return -ENOMEM;
	if (operation == BANOS_BLOCK_WRITE)
		memcpy(copy, memory, size);
	error = transfer_piece(device, operation, offset, copy, size);
	if (!error && operation == BANOS_BLOCK_READ)
		memcpy(memory, copy, size);
	kfree(copy);
	return error;
}

static bool is_aligned(const struct banos_block_device *device,
		       const void *memory)
{
	struct request_queue *queue = bdev_get_queue(kernel_device(device));

	return !((unsigned long)memory & queue_dma_alignment(queue));
}

static int transfer_data(struct banos_block_device *device, u32 operation,
			 u64 offset, char *memory, u64 size)
{
	bool aligned = is_aligned(device, memory);
	u64 most = aligned ? LARGEST_PIECE : LARGEST_COPY;
	int error = 0;

	while (size && !error) {
		u64 piece = min(size, most);

		error = aligned ? transfer_piece(device, operation, offset,
						 memory, piece) :
				  transfer_by_copy(device, operation, offset,
						   memory, piece);
		memory += piece;
		offset += piece;
		size -= piece;
	}
	return error;
}

int32_t banos_block_device_transfer(struct banos_block_device *device,
				    uint32_t operation, uint64_t offset,
				    void *memory, uint64_t size)
{
	if (kernel_operation(operation) < 0 ||
	    !place_valid(device, operation, offset, size) ||
	    (has_data(operation) && !memory) ||
	    (device->read_only && operation != BANOS_BLOCK_READ))
		return -EINVAL;
	if (has_data(operation))
		return transfer_data(device, operation, offset, memory, size);
	return transfer_piece(device, operation, offset, NULL, size);
}
SHIM_EXPORT_GPL(banos_block_device_transfer, BANOS_VERSION(0, 9, 1));

/* Forwarding: the segments of a request, whose bios stay as they are. */

static void forward_ended(struct bio *bio)
{
	struct forward *forward = container_of(bio, struct forward, bio);
	struct banos_block_device *device = forward->device;
	int error = blk_status_to_errno(bio->bi_status);

	if (!READ_ONCE(device->silent))
		forward->ended(forward->request, forward->context,
			       abi_error_from_kernel(error));
	bio_put(bio);
	gate_end(&device->gate);
}

/**
 * struct part - what of a request is left to be forwarded
 * @from:      its bio where it begins
 * @next:      the place in it
 * @size:      of the rest, bytes
 * @offset:    where it belongs on the other disk
 * @operation: with modifiers
 */
struct part {
	struct bio *from;
	struct bvec_iter next;
	u64 size;
	u64 offset;
	unsigned int operation;
};

/* On to the place that many bytes behind the beginning of the request. */
static void skip(struct part *part, u64 bytes)
{
	while (bytes >= part->next.bi_size) {
		bytes -= part->next.bi_size;
		part->from = part->from->bi_next;
		part->next = part->from->bi_iter;
	}
	bvec_iter_advance(part->from->bi_io_vec, &part->next, bytes);
}

/* Puts the next piece of a request's data into a bio, if it has room. */
static bool add_piece(struct part *part, struct bio *bio)
{
	struct bio_vec piece;
	unsigned int length;

	skip(part, 0);
	piece = mp_bvec_iter_bvec(part->from->bi_io_vec, part->next);
	length = min_t(u64, piece.bv_len, part->size);
	if (bio_add_page(bio, piece.bv_page, length, piece.bv_offset) < length)
		return false;
	bvec_iter_advance(part->from->bi_io_vec, &part->next, length);
	part->size -= length;
	return true;
}

static struct bio *next_bio(struct banos_block_device *device,
			    struct part *part, bool data)
{
	struct bio *bio = new_bio(device, data ? MOST_SEGMENTS : 0,
				  part->operation, part->offset);
	u64 before = part->size;

	if (data) {
		while (part->size && add_piece(part, bio))
			;
	} else {
		bio->bi_iter.bi_size = part->size;
		part->size = 0;
	}
	part->offset += before - part->size;
	return bio;
}

/* All bios but the last are chained to the one that follows, and sent off. */
static struct bio *send_but_last(struct banos_block_device *device,
				 struct part *part, bool data)
{
	struct bio *bio = next_bio(device, part, data);

	while (part->size) {
		struct bio *next = next_bio(device, part, data);

		bio_chain(bio, next);
		submit_bio(bio);
		bio = next;
	}
	return bio;
}

static int begin_part(struct part *part,
		      const struct banos_block_request *request,
		      u64 skipped, u64 size, u64 offset)
{
	int operation = kernel_operation(request->operation);

	if (operation < 0)
		return operation;
	*part = (struct part) {
		.from = block_request_bios(request),
		.size = size,
		.offset = offset,
		.operation = operation | block_request_modifiers(request),
	};
	if (has_data(request->operation)) {
		part->next = part->from->bi_iter;
		skip(part, skipped);
	}
	return 0;
}

static bool forward_valid(const struct banos_block_device *device,
			  const struct banos_block_request *request,
			  u64 skipped, u64 size, u64 offset)
{
	if (skipped > request->size || size > request->size - skipped)
		return false;
	if (device->read_only && request->operation != BANOS_BLOCK_READ)
		return false;
	return place_valid(device, request->operation, offset, size);
}

int32_t banos_block_device_forward(struct banos_block_device *device,
				   struct banos_block_request *request,
				   uint64_t skipped, uint64_t size,
				   uint64_t offset,
				   banos_block_forward_ended ended,
				   void *context)
{
	struct forward *forward;
	struct part part;
	struct bio *last;

	if (!ended || abi_check_callback(device->handle.owner, ended) ||
	    !forward_valid(device, request, skipped, size, offset) ||
	    begin_part(&part, request, skipped, size, offset))
		return -EINVAL;
	if (!gate_enter(&device->gate))
		return -ENODEV;
	last = send_but_last(device, &part, has_data(request->operation));
	forward = container_of(last, struct forward, bio);
	forward->device = device;
	forward->request = request;
	forward->ended = ended;
	forward->context = context;
	last->bi_end_io = forward_ended;
	submit_bio(last);
	return 0;
}
SHIM_EXPORT_GPL(banos_block_device_forward, BANOS_VERSION(0, 9, 1));
