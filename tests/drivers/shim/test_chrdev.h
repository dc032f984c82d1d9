/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * Character devices: what the driver and its program share. The driver's own
 * node is for control; the devices under test are in slots, and what they do
 * is set from outside.
 */
#ifndef TESTS_DRIVERS_SHIM_TEST_CHRDEV_H
#define TESTS_DRIVERS_SHIM_TEST_CHRDEV_H

#include "report.h"

#define CHRDEV_CASES(CASE)                                                    \
	CASE(bad_arguments_are_refused)                                       \
	CASE(bad_names_are_refused)                                           \
	CASE(good_names_are_taken)                                            \
	CASE(bad_modes_and_flags_are_refused)                                 \
	CASE(options_of_other_versions)                                       \
	CASE(operations_of_other_versions)                                    \
	CASE(foreign_callbacks_are_refused)                                   \
	CASE(names_are_unique)                                                \
	CASE(numbers_are_the_lowest_free)                                     \
	CASE(numbers_are_apart_for_each_pattern)                              \
	CASE(devices_are_made_where_one_may_sleep)

#define CHRDEV_SLOTS 8
#define CHRDEV_PAGES 16
#define CHRDEV_QUEUES 9

/* What a device in a slot does; CHRDEV_SET changes it at any time. */
enum chrdev_setting {
	CHRDEV_OPEN_ANSWER,
	CHRDEV_READ_ANSWER,    /* not 0: instead of reading; and so on */
	CHRDEV_WRITE_ANSWER,
	CHRDEV_SEEK_ANSWER,
	CHRDEV_IOCTL_ANSWER,
	CHRDEV_MMAP_ANSWER,
	CHRDEV_POLL_ANSWER,    /* added to what it answers */
	CHRDEV_READ_WAITS,     /* reads wait for a token, and take it */
	CHRDEV_WAIT_FLAGS,     /* of such waits */
	CHRDEV_POLL_QUEUES,    /* how many queues a poll waits in */
	CHRDEV_FIRST_PAGE,     /* that a mapping shows, besides its offset */
	CHRDEV_SAY_TWICE,      /* which pages a mapping shows */
	CHRDEV_SAY_NOTHING,
	CHRDEV_FORBID_WRITING, /* in mappings */
	CHRDEV_LINGER_NS,      /* each operation takes so long */
	CHRDEV_SETTINGS,
};

/* Which operations a device has. */
enum chrdev_operation {
	CHRDEV_HAS_OPEN = 1,
	CHRDEV_HAS_RELEASE = 2,
	CHRDEV_HAS_READ = 4,
	CHRDEV_HAS_WRITE = 8,
	CHRDEV_HAS_SEEK = 16,
	CHRDEV_HAS_IOCTL = 32,
	CHRDEV_HAS_POLL = 64,
	CHRDEV_HAS_MMAP = 128,
	CHRDEV_HAS_ALL = 255,
};

/**
 * struct chrdev_request - CHRDEV_CREATE
 * @slot:       that is empty
 * @mode:       as in the options
 * @flags:      the same
 * @operations: enum chrdev_operation
 * @name:       out: as banos_chrdev_name() tells it
 */
struct chrdev_request {
	uint32_t slot;
	uint32_t mode;
	uint32_t flags;
	uint32_t operations;
	char     name[80];
};

/**
 * struct chrdev_change - CHRDEV_SET
 * @setting: enum chrdev_setting
 */
struct chrdev_change {
	uint32_t slot;
	uint32_t setting;
	int64_t  value;
};

/**
 * struct chrdev_counts - CHRDEV_COUNT: what happened in a slot
 * @slot:     in
 * @opens:    that succeeded
 * @releases: of files
 * @inside:   operations that run now
 * @waiting:  those of them that wait
 * @late:     operations that ran after the device had been destroyed
 * @wrong:    contexts that were not what they had to be
 * @mapping_offset, @mapping_size, @mapping_flags: of the last mmap
 * @command, @argument: of the last ioctl
 */
struct chrdev_counts {
	uint64_t slot;
	uint64_t opens;
	uint64_t releases;
	uint64_t inside;
	uint64_t waiting;
	uint64_t late;
	uint64_t wrong;
	uint64_t mapping_offset;
	uint64_t mapping_size;
	uint64_t mapping_flags;
	uint64_t command;
	uint64_t argument;
};

enum chrdev_command {
	CHRDEV_CREATE = SUITE_OWN,
	CHRDEV_DESTROY,       /* argument: the slot; keeps its counts */
	CHRDEV_SET,
	CHRDEV_COUNT,
	CHRDEV_ADD_TOKEN,     /* argument: the slot; wakes one */
	CHRDEV_TAKE_TOKEN,
	CHRDEV_WAKE,          /* argument: the slot + 256 * number of the queue */
	CHRDEV_DROP_PAGES,    /* argument: the slot: its pages' handle goes */
	CHRDEV_CLEAR,         /* argument: the slot: all as at the beginning */
	CHRDEV_CREATE_MANY,   /* argument: how many, "banosmany%u" */
	CHRDEV_DESTROY_MANY,
};

/* What the devices themselves take, as numbers of an ioctl. */
enum node_command {
	NODE_ECHO = 0x6e00,    /* answers the lowest 16 bits of the argument */
	NODE_IS_32BIT,         /* answers 1 in a call of a 32-bit program */
	NODE_FLAGS,            /* answers banos_file_flags() */
	NODE_WAIT,             /* waits for a token, by CHRDEV_WAIT_FLAGS */
};

#endif
