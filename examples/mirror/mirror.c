/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * A driver for a disk over two others: what is written goes to both, and what
 * is read comes from one of them, in turn. If one fails it is left alone, and
 * the other one does all; nothing brings them together again.
 *
 *	banosctl install mirror.bko first=/dev/vda second=/dev/vdb
 */
#include <banos/block.h>
#include <banos/driver.h>
#include <banos/lock.h>
#include <banos/print.h>
#include <banos/work.h>

#define LEGS 2

/* One of the disks below. "failed" never goes back. */
struct leg {
	const char                *path;
	struct banos_block_device *device;
	uint32_t                   failed;
};

/*
 * The driver's memory of a request. "pending" counts the legs that have not
 * ended, and whoever forwards; "done" those that did what was asked for.
 */
struct progress {
	uint32_t pending;
	uint32_t done;
	uint32_t tried; /* of a read: a bit for each leg */
	uint32_t leg;   /* where it was read from */
	struct banos_block_request *next;
};

static char first[64];
static char second[64];

static const struct banos_parameter parameters[] = {
	BANOS_PARAMETER_TEXT(first, "one disk: its path in /dev"),
	BANOS_PARAMETER_TEXT(second, "the other one"),
};

static struct banos_driver *self;
static struct leg legs[LEGS] = { { .path = first }, { .path = second } };
static struct banos_disk *disk;
static uint32_t turn;

/* Reads that failed, to be tried on the other leg where one may sleep. */
static struct banos_spinlock *lock;
static struct banos_block_request *failed_reads;
static struct banos_work_queue *retries;
static struct banos_work *retry;

static bool is_alive(const struct leg *leg)
{
	return !__atomic_load_n(&leg->failed, __ATOMIC_ACQUIRE);
}

static void give_up(struct leg *leg, int32_t error)
{
	if (!__atomic_exchange_n(&leg->failed, 1, __ATOMIC_ACQ_REL))
		banos_print(self, BANOS_PRINT_ERROR,
			    "%s failed (error %d); going on without it",
			    leg->path, error);
}

/* The last one ends the request. */
static void drop(struct banos_block_request *request)
{
	struct progress *progress = request->data;

	if (!__atomic_sub_fetch(&progress->pending, 1, __ATOMIC_ACQ_REL))
		banos_block_request_end(request, progress->done ?
						 0 : -BANOS_EIO);
}

static void leg_ended(struct banos_block_request *request, void *context,
		      int32_t error)
{
	struct progress *progress = request->data;

	if (error)
		give_up(context, error);
	else
		__atomic_fetch_add(&progress->done, 1, __ATOMIC_ACQ_REL);
	drop(request);
}

/* Everything but reads. */
static void do_on_all(struct banos_block_request *request)
{
	struct progress *progress = request->data;
	uint32_t i;

	progress->done = 0;
	progress->pending = 1;
	for (i = 0; i < LEGS; i++) {
		int32_t error;

		if (!is_alive(&legs[i]))
			continue;
		__atomic_fetch_add(&progress->pending, 1, __ATOMIC_ACQ_REL);
		error = banos_block_device_forward(legs[i].device, request, 0,
						   request->size,
						   request->offset, leg_ended,
						   &legs[i]);
		if (error)
			leg_ended(request, &legs[i], error);
	}
	drop(request);
}

static void put_aside(struct banos_block_request *request)
{
	struct progress *progress = request->data;
	uint64_t state = banos_spinlock_lock_irqsave(lock);

	progress->next = failed_reads;
	failed_reads = request;
	banos_spinlock_unlock_irqrestore(lock, state);
	banos_work_submit(retry);
}

static void read_ended(struct banos_block_request *request, void *context,
		       int32_t error)
{
	if (!error) {
		banos_block_request_end(request, 0);
		return;
	}
	give_up(context, error);
	put_aside(request);
}

/* The next leg in turn that lives and was not tried, or LEGS. */
static uint32_t choose_leg(const struct progress *progress)
{
	uint32_t start = __atomic_fetch_add(&turn, 1, __ATOMIC_RELAXED);
	uint32_t i, leg;

	for (i = 0; i < LEGS; i++) {
		leg = (start + i) % LEGS;
		if (is_alive(&legs[leg]) && !(progress->tried & 1u << leg))
			return leg;
	}
	return LEGS;
}

