/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/* Clocks, sleeping and random numbers: what the driver and its program share. */
#ifndef TESTS_DRIVERS_SHIM_TEST_TIME_H
#define TESTS_DRIVERS_SHIM_TEST_TIME_H

#include "report.h"

#define TIME_CASES(CASE)                                                      \
	CASE(clocks_do_not_go_back)                                           \
	CASE(clocks_agree)                                                    \
	CASE(clocks_are_read_everywhere)                                      \
	CASE(sleep_is_not_too_short)                                          \
	CASE(interruptible_sleep_is_not_too_short)                            \
	CASE(bad_sleeper_is_refused)                                          \
	CASE(delay_is_not_too_short)                                          \
	CASE(long_delays_are_refused)                                         \
	CASE(delays_are_made_everywhere)                                      \
	CASE(random_bytes_fill_just_the_memory)                               \
	CASE(random_numbers_differ)                                           \
	CASE(random_numbers_stay_below_their_bound)                           \
	CASE(random_numbers_are_made_everywhere)

/**
 * struct time_clocks - TIME_READ: all clocks, nanoseconds
 */
struct time_clocks {
	uint64_t monotonic;
	uint64_t boot;
	uint64_t raw;
	uint64_t real;
};

enum time_command {
	TIME_READ = SUITE_OWN,
	/* banos_sleep_interruptible() for as long as the argument says. */
	TIME_SLEEP,
	/* Sleeps for an hour, and after a signal sleeps on, in short and long. */
	TIME_SLEEP_ON,
	/* Waits for random numbers, and answers whether they are ready. */
	TIME_RANDOM_WAIT,
};

#endif
