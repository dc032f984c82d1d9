// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/*
 * Requests on their way to the driver and back; see block.h.
 *
 * What the driver sees of a request lies behind the kernel's, with the driver's
 * own memory for it: nothing is allocated for a request, ever.
 */
#include <linux/bio.h>
#include <linux/blk-mq.h>
#include <linux/kernel.h>
#include <linux/preempt.h>
#include <linux/printk.h>
#include <linux/sched/mm.h>

#include "abi.h"
#include "block.h"
#include "export.h"
#include "instance.h"

/* Of the driver's memory. */
#define DATA_ALIGNMENT 16

/* What no disk allows; a bit of a u32 all the same. */
#define NO_OPERATION 31

/**
 * struct block_request - behind a struct request of the kernel
 * @driver:      what the driver sees of it; its first three members and its
 *               queue never change
 * @disk:        never changes
 * @status:      how it ended, on the way out of a hard interrupt
 * @with_driver: it has it, and is to end it
 */
struct block_request {
	struct banos_block_request driver;
	struct banos_disk *disk;
	blk_status_t status;
	bool with_driver;
};

static struct block_request *
to_block_request(const struct banos_block_request *driver)
{
	return container_of(driver, struct block_request, driver);
}

static struct request *kernel_request(const struct banos_block_request *driver)
{
	return blk_mq_rq_from_pdu(to_block_request(driver));
}

/* Returns: enum banos_block_operation or NO_OPERATION. */
static u32 operation_of(const struct request *request)
{
	switch (req_op(request)) {
	case REQ_OP_READ:
		return BANOS_BLOCK_READ;
	case REQ_OP_WRITE:
		return BANOS_BLOCK_WRITE;
	case REQ_OP_FLUSH:
		return BANOS_BLOCK_FLUSH;
	case REQ_OP_DISCARD:
		return BANOS_BLOCK_DISCARD;
	case REQ_OP_WRITE_ZEROES:
		return BANOS_BLOCK_WRITE_ZEROES;
	default:
		return NO_OPERATION;
	}
}

static u32 flags_of(const struct request *request, u32 operation, bool last)
{
	u32 flags = last ? 0 : BANOS_BLOCK_MORE;

	if (request->cmd_flags & REQ_FUA)
		flags |= BANOS_BLOCK_FUA;
	if (operation == BANOS_BLOCK_WRITE_ZEROES &&
	    request->cmd_flags & REQ_NOUNMAP)
		flags |= BANOS_BLOCK_KEEP_ROOM;
	return flags;
}

static void describe(struct banos_block_request *driver,
		     struct request *request, u32 operation, bool last)
{
	/* A flush has no place, and the kernel's is garbage. */
	driver->offset = operation == BANOS_BLOCK_FLUSH ? 0 :
			 (u64)blk_rq_pos(request) << SECTOR_SHIFT;
	driver->size = blk_rq_bytes(request);
	driver->operation = operation;
	driver->flags = flags_of(request, operation, last);
	driver->tag = request->tag;
}

/*
 * The driver did not take it. What failed is ended here: the block layer of
 * 5.10 would make an input/output error of whatever it was.
 */
static blk_status_t refused(struct request *kernel, int error)
{
	struct block_request *request = blk_mq_rq_to_pdu(kernel);
	struct banos_disk *disk = request->disk;
	blk_status_t status = BLK_STS_OK;

	request->with_driver = false;
	error = error > 0 ? -EIO : abi_error(disk->handle.owner, error);
	if (error == -EBUSY || error == -ENOMEM)
		status = BLK_STS_RESOURCE;
	else
		blk_mq_end_request(kernel, errno_to_blk_status(error));
	gate_end(&disk->gate);
	return status;
}

/*
 * The gate comes first: who closes it sees this request, or is seen here.
 */
static blk_status_t queue_request(struct blk_mq_hw_ctx *queue,
				  const struct blk_mq_queue_data *next)
{
	struct request *kernel = next->rq;
	struct block_request *request = blk_mq_rq_to_pdu(kernel);
	struct banos_disk *disk = request->disk;
	u32 operation = operation_of(kernel);
	int error;

	gate_begin(&disk->gate);
	if (unlikely(READ_ONCE(disk->gone) ||
		     !(disk->allowed & BIT(operation)))) {
		gate_end(&disk->gate);
		return BLK_STS_IOERR;
	}
	describe(&request->driver, kernel, operation, next->last);
	request->with_driver = true;
	blk_mq_start_request(kernel);
	error = disk->operations.queue(&request->driver);
	return likely(!error) ? BLK_STS_OK : refused(kernel, error);
}

