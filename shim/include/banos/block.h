/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * Disks: block devices in /dev that filesystems are made on, and disks of
 * others that a driver uses.
 *
 *	static int32_t ram_queue(struct banos_block_request *request)
 *	{
 *		struct banos_block_segment segment;
 *		char *place = (char *)request->context + request->offset;
 *
 *		banos_block_for_each_segment(request, &segment) {
 *			if (request->operation == BANOS_BLOCK_WRITE)
 *				banos_memcpy(place, segment.address, segment.size);
 *			else
 *				banos_memcpy(segment.address, place, segment.size);
 *			place += segment.size;
 *		}
 *		banos_block_request_end(request, 0);
 *		return 0;
 *	}
 *
 *	static const struct banos_disk_operations ram_operations = {
 *		.size = sizeof(ram_operations),
 *		.queue = ram_queue,
 *	};
 *
 *	const struct banos_disk_options options = {
 *		.size = sizeof(options),
 *		.name = "ram%u",
 *		.capacity = banos_memory_size(memory),
 *	};
 *
 *	error = banos_disk_create(driver, &options, &ram_operations, memory,
 *				  &disk);
 *
 * All sizes and places are in bytes. A disk may be destroyed at any time, also
 * while it is open, mounted or busy: from then on it answers -BANOS_EIO.
 * Making disks and using those of others is for drivers with a GPL-compatible
 * licence, because what it needs of the kernel is.
 */
#ifndef BANOS_BLOCK_H
#define BANOS_BLOCK_H

#include <banos/types.h>

BANOS_BEGIN_DECLARATIONS

struct banos_disk;          /* a disk of the driver's; a node in /dev */
struct banos_block_device;  /* a disk of somebody else's, opened; see below */
struct banos_block_request; /* one thing that a disk is to do; see below */

/* Since: 0.9.1 */
enum banos_disk_flags {
	/* Nothing can be written to it: the driver gets reads only. */
	BANOS_DISK_READ_ONLY = 1,
	/* It has places that are slow to go to; otherwise it has none. */
	BANOS_DISK_ROTATIONAL = 2,
	/* What was written may be lost with the power until a flush. */
	BANOS_DISK_WRITE_CACHE = 4,
	/* It can write one request through that cache. Only with the above. */
	BANOS_DISK_FUA = 8,
	/* queue() may sleep. */
	BANOS_DISK_MAY_SLEEP = 16,
	/* Nobody looks for partitions on it. */
	BANOS_DISK_NO_PARTITIONS = 32,
};

/**
 * struct banos_disk_options - what a disk is like
 * @size:                sizeof(struct banos_disk_options), as the driver was
 *                       compiled
 * @name:                1 to 31 bytes of [A-Za-z0-9_.:+@-], not "." or "..";
 *                       a "%u" in it becomes the lowest free number
 * @capacity:            of the disk; a multiple of @logical_block_size
 * @flags:               of enum banos_disk_flags
 * @queues:              through how many requests come at once, at most 1024;
 *                       0: one. More than the machine has processors are not
 *                       used
 * @queue_depth:         how many requests of each queue the driver may have at
 *                       a time, at most 10240; 0: 128
 * @request_data_size:   memory that each request has for the driver, at most
 *                       64 KiB; see struct banos_block_request
 * @logical_block_size:  every request begins and ends at a multiple of it: a
 *                       power of two from 512 to 4096; 0: 512
 * @physical_block_size: what the disk writes without reading first: a power of
 *                       two, not less than the above; 0: the same
 * @optimal_size:        of a request, for best throughput; 0: not known
 * @max_transfer:        of a read or write, at least 4096 and a multiple of
 *                       @logical_block_size; 0: 1 MiB
 * @max_segments:        of a read or write, at most 65535; 0: 128
 * @max_segment_size:    of one segment, at least 4096; 0: 64 KiB, or no limit
 *                       with @segment_boundary
 * @segment_boundary:    a power of two, at least 4096: all segments but a
 *                       request's first begin, and all but its last end, at an
 *                       address that is a multiple of it, as lists of pages
 *                       need it. Not with @max_segment_size. 0: none
 * @max_discard:         of a discard; 0: the disk has none
 * @discard_granularity: what a discard can free, a power of two and a multiple
 *                       of @logical_block_size; 0: that
 * @max_write_zeroes:    of a write of zeroes; 0: the disk has none
 * @timeout_ns:          how long the driver may have a request until
 *                       timeout() is called, at most an hour; 0: 30 seconds.
 *                       The kernel looks about once a second
 *
 * Since: 0.9.1
 */
