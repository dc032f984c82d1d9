/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/* Threads: what the driver and its program share. */
#ifndef TESTS_DRIVERS_SHIM_TEST_THREAD_H
#define TESTS_DRIVERS_SHIM_TEST_THREAD_H

#include "report.h"

#define THREAD_CASES(CASE)                                                    \
	CASE(bad_arguments_are_refused)                                       \
	CASE(bad_options_are_refused)                                         \
	CASE(options_of_other_versions)                                       \
	CASE(result_is_handed_on)                                             \
	CASE(function_runs_even_if_stopped_at_once)                           \
	CASE(handle_is_there_when_the_function_begins)                        \
	CASE(thread_is_asked_to_stop)                                         \
	CASE(thread_cannot_stop_itself)                                       \
	CASE(sleep_is_not_too_short)                                          \
	CASE(wake_ends_the_sleep)                                             \
	CASE(wake_before_the_sleep_counts)                                    \
	CASE(thread_is_woken_everywhere)                                      \
	CASE(no_wake_is_lost)                                                 \
	CASE(many_threads_at_once)

/**
 * struct thread_request - THREAD_START: a thread to look at
 * @nice:     as in the options
 * @flags:    the same
 * @cpu:      the same
 * @realtime: made so, if not 0
 * @name:     empty: none
 */
struct thread_request {
	int32_t  nice;
	uint32_t flags;
	uint32_t cpu;
	uint32_t realtime;
	char     name[40];
};

enum thread_command {
	THREAD_START = SUITE_OWN,
	THREAD_STOP,
	/* How often it has looked around since it began. */
	THREAD_ROUNDS,
	/* Sleeps until it is detached; writes to the log how that ended. */
	THREAD_SLEEP_ON,
};

#endif
