/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/* Symbols: the cases of the driver. */
#ifndef TESTS_DRIVERS_SHIM_TEST_SYMBOL_H
#define TESTS_DRIVERS_SHIM_TEST_SYMBOL_H

#include "report.h"

#define SYMBOL_CASES(CASE)                                                    \
	CASE(symbols_are_looked_up)                                           \
	CASE(symbols_are_taken_and_given_back)                                \
	CASE(bad_arguments_are_refused)                                       \
	CASE(state_of_an_export_is_told)                                      \
	CASE(state_is_told_to_other_versions)                                 \
	CASE(sizes_of_structs_are_told)

#endif
