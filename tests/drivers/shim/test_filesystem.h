/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * File systems: what the driver and its program share. It has a type,
 * "banostest", with one tree that nobody can change:
 *
 *	file    FILESYSTEM_CONTENT
 *	link    a symbolic link to "file"
 *	folder  an empty directory
 *
 * What its operations answer instead of the truth is set from outside.
 */
#ifndef TESTS_DRIVERS_SHIM_TEST_FILESYSTEM_H
#define TESTS_DRIVERS_SHIM_TEST_FILESYSTEM_H

#include "report.h"

#define FILESYSTEM_CASES(CASE)                                                \
	CASE(bad_arguments_are_refused)                                       \
	CASE(bad_names_are_refused)                                           \
	CASE(operations_that_are_missing_are_refused)                         \
	CASE(structs_of_other_versions)                                       \
	CASE(foreign_callbacks_are_refused)                                   \
	CASE(names_are_unique)                                                \
	CASE(names_can_be_taken_again)                                        \
	CASE(sources_are_opened_and_read)

#define FILESYSTEM_TYPE "banostest"
#define FILESYSTEM_CONTENT "the content of the file\n"

/* What an operation does; 0: the truth. FILESYSTEM_SET changes it. */
enum filesystem_setting {
	FILESYSTEM_MOUNT_ANSWER,
	FILESYSTEM_ROOT,            /* the id that mount() says */
	FILESYSTEM_MOUNT_FLAGS,     /* and so on */
	FILESYSTEM_BLOCK_SIZE,
	FILESYSTEM_LARGEST_FILE,
	FILESYSTEM_LOAD_ANSWER,     /* of all nodes but the root */
	FILESYSTEM_ATTRIBUTES_ANSWER,
	FILESYSTEM_TYPE_OF_FILE,    /* what the file's attributes say */
	FILESYSTEM_MODE_OF_FILE,
	FILESYSTEM_USER_OF_FILE,
	FILESYSTEM_LINKS_OF_FILE,
	FILESYSTEM_SIZE_OF_FILE,
	FILESYSTEM_MAJOR_OF_FILE,
	FILESYSTEM_LOOKUP_ANSWER,
	FILESYSTEM_LOOKUP_ID,
	FILESYSTEM_READ_ANSWER,
	FILESYSTEM_READ_MOVES,      /* bytes that it copies before that */
	FILESYSTEM_WRITE_ANSWER,
	FILESYSTEM_LIST_ANSWER,
	FILESYSTEM_LIST_BAD,        /* which of the bad entries it adds */
	FILESYSTEM_CREATE_ID,       /* not 0: it creates, and says that */
	FILESYSTEM_LINK_TARGET,     /* which bad target the link has */
	FILESYSTEM_LINGER_NS,       /* each read takes so long */
	FILESYSTEM_SETTINGS,
};

/* Ids of its nodes. */
enum filesystem_node {
	FILESYSTEM_NODE_ROOT = 0x1000000000000001,
	FILESYSTEM_NODE_FILE = 0x8000000000000002,
	FILESYSTEM_NODE_LINK = 3,
	FILESYSTEM_NODE_FOLDER = 4,
};

/* How often it was called; @inside: operations that run now. */
struct filesystem_counts {
	uint64_t mounts;
	uint64_t unmounts;
	uint64_t loads;
	uint64_t forgets;
	uint64_t lookups;
	uint64_t reads;
	uint64_t after_unmount; /* calls that came too late */
	int64_t  inside;
};

struct filesystem_change {
	uint32_t setting;
	uint32_t reserved;
	int64_t  value;
};

enum filesystem_command {
	FILESYSTEM_SET = SUITE_OWN, /* struct filesystem_change */
	FILESYSTEM_CLEAR,           /* settings and counts */
	FILESYSTEM_COUNTS,          /* struct filesystem_counts, out */
	FILESYSTEM_CREATE,          /* the type */
	FILESYSTEM_DESTROY,
};

#endif