struct banos_disk_options {
	uint64_t    size;
	const char *name;
	uint64_t    capacity;
	uint32_t    flags;
	uint32_t    queues;
	uint32_t    queue_depth;
	uint32_t    request_data_size;
	uint32_t    logical_block_size;
	uint32_t    physical_block_size;
	uint32_t    optimal_size;
	uint32_t    max_transfer;
	uint32_t    max_segments;
	uint32_t    max_segment_size;
	uint32_t    segment_boundary;
	uint32_t    discard_granularity;
	uint64_t    max_discard;
	uint64_t    max_write_zeroes;
	uint64_t    timeout_ns;
};

/**
 * struct banos_disk_operations - what a disk does
 * @size:   sizeof(struct banos_disk_operations), as the driver was compiled
 * @queue:  here is a request. 0: the driver has it, and ends it once, by
 *          banos_block_request_end(), from here, or later from anywhere.
 *          -BANOS_EBUSY or -BANOS_ENOMEM: there is no room or no memory for it
 *          now; it comes again soon, and so does what is behind it. Another
 *          negative error: it failed. With an error the driver must not have
 *          ended it, and does not look at it any more. Required
 * @commit: requests of a queue that came with BANOS_BLOCK_MORE have nothing
 *          behind them after all: start what has not been started. NULL: each
 *          is started as it comes
 * @timeout: the driver has had this request for longer than the options say,
 *          and has not ended it. Find out what became of it, or give the device
 *          up and end all by banos_disk_end_requests(). Somebody else of the
 *          driver may be ending this one right now: who does is for the
 *          driver to know, under a lock of its own. It is called again after
 *          the same time until the request has ended. NULL: there is no limit,
 *          and nobody is told
 *
 * Nobody but the driver ends a request that it has: until then whoever asked
 * for it waits, and so does whoever uninstalls the driver or detaches it.
 *
 * All may run at any time from before banos_disk_create() has returned until
 * banos_disk_destroy() has, for several queues at once and, for requests that
 * do not need each other, for one queue as well.
 *
 * Context: must not sleep, but with BANOS_DISK_MAY_SLEEP, and but for @timeout;
 *          a banos_spinlock may be taken. The thread that they run in may be
 *          one that frees memory for others: memory that is allocated there
 *          does not wait for disks, and may not be there.
 *
 * Since: 0.9.1
 */
struct banos_disk_operations {
	uint64_t size;
	int32_t  (*queue)(struct banos_block_request *request);
	void     (*commit)(struct banos_disk *disk, void *context,
			   uint32_t queue);
	void     (*timeout)(struct banos_block_request *request);
};

/**
 * banos_disk_create - make a disk, and put it into /dev
 * @driver:     owner of the disk, which ends with it at the latest
 * @options:    copied; may live on the stack
 * @operations: what the disk does; copied
 * @context:    member of each request; never looked at
 * @disk:       out: the handle, owned by @driver; written before the first
 *              request comes
 *
 * Requests come before this has returned: partitions are looked for.
 *
 * Context: may sleep; not from an operation of a disk.
 * Since:   0.9.1; for drivers with a GPL-compatible licence
 * Returns: 0, or
 *          -BANOS_EEXIST  there is something of that name in /dev
 *          -BANOS_EINVAL  @driver is none, a callback is not in its code or
 *                         queue() is missing, or an option is out of range
 *          -BANOS_E2BIG   a byte that this version does not know is not zero
 *          -BANOS_ENODEV  the driver is being uninstalled
 *          -BANOS_ENOMEM  out of memory
 */
BANOS_MUST_CHECK
int32_t banos_disk_create(struct banos_driver *driver,
			  const struct banos_disk_options *options,
			  const struct banos_disk_operations *operations,
			  void *context, struct banos_disk **disk);