static void read_from_one(struct banos_block_request *request)
{
	struct progress *progress = request->data;
	uint32_t leg = choose_leg(progress);
	int32_t error;

	if (leg == LEGS) {
		banos_block_request_end(request, -BANOS_EIO);
		return;
	}
	progress->tried |= 1u << leg;
	error = banos_block_device_forward(legs[leg].device, request, 0,
					   request->size, request->offset,
					   read_ended, &legs[leg]);
	if (error)
		read_ended(request, &legs[leg], error);
}

static struct banos_block_request *take_failed(void)
{
	uint64_t state = banos_spinlock_lock_irqsave(lock);
	struct banos_block_request *request = failed_reads;

	if (request)
		failed_reads = ((struct progress *)request->data)->next;
	banos_spinlock_unlock_irqrestore(lock, state);
	return request;
}

static void retry_reads(struct banos_work *work, void *context)
{
	struct banos_block_request *request = take_failed();

	(void)work;
	(void)context;
	while (request) {
		read_from_one(request);
		request = take_failed();
	}
}

static int32_t mirror_queue(struct banos_block_request *request)
{
	struct progress *progress = request->data;

	progress->tried = 0;
	if (request->operation == BANOS_BLOCK_READ)
		read_from_one(request);
	else
		do_on_all(request);
	return 0;
}

static const struct banos_disk_operations operations = {
	.size = sizeof(operations),
	.queue = mirror_queue,
};

/* What both can: the less of two numbers, and the larger one. */
static uint64_t less(uint64_t left, uint64_t right)
{
	return left < right ? left : right;
}

static uint32_t larger(uint32_t left, uint32_t right)
{
	return left > right ? left : right;
}

static int32_t create_disk(void)
{
	struct banos_block_device_description a = { .size = sizeof(a) };
	struct banos_block_device_description b = { .size = sizeof(b) };
	struct banos_disk_options options = {
		.size = sizeof(options),
		.name = "mirror%u",
		.flags = BANOS_DISK_MAY_SLEEP | BANOS_DISK_WRITE_CACHE |
			 BANOS_DISK_FUA,
		.queues = 4,
		.request_data_size = sizeof(struct progress),
	};
	int32_t error = banos_block_device_describe(legs[0].device, &a);

	if (!error)
		error = banos_block_device_describe(legs[1].device, &b);
	if (error)
		return error;
	options.logical_block_size = larger(a.logical_block_size,
					    b.logical_block_size);
	options.physical_block_size = larger(a.physical_block_size,
					     b.physical_block_size);
	options.capacity = less(a.capacity, b.capacity) /
			   options.logical_block_size *
			   options.logical_block_size;
	options.max_discard = less(a.max_discard, b.max_discard);
	options.max_write_zeroes = less(a.max_write_zeroes, b.max_write_zeroes);
	return banos_disk_create(self, &options, &operations, NULL, &disk);
}

/* In a queue of its own: what frees memory may wait for these reads. */
static int32_t create_retry(void)
{
	const struct banos_work_queue_options options = {
		.size = sizeof(options),
		.flags = BANOS_WORK_QUEUE_RECLAIM,
	};
	int32_t error = banos_spinlock_create(self, &lock);

	if (!error)
		error = banos_work_queue_create(self, &options, &retries);
	if (!error)
		error = banos_work_create(self, retries, retry_reads, NULL,
					  &retry);
	return error;
}

static int32_t open_legs(void)
{
	int32_t error = 0;
	uint32_t i;

	for (i = 0; i < LEGS && !error; i++) {
		error = banos_block_device_open(self, legs[i].path, 0,
						&legs[i].device);
		if (error)
			banos_print(self, BANOS_PRINT_ERROR,
				    "cannot open \"%s\": error %d",
				    legs[i].path, error);
	}
	return error;
}

/* Functions that destroy take NULL. The disk goes first: it uses the rest. */
static int mirror_uninit(struct banos_driver *driver)
{
	uint32_t i;

	(void)driver;
	banos_disk_destroy(disk);
	for (i = 0; i < LEGS; i++)
		banos_block_device_close(legs[i].device);
	banos_work_destroy(retry);
	banos_work_queue_destroy(retries);
	banos_spinlock_destroy(lock);
	return 0;
}

static int mirror_init(struct banos_driver *driver)
{
	int32_t error;

	self = driver;
	error = open_legs();
	if (!error)
		error = create_retry();
	if (!error)
		error = create_disk();
	if (error)
		mirror_uninit(driver);
	return error;
}

BANOS_DRIVER(mirror, .version = BANOS_VERSION(1, 0, 0),
	     .license = "Dual MIT/GPL", .init = mirror_init,
	     .uninit = mirror_uninit, .description = "a disk over two others",
	     BANOS_PARAMETERS(parameters));
