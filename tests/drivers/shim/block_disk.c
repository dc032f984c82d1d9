/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/* A disk that a program has made, and what it does with requests. */
#include "suite.h"
#include "test_block.h"
#include "block_disk.h"

#define MOST_TAGS 1024
#define MOST_QUEUES 64
#define DATA_MAGIC 0x6461746164617461u

/* The driver's memory of a request: a place in the list of those that wait. */
struct waiting {
	uint64_t magic;
	struct banos_block_request *next;
};

/* Static, so that calls that come too late would be seen, and not crash. */
static struct banos_disk *disk;
static struct banos_pages *pages;
static char *memory;
static struct block_create wanted;
static struct block_counts counts;
static int64_t settings[BLOCK_SETTINGS];
static uint8_t in_use[MOST_QUEUES][MOST_TAGS];
static bool destroyed;

static struct banos_spinlock *lock; /* of the next one */
static struct banos_block_request *first_waiting;
static struct banos_work *work;
static struct banos_timer *timer;

static void add(uint64_t *counter, uint64_t change)
{
	__atomic_fetch_add(counter, change, __ATOMIC_ACQ_REL);
}

static int64_t setting(enum block_setting which)
{
	return __atomic_load_n(&settings[which], __ATOMIC_ACQUIRE);
}

static void check(bool right)
{
	if (!right)
		add(&counts.wrong, 1);
}

/* Everything that a request promises. */
static void check_request(const struct banos_block_request *request)
{
	struct waiting *data = request->data;
	uint64_t block = wanted.logical_block_size ?: 512;

	check(request->context == &counts);
	check(!((uintptr_t)request->data % 16));
	check(!data->magic || data->magic == DATA_MAGIC);
	data->magic = DATA_MAGIC;
	check(request->queue < (wanted.queues ?: 1));
	check(request->tag < (wanted.queue_depth ?: 128));
	check(request->offset % block == 0 && request->size % block == 0);
	check(request->offset + request->size <= BLOCK_CAPACITY);
	check(!request->size == (request->operation == BANOS_BLOCK_FLUSH));
	check(!__atomic_exchange_n(&in_use[request->queue][request->tag], 1,
				   __ATOMIC_ACQ_REL));
}

static void count_request(const struct banos_block_request *request)
{
	if (request->operation > BANOS_BLOCK_WRITE_ZEROES) {
		add(&counts.wrong, 1);
		return;
	}
	add(&counts.requests[request->operation], 1);
	if (request->flags & BANOS_BLOCK_FUA)
		add(&counts.fua, 1);
	if (request->flags & BANOS_BLOCK_KEEP_ROOM)
		add(&counts.keep_room, 1);
	if (request->flags & BANOS_BLOCK_MORE)
		add(&counts.more, 1);
	__atomic_fetch_or(&counts.queues, (uint64_t)1 << request->queue,
			  __ATOMIC_ACQ_REL);
}

static void check_segment(const struct banos_block_request *request,
			  const struct banos_block_segment *segment,
			  uint64_t offset)
{
	uint64_t boundary = wanted.segment_boundary;
	uint64_t address = (uintptr_t)segment->address;
	uint64_t most = wanted.max_segment_size ?: boundary ? ~0u : 65536;

	check(segment->offset == offset && segment->size <= most);
	if (boundary && offset)
		check(address % boundary == 0);
	if (boundary && offset + segment->size < request->size)
		check((address + segment->size) % boundary == 0);
}

static void carry_out(const struct banos_block_request *request)
{
	struct banos_block_segment segment;
	char *place = memory + request->offset;
	uint64_t offset = 0, segments = 0;

	if (request->operation == BANOS_BLOCK_DISCARD ||
	    request->operation == BANOS_BLOCK_WRITE_ZEROES)
		banos_memset(place, 0, request->size);
	banos_block_for_each_segment(request, &segment) {
		check_segment(request, &segment, offset);
		if (request->operation == BANOS_BLOCK_WRITE)
			banos_memcpy(place + offset, segment.address,
				     segment.size);
		else
			banos_memcpy(segment.address, place + offset,
				     segment.size);
		offset += segment.size;
		segments++;
	}
	check(offset == (request->operation <= BANOS_BLOCK_WRITE ?
			 request->size : 0));
	check(segments <= (wanted.max_segments ?: 128));
}