/**
 * banos_disk_destroy - take a disk away
 * @disk: not to be used by anybody from here on; may be NULL
 *
 * What was written and is still in the kernel's memory comes as requests
 * first, and then whatever the driver has is waited for: so all requests have
 * to end some time, those of a device that is gone by
 * banos_disk_end_requests(). After that no operation runs. Programs and
 * filesystems that have the disk open get -BANOS_EIO from then on.
 *
 * Context: may sleep; not from an operation of a disk, and not while a lock is
 *          held that an operation of this one takes.
 * Since:   0.9.1; GPL-compatible
 */
void banos_disk_destroy(struct banos_disk *disk);

/**
 * banos_disk_name - the name of the node, without "/dev/"
 *
 * Context: any.
 * Since:   0.9.1
 * Returns: a string that lives as long as @disk
 */
const char *banos_disk_name(const struct banos_disk *disk);

/**
 * banos_disk_set_capacity - the disk has become larger or smaller
 * @disk:     of the driver
 * @capacity: a multiple of its logical block size
 *
 * Requests for what is behind the new end may still be on their way.
 *
 * Context: may sleep; not from an operation of a disk.
 * Since:   0.9.1; GPL-compatible
 * Returns: 0, or -BANOS_EINVAL: @capacity is out of range
 */
BANOS_MUST_CHECK
int32_t banos_disk_set_capacity(struct banos_disk *disk, uint64_t capacity);

/**
 * banos_disk_end_requests - end whatever requests the driver has
 * @disk:  of the driver
 * @error: how they end: a negative error
 *
 * For a device that does not answer any more, once nobody else of the driver
 * ends requests of this disk: its interrupts are off, its timers and its work
 * have been cancelled, and its queue() refuses what comes. It waits for those
 * that are in queue() now.
 *
 * Context: may sleep; not from an operation of a disk.
 * Since:   0.9.1; GPL-compatible
 * Returns: how many there were
 */
uint32_t banos_disk_end_requests(struct banos_disk *disk, int32_t error);

/*
 * What a request asks for. A disk gets those that its options name; reads and
 * writes always, but writes not if it is read-only. What else may come one day
 * has to be asked for by an option. Since: 0.9.1
 */
enum banos_block_operation {
	BANOS_BLOCK_READ = 0,         /* fill the segments */
	BANOS_BLOCK_WRITE = 1,        /* take what is in the segments */
	BANOS_BLOCK_FLUSH = 2,        /* what was written before is to last */
	BANOS_BLOCK_DISCARD = 3,      /* nobody needs what is there any more */
	BANOS_BLOCK_WRITE_ZEROES = 4, /* what is there becomes zero */
};

/* How. A driver passes over those that it does not know. Since: 0.9.1 */
enum banos_block_request_flags {
	/* A write that is to last when it ends. Only with BANOS_DISK_FUA. */
	BANOS_BLOCK_FUA = 1,
	/* Of a write of zeroes: the room for it has to stay taken. */
	BANOS_BLOCK_KEEP_ROOM = 2,
	/* Another one of this queue comes at once, or else commit(). */
	BANOS_BLOCK_MORE = 4,
};

/**
 * struct banos_block_request - one thing that a disk is to do
 * @data:      request_data_size bytes for the driver, aligned to 16; nobody
 *             else writes there. They belong to the place that the request
 *             has among those of its queue, so what an earlier one left there
 *             is still there; at first all are zero
 * @context:   that banos_disk_create() was given
 * @offset:    on the disk; 0 for a flush
 * @size:      of what is to be done there: of a read or write, all its
 *             segments together; 0 for a flush
 * @operation: of enum banos_block_operation
 * @flags:     of enum banos_block_request_flags
 * @queue:     which one it came through, from 0
 * @tag:       which of the queue's requests it is, from 0 to queue_depth - 1:
 *             no other one that the driver has of this queue has the same
 *
 * The driver reads this from queue() on until it ends the request. Behind the
 * members, which stay where they are for ever, it is larger than declared
 * here: the rest is the shim's.
 *
 * Since: 0.9.1
 */
struct banos_block_request {
	void    *data;
	void    *context;
	uint64_t offset;
	uint64_t size;
	uint32_t operation;
	uint32_t flags;
	uint32_t queue;
	uint32_t tag;
};

