/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/* Timers: the cases of the driver. */
#ifndef TESTS_DRIVERS_SHIM_TEST_TIMER_H
#define TESTS_DRIVERS_SHIM_TEST_TIMER_H

#include "report.h"

#define TIMER_CASES(CASE)                                                     \
	CASE(bad_arguments_are_refused)                                       \
	CASE(timer_calls_once)                                                \
	CASE(timer_does_not_call_too_early)                                   \
	CASE(timer_calls_at_a_moment)                                         \
	CASE(periodic_timer_keeps_its_pace)                                   \
	CASE(periods_that_are_out_of_range)                                   \
	CASE(later_start_replaces_the_earlier)                                \
	CASE(function_starts_its_timer_anew)                                  \
	CASE(function_ends_its_period)                                        \
	CASE(function_changes_its_period)                                     \
	CASE(stopped_timer_does_not_call)                                     \
	CASE(stopping_waits_for_the_function)                                 \
	CASE(stopping_undoes_what_the_function_starts)                        \
	CASE(trying_to_stop_does_not_wait)                                    \
	CASE(remaining_time_is_told)                                          \
	CASE(timers_are_started_everywhere)                                   \
	CASE(function_runs_on_one_cpu_at_a_time)                              \
	CASE(destroying_ends_a_running_timer)                                 \
	CASE(many_timers_at_once)

#endif
