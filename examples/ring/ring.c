/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * A driver for buffers that programs fill and empty: /dev/ring0, /dev/ring1
 * and so on, as many as the parameter "count" says. What they can do is in
 * ring.h. The driver shows how to wait, poll, map and count with many devices.
 */
#include "ring.h"

#include <banos/chrdev.h>
#include <banos/driver.h>
#include <banos/lock.h>
#include <banos/memory.h>
#include <banos/print.h>
#include <banos/user.h>
#include <banos/wait.h>

#define MOST_RINGS 4096

/*
 * One device. head and tail count the bytes that were written and read since
 * the last reset; only their remainders by the size are places. The mutex
 * guards both, the memory between them and the statistics; whoever only wants
 * to know whether it is worth to try looks at head and tail without it.
 */
struct ring {
	struct banos_mutex      *lock;
	struct banos_wait_queue *readers;
	struct banos_wait_queue *writers;
	struct banos_pages      *pages;
	struct banos_chrdev     *device;
	char                    *memory;
	uint64_t                 head;
	uint64_t                 tail;
	uint64_t                 read_waits;
	uint64_t                 write_waits;
};

static struct banos_driver *self;
static struct ring *rings;
static uint32_t count = 1;
static uint32_t size = 65536;

static const struct banos_parameter parameters[] = {
	BANOS_PARAMETER(count, BANOS_PARAMETER_UINT32,
			"how many rings; 1 to 4096"),
	BANOS_PARAMETER(size, BANOS_PARAMETER_UINT32,
			"of each ring, bytes: a power of two from a page on"),
};

static uint64_t ring_used(const struct ring *ring)
{
	return __atomic_load_n(&ring->head, __ATOMIC_RELAXED) -
	       __atomic_load_n(&ring->tail, __ATOMIC_RELAXED);
}

/* The conditions that readers and writers wait for. */
static int32_t is_not_empty(void *context)
{
	return ring_used(context) != 0;
}

static int32_t is_not_full(void *context)
{
	return ring_used(context) < size;
}

static uint64_t smaller(uint64_t left, uint64_t right)
{
	return left < right ? left : right;
}

/* Bytes from this place to the end of the memory, at most wanted ones. */
static uint64_t piece_at(uint64_t position, uint64_t wanted)
{
	return smaller(wanted, size - (position & (size - 1)));
}

/* The memory is a circle, so there are up to two pieces. With the lock held. */
static int64_t take(struct ring *ring, struct banos_user_buffer *to)
{
	uint64_t wanted = smaller(ring_used(ring),
				  banos_user_buffer_remaining(to));
	int64_t done = 0;

	while (wanted) {
		uint64_t piece = piece_at(ring->tail, wanted);
		char *place = ring->memory + (ring->tail & (size - 1));
		int64_t copied = banos_user_buffer_copy_to(to, place, piece);

		if (copied < 0)
			return done ? done : copied;
		__atomic_store_n(&ring->tail, ring->tail + (uint64_t)copied,
				 __ATOMIC_RELAXED);
		done += copied;
		wanted -= (uint64_t)copied;
		if ((uint64_t)copied < piece)
			break;
	}
	return done;
}

static int64_t put(struct ring *ring, struct banos_user_buffer *from)
{
	uint64_t wanted = smaller(size - ring_used(ring),
				  banos_user_buffer_remaining(from));
	int64_t done = 0;

	while (wanted) {
		uint64_t piece = piece_at(ring->head, wanted);
		char *place = ring->memory + (ring->head & (size - 1));
		int64_t copied = banos_user_buffer_copy_from(from, place, piece);

		if (copied < 0)
			return done ? done : copied;
		__atomic_store_n(&ring->head, ring->head + (uint64_t)copied,
				 __ATOMIC_RELAXED);
		done += copied;
		wanted -= (uint64_t)copied;
		if ((uint64_t)copied < piece)
			break;
	}
	return done;
}

/*
 * Takes the lock once the condition holds. Somebody else may be faster between
 * the wait and the lock; then it waits again.
 */
static int32_t lock_when(struct banos_file *file, struct ring *ring,
			 banos_wait_condition condition,
			 struct banos_wait_queue *queue, uint64_t *waits)
{
	for (;;) {
		int32_t error = banos_mutex_lock_interruptible(ring->lock);

		if (error)
			return error;
		if (condition(ring))
			return 0;
		if (!(banos_file_flags(file) & BANOS_FILE_NONBLOCKING))
			(*waits)++;
		banos_mutex_unlock(ring->lock);
		error = banos_file_wait(file, queue, condition, ring,
					BANOS_FOREVER,
					BANOS_WAIT_INTERRUPTIBLE);
		if (error)
			return error;
	}
}

static int64_t ring_read(struct banos_file *file, struct banos_user_buffer *to,
			 uint64_t *position)
{
	struct ring *ring = banos_file_context(file);
	int64_t done;
	int32_t error;

	(void)position;
	if (!banos_user_buffer_remaining(to))
		return 0;
	error = lock_when(file, ring, is_not_empty, ring->readers,
			  &ring->read_waits);
	if (error)
		return error;
	done = take(ring, to);
	banos_mutex_unlock(ring->lock);
	if (done > 0)
		banos_wake_all(ring->writers);
	return done;
}

static int64_t ring_write(struct banos_file *file,
			  struct banos_user_buffer *from, uint64_t *position)
{
	struct ring *ring = banos_file_context(file);
	int64_t done;
	int32_t error;

