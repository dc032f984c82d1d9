/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/* Interrupts: the cases of the driver. */
#ifndef TESTS_DRIVERS_SHIM_TEST_INTERRUPT_H
#define TESTS_DRIVERS_SHIM_TEST_INTERRUPT_H

#include "report.h"

#define INTERRUPT_CASES(CASE)                                                 \
	CASE(vectors_are_given_once)                                          \
	CASE(bad_vectors_are_refused)                                         \
	CASE(bad_interrupts_are_refused)                                      \
	CASE(message_reaches_the_handler)                                     \
	CASE(line_reaches_the_handler)                                        \
	CASE(hard_handler_is_called)                                          \
	CASE(thread_runs_after_the_handler)                                   \
	CASE(thread_alone_is_enough)                                          \
	CASE(synchronizing_waits_for_the_thread)                              \
	CASE(destroying_waits_for_the_thread)

#endif