/**
 * banos_block_request_end - a request is done
 * @request: not to be looked at any more
 * @error:   0, or a negative error: whoever asked gets it. -BANOS_EOPNOTSUPP,
 *           -BANOS_ENOSPC, -BANOS_ETIMEDOUT, -BANOS_ENOMEM and -BANOS_EILSEQ
 *           (the data is not what was written) mean something to those, all
 *           else is -BANOS_EIO
 *
 * Context: any; on RT not in hard interrupts, and not while a
 *          banos_raw_spinlock is held.
 * Since:   0.9.1; GPL-compatible
 */
void banos_block_request_end(struct banos_block_request *request,
			     int32_t error);

/**
 * struct banos_block_segment - a piece of a request's data, during a walk
 * @address: where the data is: memory that the driver may read and write with
 *           its processor, and that lies side by side for devices, too
 * @size:    of the piece, at most max_segment_size; 0: there is none any more
 * @offset:  of the piece in the request's data
 * @walk:    the shim's
 *
 * Since: 0.9.1
 */
struct banos_block_segment {
	void    *address;
	uint64_t size;
	uint64_t offset;
	uint64_t walk[5];
};

/*
 * Begin a walk over the data of a request: @segment becomes the first piece.
 * Walks do not know of each other. Only reads and writes have data.
 * Context: any. Since: 0.9.1; GPL-compatible
 */
void banos_block_segment_first(const struct banos_block_request *request,
			       struct banos_block_segment *segment);

/*
 * And the one behind. Call it if there is one; the macro below knows.
 * Context: any. Since: 0.9.1; GPL-compatible
 */
void banos_block_segment_next(const struct banos_block_request *request,
			      struct banos_block_segment *segment);

/**
 * banos_block_for_each_segment - walk over the data of a request
 * @request: struct banos_block_request *
 * @segment: struct banos_block_segment *: the piece where the walk is
 *
 * A loop: for the data of a read or write, in order, and not at all for what
 * has no data. There are at most max_segments pieces.
 *
 * Context: any.
 * Since:   0.9.1
 */
#define banos_block_for_each_segment(request, segment)                        \
	for (banos_block_segment_first((request), (segment));                 \
	     (segment)->size;                                                 \
	     banos_block_segment_advance((request), (segment)))

/* One step of the loop. */
static inline void
banos_block_segment_advance(const struct banos_block_request *request,
			    struct banos_block_segment *segment)
{
	if (segment->offset + segment->size < request->size)
		banos_block_segment_next(request, segment);
	else
		segment->size = 0;
}

/*
 * Disks of others. A driver that stacks a disk on others, or reads what is on
 * one, opens them by name; nobody else can then mount them.
 */

/* Since: 0.9.1 */
enum banos_block_device_flags {
	/* To open: nothing will be written. Described: nothing can be. */
	BANOS_BLOCK_DEVICE_READ_ONLY = 1,
};

/**
 * banos_block_device_open - use a disk of somebody else's
 * @driver: owner of the handle, which ends with it at the latest
 * @path:   of the disk or the partition: "/dev/vda1"
 * @flags:  of enum banos_block_device_flags
 * @device: out: the handle, owned by @driver
 *
 * Who uninstalls the driver of that disk is told that @driver uses it.
 *
 * Context: may sleep; not from an operation of a disk.
 * Since:   0.9.1; for drivers with a GPL-compatible licence
 * Returns: 0, or
 *          -BANOS_ENOENT  there is nothing of that name
 *          -BANOS_EBUSY   somebody else has it for himself: it is mounted, or
 *                         another driver has opened it
 *          -BANOS_EACCES  it cannot be written
 *          -BANOS_EINVAL  @driver is none, @flags is out of range, or @path is
 *                         no block device
 *          -BANOS_ENODEV  @driver is being uninstalled
 *          -BANOS_ENOMEM  out of memory
 *          or what the driver of the disk said
 */
BANOS_MUST_CHECK
int32_t banos_block_device_open(struct banos_driver *driver, const char *path,
				uint32_t flags,
				struct banos_block_device **device);