void block_disk_end(struct banos_block_request *request, int32_t error)
{
	__atomic_store_n(&in_use[request->queue][request->tag], 0,
			 __ATOMIC_RELEASE);
	add(&counts.waiting, ~(uint64_t)0);
	banos_block_request_end(request, error);
}

static void let_go(void)
{
	struct banos_block_request *request;

	do {
		uint64_t state = banos_spinlock_lock_irqsave(lock);

		request = first_waiting;
		if (request)
			first_waiting = ((struct waiting *)request->data)->next;
		banos_spinlock_unlock_irqrestore(lock, state);
		if (request)
			block_disk_end(request, (int32_t)setting(BLOCK_ERROR));
	} while (request);
}

static void end_in_work(struct banos_work *self, void *context)
{
	(void)self;
	(void)context;
	let_go();
}

static void end_in_timer(struct banos_timer *self, void *context,
			 uint64_t overruns)
{
	(void)self;
	(void)overruns;
	(void)context;
	let_go();
}

static void put_aside(struct banos_block_request *request)
{
	struct waiting *data = request->data;
	uint64_t state = banos_spinlock_lock_irqsave(lock);

	data->next = first_waiting;
	first_waiting = request;
	banos_spinlock_unlock_irqrestore(lock, state);
}

static bool is_busy(void)
{
	int64_t times = setting(BLOCK_BUSY);

	return times > 0 &&
	       __atomic_fetch_sub(&settings[BLOCK_BUSY], 1,
				  __ATOMIC_ACQ_REL) > 0;
}

static int32_t test_queue(struct banos_block_request *request)
{
	if (__atomic_load_n(&destroyed, __ATOMIC_ACQUIRE))
		add(&counts.late, 1);
	if (is_busy())
		return -BANOS_EBUSY;
	if (setting(BLOCK_ANSWER))
		return (int32_t)setting(BLOCK_ANSWER);
	check_request(request);
	count_request(request);
	add(&counts.waiting, 1);
	if (block_other_forwards())
		return block_other_forward(request);
	carry_out(request);
	if (setting(BLOCK_END) == BLOCK_END_AT_ONCE) {
		block_disk_end(request, (int32_t)setting(BLOCK_ERROR));
		return 0;
	}
	put_aside(request);
	if (setting(BLOCK_END) == BLOCK_END_IN_WORK)
		banos_work_submit(work);
	if (setting(BLOCK_END) == BLOCK_END_IN_TIMER)
		banos_timer_start(timer, 10000);
	if (setting(BLOCK_END) == BLOCK_END_LATE)
		banos_timer_start(timer, 3000000000);
	return 0;
}

static void test_timeout(struct banos_block_request *request)
{
	if (__atomic_load_n(&destroyed, __ATOMIC_ACQUIRE))
		add(&counts.late, 1);
	check(request->context == &counts);
	if (__atomic_add_fetch(&counts.timeouts, 1, __ATOMIC_ACQ_REL) ==
	    (uint64_t)setting(BLOCK_GIVE_UP))
		let_go();
}

static void test_commit(struct banos_disk *self, void *context, uint32_t queue)
{
	check(self == disk && context == &counts);
	check(queue < (wanted.queues ?: 1));
	add(&counts.commits, 1);
}

const struct banos_disk_operations block_disk_operations = {
	.size = sizeof(block_disk_operations),
	.queue = test_queue,
	.commit = test_commit,
	.timeout = test_timeout,
};

const struct banos_disk_options block_disk_plain = {
	.size = sizeof(block_disk_plain),
	.name = "banosdisk",
	.capacity = BLOCK_CAPACITY,
	.flags = BANOS_DISK_NO_PARTITIONS,
	.request_data_size = sizeof(struct waiting),
};

static void destroy_parts(void)
{
	banos_timer_destroy(timer);
	banos_work_destroy(work);
	banos_spinlock_destroy(lock);
	banos_pages_destroy(pages);
	timer = NULL;
	work = NULL;
	lock = NULL;
	pages = NULL;
}

