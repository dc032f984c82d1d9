/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/* Memory: what the driver and its program share. */
#ifndef TESTS_DRIVERS_SHIM_TEST_MEMORY_H
#define TESTS_DRIVERS_SHIM_TEST_MEMORY_H

#include "report.h"

#define MEMORY_CASES(CASE)                                                    \
	CASE(all_sizes_and_alignments_are_served)                             \
	CASE(large_memory_is_served)                                          \
	CASE(zeroed_memory_is_zero)                                           \
	CASE(bad_arguments_are_refused)                                       \
	CASE(arrays_are_multiplied_with_care)                                 \
	CASE(reallocation_keeps_content)                                      \
	CASE(reallocation_clears_what_is_new)                                 \
	CASE(failed_reallocation_changes_nothing)                             \
	CASE(memory_is_duplicated)                                            \
	CASE(null_is_nothing)                                                 \
	CASE(atomic_memory_works_everywhere)                                  \
	CASE(large_memory_is_freed_where_nobody_sleeps)                       \
	CASE(pages_are_zeroed_and_aligned)                                    \
	CASE(bad_pages_are_refused)

/**
 * struct memory_request - what each command takes
 * @size:   of a piece, bytes
 * @count:  of pieces, threads or rounds
 * @result: out
 */
struct memory_request {
	uint64_t size;
	uint64_t count;
	uint64_t result;
};

enum memory_command {
	/* Allocates @count pieces of @size; @result: how many there were. */
	MEMORY_HOLD = SUITE_OWN,
	/* Frees what is held. */
	MEMORY_DROP,
	/* Holds pages, @count of them in one handle, until MEMORY_DROP. */
	MEMORY_HOLD_PAGES,
	/* Frees one piece twice, and memory that is none; @result: is 0. */
	MEMORY_FREE_WRONGLY,
	/*
	 * Eight threads allocate, check, resize and free, @count times each, up
	 * to @size bytes; @result: how often something was wrong.
	 */
	MEMORY_STRESS,
};

#endif