/**
 * banos_block_device_close - use it no more
 * @device: not to be used by anybody from here on; may be NULL
 *
 * Waits until all that was forwarded has ended.
 *
 * Context: may sleep; not from banos_block_forward_ended.
 * Since:   0.9.1; GPL-compatible
 */
void banos_block_device_close(struct banos_block_device *device);

/**
 * struct banos_block_device_description - what a disk of somebody else's is
 * @size:                sizeof(struct banos_block_device_description), as the
 *                       driver was compiled
 * @capacity:            now
 * @logical_block_size:  every transfer begins and ends at a multiple of it
 * @physical_block_size: what the disk writes without reading first
 * @max_discard:         what it discards at once; 0: it cannot
 * @max_write_zeroes:    what it makes zero at once; 0: it cannot
 * @flags:               of enum banos_block_device_flags
 * @reserved:            0
 *
 * Since: 0.9.1
 */
struct banos_block_device_description {
	uint64_t size;
	uint64_t capacity;
	uint32_t logical_block_size;
	uint32_t physical_block_size;
	uint64_t max_discard;
	uint64_t max_write_zeroes;
	uint32_t flags;
	uint32_t reserved;
};

/**
 * banos_block_device_describe - what is this disk?
 * @device:      opened
 * @description: its member size says how much is there; the rest is filled in
 *
 * Context: any.
 * Since:   0.9.1; GPL-compatible
 * Returns: 0, or -BANOS_EINVAL: the size is out of range
 */
BANOS_MUST_CHECK
int32_t
banos_block_device_describe(const struct banos_block_device *device,
			    struct banos_block_device_description *description);

/**
 * banos_block_device_transfer - read or write, and wait for it
 * @device:    opened
 * @operation: of enum banos_block_operation
 * @offset:    on the disk; a multiple of its logical block size, as is @size
 * @memory:    of the driver, any kind but a program's; NULL for what has no
 *             data
 * @size:      0 for a flush
 *
 * Context: may sleep; not from an operation of a disk: that hands on what it
 *          got by banos_block_device_forward(), or leaves this to work.
 * Since:   0.9.1; GPL-compatible
 * Returns: 0, or
 *          -BANOS_EINVAL      an argument is out of range
 *          -BANOS_EOPNOTSUPP  the disk cannot do that
 *          -BANOS_ENOMEM      out of memory
 *          or what became of it, -BANOS_EIO as a rule
 */
BANOS_MUST_CHECK
int32_t banos_block_device_transfer(struct banos_block_device *device,
				    uint32_t operation, uint64_t offset,
				    void *memory, uint64_t size);

/**
 * typedef banos_block_forward_ended - what was forwarded is done
 * @request: the driver still has it
 * @context: as it was handed to banos_block_device_forward()
 * @error:   0 or a negative error
 *
 * Context: as that of a timer or worse: must not sleep.
 */
typedef void (*banos_block_forward_ended)(struct banos_block_request *request,
					  void *context, int32_t error);

/**
 * banos_block_device_forward - let another disk do (a part of) a request
 * @device:  opened
 * @request: that the driver has, and keeps until @ended was called
 * @skip:    where in the request the part begins
 * @size:    of the part, with @skip at most the request's
 * @offset:  where on @device it belongs
 * @ended:   called once if this succeeds, maybe before it returns; code of the
 *           driver
 * @context: handed to @ended, never looked at
 *
 * The other disk works on the very segments of the request: nothing is copied.
 * What the request is, is what the other disk is asked for, FUA and all.
 * A request may be forwarded to many.
 *
 * Context: may sleep: so queue() of a disk with BANOS_DISK_MAY_SLEEP, or work.
 *          The disk that it is a request of has max_segments of at most 256.
 * Since:   0.9.1; GPL-compatible
 * Returns: 0, or
 *          -BANOS_EINVAL  an argument is out of range
 *          -BANOS_ENODEV  @device is being closed
 */
BANOS_MUST_CHECK
int32_t banos_block_device_forward(struct banos_block_device *device,
				   struct banos_block_request *request,
				   uint64_t skip, uint64_t size,
				   uint64_t offset,
				   banos_block_forward_ended ended,
				   void *context);

BANOS_END_DECLARATIONS

#endif