/* What the driver allocates may wait for memory, and that not for this disk. */
static blk_status_t queue_request_noio(struct blk_mq_hw_ctx *queue,
				       const struct blk_mq_queue_data *next)
{
	unsigned int flags = memalloc_noio_save();
	blk_status_t status = queue_request(queue, next);

	memalloc_noio_restore(flags);
	return status;
}

static void commit_requests(struct blk_mq_hw_ctx *queue)
{
	struct banos_disk *disk = queue->queue->tag_set->driver_data;

	if (!READ_ONCE(disk->gone))
		disk->operations.commit(disk, disk->context, queue->queue_num);
}

/* The disk may go as soon as the gate was passed. */
static void complete_request(struct request *kernel)
{
	struct block_request *request = blk_mq_rq_to_pdu(kernel);
	struct gate *gate = &request->disk->gate;

	blk_mq_end_request(kernel, request->status);
	gate_end(gate);
}

/*
 * The request may end meanwhile: it is there until this returns, but the gate
 * may be drained. So this passes it by itself, first, and then looks whether
 * the driver still has the request; end_request() does the opposite, and one of
 * both sees the other.
 */
static enum blk_eh_timer_return
timed_out(struct request *kernel COMPAT_TIMEOUT_RESERVED)
{
	struct block_request *request = blk_mq_rq_to_pdu(kernel);
	struct banos_disk *disk = request->disk;
	bool late;

	gate_begin(&disk->gate);
	/* Counted in, and only then a look; see above. */
	smp_mb();
	late = READ_ONCE(request->with_driver);
	if (late && disk->operations.timeout)
		disk->operations.timeout(&request->driver);
	late = READ_ONCE(request->with_driver);
	gate_end(&disk->gate);
	return late ? BLK_EH_RESET_TIMER : BLK_EH_DONE;
}

static int init_request(struct blk_mq_tag_set *tags, struct request *kernel,
			unsigned int queue, COMPAT_NODE node)
{
	struct block_request *request = blk_mq_rq_to_pdu(kernel);
	struct banos_disk *disk = tags->driver_data;

	request->disk = disk;
	request->driver.data = PTR_ALIGN((void *)(request + 1),
					 DATA_ALIGNMENT);
	request->driver.context = disk->context;
	request->driver.queue = queue;
	return 0;
}

/* By two properties of a disk: it may sleep, and it has a commit(). */
#define OPERATIONS(queue, commit)                                             \
	{                                                                     \
		.queue_rq = queue, .commit_rqs = commit,                      \
		.complete = complete_request, .init_request = init_request,   \
		.timeout = timed_out,                                         \
	}

static const struct blk_mq_ops operations[2][2] = {
	{
		OPERATIONS(queue_request, NULL),
		OPERATIONS(queue_request, commit_requests),
	},
	{
		OPERATIONS(queue_request_noio, NULL),
		OPERATIONS(queue_request_noio, commit_requests),
	},
};

const struct blk_mq_ops *block_request_operations(bool may_sleep, bool commit)
{
	return &operations[may_sleep][commit];
}

unsigned int block_request_size(const struct banos_disk_options *options)
{
	return sizeof(struct block_request) + options->request_data_size +
	       DATA_ALIGNMENT - 1;
}

struct bio *block_request_bios(const struct banos_block_request *driver)
{
	return kernel_request(driver)->bio;
}

unsigned int block_request_modifiers(const struct banos_block_request *driver)
{
	return (__force unsigned int)(kernel_request(driver)->cmd_flags &
				      (REQ_SYNC | REQ_META | REQ_PRIO |
				       REQ_FUA | REQ_NOUNMAP | REQ_IDLE |
				       REQ_RAHEAD | REQ_BACKGROUND));
}

/*
 * In hard interrupts the block layer knows better where to go on: on the
 * processor that asked, or outside of the interrupt.
 */
static void end_request(struct block_request *request, blk_status_t status)
{
	struct request *kernel = blk_mq_rq_from_pdu(request);

	request->with_driver = false;
	request->status = status;
	if (hardirq_count())
		blk_mq_complete_request(kernel);
	else
		complete_request(kernel);
}

void banos_block_request_end(struct banos_block_request *driver, int32_t error)
{
	struct block_request *request = to_block_request(driver);
	struct instance *owner = request->disk->handle.owner;

	if (unlikely(!request->with_driver)) {
		pr_err_ratelimited("banos %s: ended a request that it does not have\n",
				   instance_name(owner));
		return;
	}
	if (likely(!error))
		end_request(request, BLK_STS_OK);
	else
		end_request(request, error > 0 ? BLK_STS_IOERR :
			    errno_to_blk_status(abi_error(owner, error)));
}
SHIM_EXPORT_GPL(banos_block_request_end, BANOS_VERSION(0, 9, 1));