	(void)position;
	if (!banos_user_buffer_remaining(from))
		return 0;
	error = lock_when(file, ring, is_not_full, ring->writers,
			  &ring->write_waits);
	if (error)
		return error;
	done = put(ring, from);
	banos_mutex_unlock(ring->lock);
	if (done > 0)
		banos_wake_all(ring->readers);
	return done;
}

static uint32_t ring_poll(struct banos_file *file, struct banos_poll *poll)
{
	struct ring *ring = banos_file_context(file);
	uint32_t events = 0;
	uint64_t used;

	banos_poll_wait(poll, ring->readers);
	banos_poll_wait(poll, ring->writers);
	used = ring_used(ring);
	if (used)
		events |= BANOS_POLL_IN | BANOS_POLL_RDNORM;
	if (used < size)
		events |= BANOS_POLL_OUT | BANOS_POLL_WRNORM;
	return events;
}

static int32_t ring_mmap(struct banos_file *file, struct banos_mapping *mapping)
{
	struct ring *ring = banos_file_context(file);

	return banos_mapping_set_pages(mapping, ring->pages,
				       banos_mapping_offset(mapping) /
					       banos_page_size());
}

static int64_t reset(struct ring *ring)
{
	banos_mutex_lock(ring->lock);
	__atomic_store_n(&ring->tail, 0, __ATOMIC_RELAXED);
	__atomic_store_n(&ring->head, 0, __ATOMIC_RELAXED);
	ring->read_waits = 0;
	ring->write_waits = 0;
	banos_mutex_unlock(ring->lock);
	banos_wake_all(ring->writers);
	return 0;
}

static int64_t copy_statistics(struct ring *ring, uint64_t argument)
{
	struct ring_statistics statistics;

	banos_mutex_lock(ring->lock);
	statistics = (struct ring_statistics){
		.used = ring_used(ring),
		.written = ring->head,
		.read = ring->tail,
		.read_waits = ring->read_waits,
		.write_waits = ring->write_waits,
	};
	banos_mutex_unlock(ring->lock);
	return banos_user_copy_out(argument, &statistics, sizeof(statistics));
}

static int64_t ring_ioctl(struct banos_file *file, uint32_t command,
			  uint64_t argument)
{
	struct ring *ring = banos_file_context(file);
	unsigned long long bytes = size;

	switch (command) {
	case RING_SIZE:
		return banos_user_copy_out(argument, &bytes, sizeof(bytes));
	case RING_RESET:
		return reset(ring);
	case RING_STATISTICS:
		return copy_statistics(ring, argument);
	default:
		return -BANOS_ENOTTY;
	}
}

static const struct banos_chrdev_operations ring_operations = {
	.size = sizeof(ring_operations),
	.read = ring_read,
	.write = ring_write,
	.ioctl = ring_ioctl,
	.poll = ring_poll,
	.mmap = ring_mmap,
};

static const struct banos_chrdev_options ring_options = {
	.size = sizeof(ring_options),
	.flags = BANOS_CHRDEV_STREAM,
	.name = "ring%u",
};

/* The device comes last: programs may use it at once. */
static int32_t create(struct ring *ring)
{
	int32_t error;

	error = banos_mutex_create(self, &ring->lock);
	if (error)
		return error;
	error = banos_wait_queue_create(self, &ring->readers);
	if (error)
		return error;
	error = banos_wait_queue_create(self, &ring->writers);
	if (error)
		return error;
	error = banos_pages_create(self, size / banos_page_size(), 0,
				   &ring->pages);
	if (error)
		return error;
	ring->memory = banos_pages_address(ring->pages);
	return banos_chrdev_create(self, &ring_options, &ring_operations, ring,
				   &ring->device);
}

/* Also of a ring that was created in part: what is not there is NULL. */
static void destroy(struct ring *ring)
{
	banos_chrdev_destroy(ring->device);
	banos_pages_destroy(ring->pages);
	banos_wait_queue_destroy(ring->writers);
	banos_wait_queue_destroy(ring->readers);
	banos_mutex_destroy(ring->lock);
}

static int ring_uninit(struct banos_driver *driver)
{
	uint32_t i;

	(void)driver;
	for (i = 0; i < count; i++)
		destroy(&rings[i]);
	banos_memory_free(rings);
	return 0;
}

static int ring_init(struct banos_driver *driver)
{
	int32_t error = 0;
	uint32_t i;

	if (!count || count > MOST_RINGS || size < banos_page_size() ||
	    (size & (size - 1))) {
		banos_print(driver, BANOS_PRINT_ERROR,
			    "count %u or size %u is out of range", count, size);
		return -BANOS_EINVAL;
	}
	self = driver;
	rings = banos_memory_allocate_array(driver, count, sizeof(*rings), 0,
					    BANOS_MEMORY_ZERO);
	if (!rings)
		return -BANOS_ENOMEM;
	for (i = 0; i < count && !error; i++)
		error = create(&rings[i]);
	if (error)
		ring_uninit(driver);
	return error;
}

BANOS_DRIVER(ring, .version = BANOS_VERSION(1, 0, 0),
	     .license = "Dual MIT/GPL", .init = ring_init,
	     .uninit = ring_uninit,
	     .description = "buffers that programs fill and empty",
	     BANOS_PARAMETERS(parameters));
