/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/* Waiting: what the driver and its program share. */
#ifndef TESTS_DRIVERS_SHIM_TEST_WAIT_H
#define TESTS_DRIVERS_SHIM_TEST_WAIT_H

#include "report.h"

#define WAIT_CASES(CASE)                                                      \
	CASE(bad_arguments_are_refused)                                       \
	CASE(completion_counts)                                               \
	CASE(completion_that_is_complete_for_all)                             \
	CASE(completion_is_completed_everywhere)                              \
	CASE(completion_wait_is_not_too_short)                                \
	CASE(condition_that_holds_needs_no_sleep)                             \
	CASE(wait_is_not_too_short)                                           \
	CASE(queue_is_woken_everywhere)                                       \
	CASE(wake_all_wakes_all)                                              \
	CASE(waking_one_is_enough_for_one)                                    \
	CASE(no_wake_is_lost)                                                 \
	CASE(thread_that_is_to_stop_waits_no_more)                            \
	CASE(program_is_not_asked_to_stop)                                    \
	CASE(end_of_a_queue_ends_its_waits)

enum wait_command {
	/*
	 * Waits by the flags that are the argument until WAIT_WAKE comes, in
	 * the one or the other way; and a second time if the answer is
	 * ENODEV, and writes what that wait answers to the log.
	 */
	WAIT_COMPLETION = SUITE_OWN,
	WAIT_QUEUE,
	/* banos_file_wait(), and banos_sleep_interruptible() for an hour. */
	WAIT_FILE,
	WAIT_SLEEP,
	/* Lets one go that waits by the command that is the argument. */
	WAIT_WAKE,
	/* How many of them there are. */
	WAIT_COUNT,
};

#endif
