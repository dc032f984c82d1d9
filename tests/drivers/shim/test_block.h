/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * Disks: what the driver and its program share. The driver has one disk, whose
 * memory it keeps when the disk is destroyed, and one disk of somebody else's.
 */
#ifndef TESTS_DRIVERS_SHIM_TEST_BLOCK_H
#define TESTS_DRIVERS_SHIM_TEST_BLOCK_H

#include "report.h"

#define BLOCK_CASES(CASE)                                                     \
	CASE(bad_arguments_are_refused)                                       \
	CASE(bad_names_are_refused)                                           \
	CASE(bad_options_are_refused)                                         \
	CASE(good_options_are_taken)                                          \
	CASE(options_of_other_versions)                                       \
	CASE(operations_of_other_versions)                                    \
	CASE(foreign_callbacks_are_refused)                                   \
	CASE(names_are_unique)                                                \
	CASE(what_is_no_disk_is_not_opened)

/* The largest disk, bytes. */
#define BLOCK_CAPACITY (8u << 20)

/* How requests end. */
enum block_end {
	BLOCK_END_AT_ONCE,
	BLOCK_END_IN_WORK,
	BLOCK_END_IN_TIMER,
	BLOCK_END_LATE, /* after three seconds */
	BLOCK_END_NOT,  /* until BLOCK_LET_GO or BLOCK_ABORT */
};

enum block_setting {
	BLOCK_END,     /* enum block_end */
	BLOCK_ERROR,   /* with what requests end */
	BLOCK_ANSWER,  /* not 0: what queue() answers */
	BLOCK_BUSY,    /* so many times it is -BANOS_EBUSY, before that */
	BLOCK_GIVE_UP, /* not 0: at the so-manieth timeout() all end */
	BLOCK_SETTINGS,
};

enum block_command {
	BLOCK_CREATE = SUITE_OWN, /* struct block_create */
	BLOCK_DESTROY,
	BLOCK_SET,                /* struct block_change */
	BLOCK_COUNT,              /* struct block_counts */
	BLOCK_LET_GO,             /* ends what waits */
	BLOCK_ABORT,              /* banos_disk_end_requests(); answers how many */
	BLOCK_RESIZE,             /* the argument: bytes */
	BLOCK_OPEN,               /* a path of 64 bytes */
	BLOCK_CLOSE,
	BLOCK_TRANSFER,           /* struct block_transfer */
	BLOCK_DESCRIBE,           /* struct block_description */
	BLOCK_FORWARD,            /* what the disk gets goes to the opened one */
};

/* As in struct banos_disk_options; the name is "banosdisk". */
struct block_create {
	uint64_t capacity;
	uint32_t flags;
	uint32_t queues;
	uint32_t queue_depth;
	uint32_t logical_block_size;
	uint32_t physical_block_size;
	uint32_t max_transfer;
	uint32_t max_segments;
	uint32_t max_segment_size;
	uint32_t segment_boundary;
	uint32_t discard_granularity;
	uint64_t max_discard;
	uint64_t max_write_zeroes;
	uint64_t timeout_ns;
};

struct block_change {
	uint32_t setting;
	uint32_t reserved;
	int64_t  value;
};

/* Since the disk was created. */
struct block_counts {
	uint64_t requests[5]; /* by enum banos_block_operation */
	uint64_t fua;
	uint64_t keep_room;
	uint64_t more;
	uint64_t commits;
	uint64_t timeouts;
	uint64_t queues;      /* a bit for each that was seen */
	uint64_t waiting;     /* requests that have not ended, now */
	uint64_t wrong;       /* what a request should not be */
	uint64_t late;        /* calls after the disk was destroyed */
};

struct block_transfer {
	uint32_t operation;
	uint32_t where;  /* its memory: 0 the heap, 1 pages, 2 the image */
	uint64_t offset;
	uint64_t size;   /* at most 65536 */
	uint32_t pattern; /* what is written, or has to be read: a byte */
	uint32_t skew;    /* of the memory, bytes */
};

struct block_description {
	uint64_t capacity;
	uint32_t logical_block_size;
	uint32_t physical_block_size;
	uint64_t max_discard;
	uint64_t max_write_zeroes;
	uint32_t flags;
	uint32_t reserved;
};

#endif
