/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/* Locks: what the driver and its program share. */
#ifndef TESTS_DRIVERS_SHIM_TEST_LOCK_H
#define TESTS_DRIVERS_SHIM_TEST_LOCK_H

#include "report.h"

#define LOCK_CASES(CASE)                                                      \
	CASE(bad_arguments_are_refused)                                       \
	CASE(null_may_be_destroyed)                                           \
	CASE(mutex_lets_one_in)                                               \
	CASE(mutex_that_is_taken_is_not_taken_by_trying)                      \
	CASE(spinlock_lets_one_in)                                            \
	CASE(spinlock_that_is_taken_is_not_taken_by_trying)                   \
	CASE(raw_spinlock_lets_one_in)                                        \
	CASE(raw_spinlock_that_is_taken_is_not_taken_by_trying)               \
	CASE(rwlock_lets_one_writer_in)                                       \
	CASE(rwlock_lets_readers_in_together)                                 \
	CASE(downgrade_lets_readers_in)                                       \
	CASE(many_locks_of_one_line)

enum lock_command {
	/* Takes the mutex, and gives it back when LOCK_RELEASE comes. */
	LOCK_HOLD = SUITE_OWN,
	LOCK_RELEASE,
	/* Takes the mutex by the interruptible call, and gives it back. */
	LOCK_TRY_INTERRUPTIBLY,
	/* Answers 1 while LOCK_HOLD holds it. */
	LOCK_IS_HELD,
};

#endif