static int32_t create_parts(void)
{
	struct banos_driver *driver = suite_driver();
	int32_t error = banos_pages_create(driver, BLOCK_CAPACITY /
					   banos_page_size(), 0, &pages);

	if (!error)
		error = banos_spinlock_create(driver, &lock);
	if (!error)
		error = banos_work_create(driver, NULL, end_in_work, NULL,
					  &work);
	if (!error)
		error = banos_timer_create(driver, end_in_timer, NULL, &timer);
	if (error)
		destroy_parts();
	else
		memory = banos_pages_address(pages);
	return error;
}

static int64_t create_wanted(void)
{
	struct banos_disk_options options = block_disk_plain;

	options.capacity = wanted.capacity;
	options.flags = wanted.flags;
	options.queues = wanted.queues;
	options.queue_depth = wanted.queue_depth;
	options.logical_block_size = wanted.logical_block_size;
	options.physical_block_size = wanted.physical_block_size;
	options.max_transfer = wanted.max_transfer;
	options.max_segments = wanted.max_segments;
	options.max_segment_size = wanted.max_segment_size;
	options.segment_boundary = wanted.segment_boundary;
	options.discard_granularity = wanted.discard_granularity;
	options.max_discard = wanted.max_discard;
	options.max_write_zeroes = wanted.max_write_zeroes;
	options.timeout_ns = wanted.timeout_ns;
	return banos_disk_create(suite_driver(), &options,
				 &block_disk_operations, &counts, &disk);
}

static int64_t create(uint64_t argument)
{
	int64_t error = banos_user_copy_in(&wanted, argument, sizeof(wanted));

	if (error)
		return error;
	if (disk)
		return -BANOS_EBUSY;
	if (wanted.queues > MOST_QUEUES || wanted.queue_depth > MOST_TAGS ||
	    wanted.capacity > BLOCK_CAPACITY)
		return -BANOS_EINVAL;
	banos_memset(&counts, 0, sizeof(counts));
	banos_memset(settings, 0, sizeof(settings));
	banos_memset(in_use, 0, sizeof(in_use));
	destroyed = false;
	error = create_parts();
	if (error)
		return error;
	error = create_wanted();
	if (error)
		destroy_parts();
	return error;
}

static int64_t destroy(void)
{
	if (!disk)
		return -BANOS_ENOENT;
	banos_disk_destroy(disk);
	__atomic_store_n(&destroyed, true, __ATOMIC_RELEASE);
	disk = NULL;
	destroy_parts();
	return 0;
}

static int64_t change(uint64_t argument)
{
	struct block_change what;
	int64_t error = banos_user_copy_in(&what, argument, sizeof(what));

	if (error)
		return error;
	if (what.setting >= BLOCK_SETTINGS)
		return -BANOS_EINVAL;
	__atomic_store_n(&settings[what.setting], what.value, __ATOMIC_RELEASE);
	return 0;
}

/* What waits is not this driver's any more. */
static int64_t abort_requests(void)
{
	int64_t count;

	banos_work_cancel(work);
	banos_timer_stop(timer);
	first_waiting = NULL;
	banos_memset(in_use, 0, sizeof(in_use));
	count = banos_disk_end_requests(disk, -BANOS_ETIMEDOUT);
	counts.waiting -= (uint64_t)count;
	return count;
}

int64_t block_disk_ioctl(struct banos_file *file, uint32_t command,
			 uint64_t argument)
{
	(void)file;
	switch (command) {
	case BLOCK_CREATE:
		return create(argument);
	case BLOCK_DESTROY:
		return destroy();
	case BLOCK_SET:
		return change(argument);
	case BLOCK_COUNT:
		return banos_user_copy_out(argument, &counts, sizeof(counts));
	}
	if (command >= BLOCK_OPEN)
		return block_other_ioctl(command, argument);
	if (!disk)
		return -BANOS_ENXIO;
	switch (command) {
	case BLOCK_LET_GO:
		let_go();
		return 0;
	case BLOCK_ABORT:
		return abort_requests();
	case BLOCK_RESIZE:
		return banos_disk_set_capacity(disk, argument);
	}
	return -BANOS_ENOTTY;
}
