/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/* Deferred work: what the driver and its program share. */
#ifndef TESTS_DRIVERS_SHIM_TEST_WORK_H
#define TESTS_DRIVERS_SHIM_TEST_WORK_H

#include "report.h"

#define WORK_CASES(CASE)                                                      \
	CASE(bad_work_is_refused)                                             \
	CASE(bad_queues_are_refused)                                          \
	CASE(queues_of_all_kinds_work)                                        \
	CASE(options_of_other_versions)                                       \
	CASE(work_runs_and_may_sleep)                                         \
	CASE(work_is_submitted_everywhere)                                    \
	CASE(submissions_before_a_run_become_one)                             \
	CASE(running_work_runs_once_more)                                     \
	CASE(ordered_queue_keeps_the_order)                                   \
	CASE(ordered_queue_runs_one_at_a_time)                                \
	CASE(parallel_queue_runs_several_at_once)                             \
	CASE(work_submits_itself)                                             \
	CASE(cancelled_work_does_not_run)                                     \
	CASE(cancelling_waits_for_the_run)                                    \
	CASE(cancelling_undoes_what_the_function_submits)                     \
	CASE(delay_is_not_too_short)                                          \
	CASE(earlier_delay_stays)                                             \
	CASE(endless_delay_is_a_delay)                                        \
	CASE(flushing_cuts_a_delay_short)                                     \
	CASE(flushing_idle_work_does_nothing)

enum work_command {
	/* Makes a queue and leaves it to be found among the threads. */
	WORK_QUEUE_HOLD = SUITE_OWN,
	WORK_QUEUE_DROP,
};

#endif
