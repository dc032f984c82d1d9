/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/* Tests of <banos/block.h>. */
#include "suite.h"
#include "test_block.h"

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
static struct banos_block_device *other;
static struct banos_pages *pages;
static char *memory;
static struct block_create wanted;
static struct block_counts counts;
static int64_t settings[BLOCK_SETTINGS];
static uint8_t in_use[MOST_QUEUES][MOST_TAGS];
static bool destroyed;
static bool forwards;

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

static void end(struct banos_block_request *request, int32_t error)
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
			end(request, (int32_t)setting(BLOCK_ERROR));
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

static void forward_ended(struct banos_block_request *request, void *context,
			  int32_t error)
{
	check(context == &other);
	end(request, error);
}

static int32_t forward(struct banos_block_request *request)
{
	int32_t error = banos_block_device_forward(other, request, 0,
						   request->size,
						   request->offset,
						   forward_ended, &other);

	if (error)
		end(request, error);
	return 0;
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
	if (forwards)
		return forward(request);
	carry_out(request);
	if (setting(BLOCK_END) == BLOCK_END_AT_ONCE) {
		end(request, (int32_t)setting(BLOCK_ERROR));
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

static void test_commit(struct banos_disk *self, void *context, uint32_t queue)
{
	check(self == disk && context == &counts);
	check(queue < (wanted.queues ?: 1));
	add(&counts.commits, 1);
}

static const struct banos_disk_operations operations = {
	.size = sizeof(operations),
	.queue = test_queue,
	.commit = test_commit,
};

static const struct banos_disk_options plain = {
	.size = sizeof(plain),
	.name = "banosdisk",
	.capacity = BLOCK_CAPACITY,
	.flags = BANOS_DISK_NO_PARTITIONS,
	.request_data_size = sizeof(struct waiting),
};

static int32_t try(const struct banos_disk_options *options)
{
	struct banos_disk *created = NULL;
	int32_t error = banos_disk_create(suite_driver(), options, &operations,
					  &counts, &created);

	if (!error)
		banos_disk_destroy(created);
	return error;
}

static void bad_arguments_are_refused(struct test *test)
{
	struct banos_disk_operations none = { .size = sizeof(none) };
	struct banos_disk *created;

	CHECK_EQUAL(banos_disk_create(no_driver(), &plain, &operations,
				      NULL, &created), -BANOS_EINVAL);
	CHECK_EQUAL(banos_disk_create(test->driver, NULL, &operations, NULL,
				      &created), -BANOS_EINVAL);
	CHECK_EQUAL(banos_disk_create(test->driver, &plain, NULL, NULL,
				      &created), -BANOS_EINVAL);
	CHECK_EQUAL(banos_disk_create(test->driver, &plain, &operations, NULL,
				      NULL), -BANOS_EINVAL);
	CHECK_EQUAL(banos_disk_create(test->driver, &plain, &none, NULL,
				      &created), -BANOS_EINVAL);
	banos_disk_destroy(NULL);
	banos_block_device_close(NULL);
}

static void bad_names_are_refused(struct test *test)
{
	static const char *const names[] = {
		NULL, "", ".", "..", "a/b", "a b", "%", "%d", "%u%u",
		"a23456789b23456789c23456789d2345",
	};
	struct banos_disk_options options = plain;
	uint32_t i;

	for (i = 0; i < ARRAY_LENGTH(names); i++) {
		options.name = names[i];
		CHECK_EQUAL(try(&options), -BANOS_EINVAL);
	}
	options.name = "null";
	CHECK_EQUAL(try(&options), -BANOS_EEXIST);
}

#define CHECK_REFUSED(...)                                                    \
	do {                                                                  \
		struct banos_disk_options options = plain;                    \
		const struct banos_disk_options change = { __VA_ARGS__ };     \
		merge(&options, &change);                                     \
		CHECK_EQUAL(try(&options), -BANOS_EINVAL);                    \
	} while (0)

/* Whatever is not 0 in the change. */
static void merge(struct banos_disk_options *options,
		  const struct banos_disk_options *change)
{
	const unsigned char *from = (const unsigned char *)change;
	unsigned char *to = (unsigned char *)options;
	uint32_t member;
	uint64_t i;

	for (i = 0; i < sizeof(*options); i += sizeof(member)) {
		banos_memcpy(&member, from + i, sizeof(member));
		if (member)
			banos_memcpy(to + i, &member, sizeof(member));
	}
}

static void bad_options_are_refused(struct test *test)
{
	CHECK_REFUSED(.capacity = 513);
	CHECK_REFUSED(.capacity = ~(uint64_t)0 << 12);
	CHECK_REFUSED(.flags = 1u << 31);
	CHECK_REFUSED(.flags = BANOS_DISK_FUA);
	CHECK_REFUSED(.queues = 1025);
	CHECK_REFUSED(.queue_depth = 10241);
	CHECK_REFUSED(.request_data_size = 65537);
	CHECK_REFUSED(.logical_block_size = 256);
	CHECK_REFUSED(.logical_block_size = 1000);
	CHECK_REFUSED(.logical_block_size = 8192);
	CHECK_REFUSED(.logical_block_size = 4096, .physical_block_size = 512);
	CHECK_REFUSED(.physical_block_size = 1000);
	CHECK_REFUSED(.optimal_size = 1000);
	CHECK_REFUSED(.max_transfer = 2048);
	CHECK_REFUSED(.max_transfer = 5000);
	CHECK_REFUSED(.max_segments = 65536);
	CHECK_REFUSED(.max_segment_size = 2048);
	CHECK_REFUSED(.segment_boundary = 2048);
	CHECK_REFUSED(.segment_boundary = 5000);
	CHECK_REFUSED(.segment_boundary = 4096, .max_segment_size = 4096);
	CHECK_REFUSED(.discard_granularity = 100);
}

static void good_options_are_taken(struct test *test)
{
	struct banos_disk_options options = plain;

	CHECK_EQUAL(try(&options), 0);
	options.capacity = 0;
	CHECK_EQUAL(try(&options), 0);
	options.capacity = (uint64_t)1 << 60;
	options.flags = BANOS_DISK_NO_PARTITIONS | BANOS_DISK_ROTATIONAL;
	options.logical_block_size = 4096;
	options.physical_block_size = 65536;
	options.max_transfer = 4096;
	options.max_segments = 1;
	options.max_segment_size = 4096;
	options.max_discard = ~(uint64_t)0;
	options.max_write_zeroes = ~(uint64_t)0;
	options.queues = 1024;
	options.queue_depth = 1;
	options.request_data_size = 0;
	CHECK_EQUAL(try(&options), 0);
}

struct longer_options {
	struct banos_disk_options options;
	uint64_t newer;
};

static void options_of_other_versions(struct test *test)
{
	struct longer_options longer = { .options = plain };

	longer.options.size = sizeof(longer);
	CHECK_EQUAL(try(&longer.options), 0);
	longer.newer = 1;
	CHECK_EQUAL(try(&longer.options), -BANOS_E2BIG);
	longer.options.size = sizeof(longer.options) - 8;
	CHECK_EQUAL(try(&longer.options), -BANOS_EINVAL);
	longer.options.size = 0;
	CHECK_EQUAL(try(&longer.options), -BANOS_EINVAL);
}

struct longer_operations {
	struct banos_disk_operations operations;
	void *newer;
};

static int32_t try_operations(const struct banos_disk_operations *table)
{
	struct banos_disk *created = NULL;
	int32_t error = banos_disk_create(suite_driver(), &plain, table,
					  &counts, &created);

	if (!error)
		banos_disk_destroy(created);
	return error;
}

static void operations_of_other_versions(struct test *test)
{
	struct longer_operations longer = { .operations = operations };

	longer.operations.size = sizeof(longer);
	CHECK_EQUAL(try_operations(&longer.operations), 0);
	longer.newer = &longer;
	CHECK_EQUAL(try_operations(&longer.operations), -BANOS_E2BIG);
	longer.operations.size = 16;
	CHECK_EQUAL(try_operations(&longer.operations), -BANOS_EINVAL);
}

static void foreign_callbacks_are_refused(struct test *test)
{
	struct banos_disk_operations table = operations;

	table.queue = (int32_t (*)(struct banos_block_request *))&table;
	CHECK_EQUAL(try_operations(&table), -BANOS_EINVAL);
	table = operations;
	table.commit = (void (*)(struct banos_disk *, void *, uint32_t))&table;
	CHECK_EQUAL(try_operations(&table), -BANOS_EINVAL);
}

static void names_are_unique(struct test *test)
{
	struct banos_disk_options options = plain;
	struct banos_disk *one = NULL, *two = NULL;

	CHECK_EQUAL(banos_disk_create(test->driver, &options, &operations,
				      &counts, &one), 0);
	CHECK_EQUAL(banos_strcmp(banos_disk_name(one), "banosdisk"), 0);
	CHECK_EQUAL(try(&options), -BANOS_EEXIST);
	options.name = "banosdisk%u";
	CHECK_EQUAL(banos_disk_create(test->driver, &options, &operations,
				      &counts, &two), 0);
	CHECK_EQUAL(banos_strcmp(banos_disk_name(two), "banosdisk0"), 0);
	banos_disk_destroy(one);
	banos_disk_destroy(two);
}

static void what_is_no_disk_is_not_opened(struct test *test)
{
	struct banos_block_device *device;

	CHECK_EQUAL(banos_block_device_open(test->driver, "/dev/no-such-disk",
					    0, &device), -BANOS_ENOENT);
	CHECK_EQUAL(banos_block_device_open(test->driver, "/dev/null", 0,
					    &device), -BANOS_EINVAL);
	CHECK_EQUAL(banos_block_device_open(test->driver, NULL, 0, &device),
		    -BANOS_EINVAL);
	CHECK_EQUAL(banos_block_device_open(test->driver, "/dev/null", 2,
					    &device), -BANOS_EINVAL);
	CHECK_EQUAL(banos_block_device_open(no_driver(), "/dev/null", 0,
					    &device), -BANOS_EINVAL);
}

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
	struct banos_disk_options options = plain;

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
	return banos_disk_create(suite_driver(), &options, &operations,
				 &counts, &disk);
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

static int64_t open_other(uint64_t argument)
{
	char path[64];
	int64_t error = banos_user_copy_in(path, argument, sizeof(path));

	path[sizeof(path) - 1] = 0;
	if (error || other)
		return error ?: -BANOS_EBUSY;
	return banos_block_device_open(suite_driver(), path, 0, &other);
}

static int64_t close_other(void)
{
	banos_block_device_close(other);
	other = NULL;
	forwards = false;
	return 0;
}

#define TRANSFER_SIZE 65536

static char in_the_image[TRANSFER_SIZE + 4096];

static bool is_all(const char *bytes, uint32_t pattern, uint64_t size)
{
	uint64_t i;

	for (i = 0; i < size; i++) {
		if ((uint8_t)bytes[i] != pattern)
			return false;
	}
	return true;
}

static int64_t transfer_with(const struct block_transfer *what, char *buffer)
{
	int64_t error;

	if (what->operation == BANOS_BLOCK_WRITE)
		banos_memset(buffer, (int)what->pattern, what->size);
	error = banos_block_device_transfer(other, what->operation,
					    what->offset, buffer, what->size);
	if (!error && what->operation == BANOS_BLOCK_READ &&
	    !is_all(buffer, what->pattern, what->size))
		return -BANOS_EILSEQ;
	return error;
}

static int64_t transfer(uint64_t argument)
{
	struct block_transfer what;
	int64_t error = banos_user_copy_in(&what, argument, sizeof(what));
	struct banos_pages *aligned;
	char *heap;

	if (error)
		return error;
	if (!other || what.size > TRANSFER_SIZE || what.skew > 4096)
		return -BANOS_ENXIO;
	if (what.where == 2)
		return transfer_with(&what, in_the_image + what.skew);
	if (what.where == 1) {
		error = banos_pages_create(suite_driver(), 17, 0, &aligned);
		if (error)
			return error;
		error = transfer_with(&what, (char *)banos_pages_address(aligned) +
					     what.skew);
		banos_pages_destroy(aligned);
		return error;
	}
	heap = banos_memory_allocate(suite_driver(), TRANSFER_SIZE + 4096, 0, 0);
	if (!heap)
		return -BANOS_ENOMEM;
	error = transfer_with(&what, heap + what.skew);
	banos_memory_free(heap);
	return error;
}

static int64_t describe(uint64_t argument)
{
	struct banos_block_device_description description = {
		.size = sizeof(description),
	};
	struct block_description out;
	int64_t error;

	if (!other)
		return -BANOS_ENXIO;
	error = banos_block_device_describe(other, &description);
	if (error)
		return error;
	out = (struct block_description) {
		.capacity = description.capacity,
		.logical_block_size = description.logical_block_size,
		.physical_block_size = description.physical_block_size,
		.max_discard = description.max_discard,
		.max_write_zeroes = description.max_write_zeroes,
		.flags = description.flags,
	};
	return banos_user_copy_out(argument, &out, sizeof(out));
}

static int64_t own_ioctl(struct banos_file *file, uint32_t command,
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
	case BLOCK_OPEN:
		return open_other(argument);
	case BLOCK_CLOSE:
		return close_other();
	case BLOCK_TRANSFER:
		return transfer(argument);
	case BLOCK_DESCRIBE:
		return describe(argument);
	case BLOCK_FORWARD:
		forwards = true;
		return other ? 0 : -BANOS_ENXIO;
	}
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

TEST_DRIVER(test_block, BLOCK_CASES, .ioctl = own_ioctl);
