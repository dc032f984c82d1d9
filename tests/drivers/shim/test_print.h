/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/* Messages: what the driver and its program share. */
#ifndef TESTS_DRIVERS_SHIM_TEST_PRINT_H
#define TESTS_DRIVERS_SHIM_TEST_PRINT_H

#include "report.h"

#define PRINT_CASES(CASE)                                                     \
	CASE(bad_arguments_are_refused)                                       \
	CASE(text_is_formatted)                                               \
	CASE(format_tells_the_whole_length)                                   \
	CASE(pointers_are_hashed)                                             \
	CASE(what_is_no_conversion_is_printed)                                \
	CASE(formatting_works_everywhere)                                     \
	CASE(messages_are_written_everywhere)

#define PRINT_TEXT_SIZE 8192

/**
 * struct print_request - one message
 * @level:  for PRINT_TEXT and PRINT_FORMATTED
 * @count:  PRINT_LIMITED: how often; out: how many were written
 * @text:   what is written
 */
struct print_request {
	uint32_t level;
	uint32_t count;
	char     text[PRINT_TEXT_SIZE];
};

enum print_command {
	PRINT_LINE = SUITE_OWN,  /* banos_dprintln() */
	PRINT_NOTHING,           /* banos_dprintln(NULL) */
	PRINT_TEXT,              /* banos_print_text() */
	PRINT_FORMATTED,         /* banos_print() with "%s" */
	PRINT_LIMITED,           /* banos_print_limited(), from one place */
	PRINT_LIMITED_ELSEWHERE, /* the same from another, once */
	PRINT_LOOKED_UP,         /* by what banos_lookup_symbol() answers */
};

#endif