/* Of all requests that somebody began: how they end, and how many did. */
struct ending {
	blk_status_t status;
	u32 count;
};

static bool end_one(struct request *kernel, void *data COMPAT_TAG_RESERVED)
{
	struct block_request *request = blk_mq_rq_to_pdu(kernel);
	struct ending *ending = data;

	if (request->with_driver) {
		end_request(request, ending->status);
		ending->count++;
	}
	return true;
}

uint32_t banos_disk_end_requests(struct banos_disk *disk, int32_t error)
{
	struct ending ending = {
		.status = errno_to_blk_status(error < 0 ? error : -EIO),
	};

	/* Nobody is in queue(), where a request is neither here nor there. */
	blk_mq_quiesce_queue(disk->disk->queue);
	blk_mq_tagset_busy_iter(&disk->tags, end_one, &ending);
	blk_mq_unquiesce_queue(disk->disk->queue);
	return ending.count;
}
SHIM_EXPORT_GPL(banos_disk_end_requests, BANOS_VERSION(0, 9, 1));

/*
 * Walks. Where one is lies in the driver's struct: the bio, and the place in
 * it that comes next.
 */
struct walk {
	struct bio *bio;
	struct bvec_iter next;
};

static struct walk *walk_of(struct banos_block_segment *segment)
{
	BUILD_BUG_ON(sizeof(struct walk) > sizeof(segment->walk));
	return (struct walk *)segment->walk;
}

static void *address_of(const struct bio_vec *piece)
{
	return page_address(piece->bv_page) + piece->bv_offset;
}

/* On to a bio that is not empty, if there is one. */
static bool find_data(struct walk *walk)
{
	while (!walk->next.bi_size) {
		if (!walk->bio->bi_next)
			return false;
		walk->bio = walk->bio->bi_next;
		walk->next = walk->bio->bi_iter;
	}
	return true;
}

/*
 * What lies side by side in memory is one piece, also if it came in several
 * bios: the block layer counts, and keeps to a segment boundary, in that way.
 */
static bool extend(const struct banos_disk *disk, struct walk *walk,
		   struct banos_block_segment *segment)
{
	struct bio_vec piece;
	unsigned int size;

	if (!find_data(walk))
		return false;
	piece = mp_bvec_iter_bvec(walk->bio->bi_io_vec, walk->next);
	size = min_t(u64, piece.bv_len, disk->max_segment_size - segment->size);
	if (!size || address_of(&piece) != segment->address + segment->size)
		return false;
	bvec_iter_advance(walk->bio->bi_io_vec, &walk->next, size);
	segment->size += size;
	return true;
}

/* There is data. */
static void step(const struct banos_disk *disk, struct walk *walk,
		 struct banos_block_segment *segment)
{
	struct bio_vec piece;

	find_data(walk);
	piece = mp_bvec_iter_bvec(walk->bio->bi_io_vec, walk->next);
	segment->address = address_of(&piece);
	segment->size = min(piece.bv_len, disk->max_segment_size);
	bvec_iter_advance(walk->bio->bi_io_vec, &walk->next, segment->size);
	while (extend(disk, walk, segment))
		;
}

static bool has_data(const struct banos_block_request *driver)
{
	return driver->operation <= BANOS_BLOCK_WRITE;
}

/* As a rule there is one piece, and nobody will ask for the one behind. */
void banos_block_segment_first(const struct banos_block_request *driver,
			       struct banos_block_segment *segment)
{
	const struct banos_disk *disk = to_block_request(driver)->disk;
	struct bio *bio = kernel_request(driver)->bio;
	struct walk *walk = walk_of(segment);
	struct bio_vec piece;

	segment->offset = 0;
	segment->size = 0;
	if (!has_data(driver))
		return;
	piece = mp_bvec_iter_bvec(bio->bi_io_vec, bio->bi_iter);
	if (likely(piece.bv_len == driver->size &&
		   piece.bv_len <= disk->max_segment_size)) {
		segment->address = address_of(&piece);
		segment->size = piece.bv_len;
		return;
	}
	walk->bio = bio;
	walk->next = bio->bi_iter;
	step(disk, walk, segment);
}
SHIM_EXPORT_GPL(banos_block_segment_first, BANOS_VERSION(0, 9, 1));

void banos_block_segment_next(const struct banos_block_request *driver,
			      struct banos_block_segment *segment)
{
	segment->offset += segment->size;
	step(to_block_request(driver)->disk, walk_of(segment), segment);
}
SHIM_EXPORT_GPL(banos_block_segment_next, BANOS_VERSION(0, 9, 1));
