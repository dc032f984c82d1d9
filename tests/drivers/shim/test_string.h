/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/* Memory and strings: what the driver and its program share. */
#ifndef TESTS_DRIVERS_SHIM_TEST_STRING_H
#define TESTS_DRIVERS_SHIM_TEST_STRING_H

#include "report.h"

#define STRING_CASES(CASE)                                                    \
	CASE(bytes_are_copied)                                                \
	CASE(overlapping_bytes_are_moved)                                     \
	CASE(bytes_are_filled_and_cleared)                                    \
	CASE(compiler_finds_its_functions)                                    \
	CASE(bytes_are_compared)                                              \
	CASE(strings_are_measured)                                            \
	CASE(strings_are_compared)                                            \
	CASE(strings_are_searched)                                            \
	CASE(copies_of_strings_are_cut)                                       \
	CASE(strings_are_duplicated)                                          \
	CASE(numbers_are_parsed)                                              \
	CASE(bad_numbers_are_refused)                                         \
	CASE(signed_numbers_are_parsed)                                       \
	CASE(all_of_it_works_everywhere)

#define STRING_SIZE 256

enum string_function {
	STRING_MEMCMP,
	STRING_MEMCHR,
	STRING_STRLEN,
	STRING_STRNLEN,
	STRING_STRCMP,
	STRING_STRNCMP,
	STRING_STRCHR,
	STRING_STRRCHR,
	STRING_STRSTR,
	STRING_FUNCTIONS,
};

/**
 * struct string_call - STRING_CALL: one call, for a program that compares
 * @function: enum string_function
 * @value:    a byte to look for
 * @size:     where the function has one
 * @result:   out: a sign, a length, or an offset into @left; -1 for NULL
 */
struct string_call {
	uint32_t function;
	int32_t  value;
	uint64_t size;
	int64_t  result;
	char     left[STRING_SIZE];
	char     right[STRING_SIZE];
};

#define STRING_CALL SUITE_OWN

#endif
