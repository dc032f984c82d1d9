/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/* The memory of programs: what the driver and its program share. */
#ifndef TESTS_DRIVERS_SHIM_TEST_USER_H
#define TESTS_DRIVERS_SHIM_TEST_USER_H

#include "report.h"

#define USER_DATA_SIZE 4096
#define USER_FILLING 0xa5

enum user_function {
	USER_COPY_IN,
	USER_COPY_OUT,
	USER_ZERO,
	USER_COPY_STRING,
};

/**
 * struct user_request - USER_CALL: one call
 * @function: enum user_function
 * @address:  in the program
 * @size:     larger than USER_DATA_SIZE only if it must be refused
 * @result:   out
 * @data:     the driver's side: what is copied out, or was copied in over
 *            USER_FILLING
 */
struct user_request {
	uint64_t function;
	uint64_t address;
	uint64_t size;
	int64_t  result;
	uint8_t  data[USER_DATA_SIZE];
};

/* What reads and writes do; set by USER_BEHAVE. */
enum user_behaviour {
	USER_AT_ONCE,        /* one call for all of it */
	USER_IN_PIECES,      /* seven bytes at a time */
	USER_WITH_GAPS,      /* skips three, moves five, and so on */
	USER_ZEROES,         /* reads: zeroes */
	USER_WRONG_WAY,      /* the other direction's calls */
	USER_TOO_MUCH,       /* asks for more than there is */
};

/**
 * struct user_outcome - USER_OUTCOME: what the last read or write met
 * @moved:     bytes
 * @error:     the first error, or 0
 * @remaining: at its end
 * @wrong:     how often what remains was not what it had to be
 */
struct user_outcome {
	int64_t  moved;
	int64_t  error;
	uint64_t remaining;
	uint64_t wrong;
};

enum user_command {
	USER_CALL = SUITE_OWN,
	USER_BEHAVE,
	USER_OUTCOME,
	/* The bytes that were written last: USER_DATA_SIZE of them. */
	USER_WRITTEN,
};

#endif
