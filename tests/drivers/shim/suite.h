/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * What all test drivers of the shim's areas share: a node in /dev by which a
 * program runs their cases one by one and hears what failed; see report.h.
 */
#ifndef TESTS_DRIVERS_SHIM_SUITE_H
#define TESTS_DRIVERS_SHIM_SUITE_H

#include <banos/banos.h>

#include "report.h"

#define ARRAY_LENGTH(array) (sizeof(array) / sizeof((array)[0]))

/**
 * struct test - one case while it runs
 * @driver: the test driver
 * @where:  the context in which checks are made now: "a timer"
 * @failed: something did: @text is taken
 * @status: enum suite_status
 * @text:   what failed first
 */
struct test {
	struct banos_driver *driver;
	const char *where;
	uint32_t failed;
	uint32_t status;
	char text[256];
};

typedef void (*test_function)(struct test *test);

struct test_case {
	const char   *name;
	test_function run;
};

/**
 * struct suite - what a test driver can do
 * @name:  of the node in /dev
 * @cases: that need no program
 * @count: of them
 * @ioctl: for commands from SUITE_OWN on; may be NULL
 * @read, @write: for the same node; may be NULL
 */
struct suite {
	const char *name;
	const struct test_case *cases;
	uint32_t count;
	int64_t (*ioctl)(struct banos_file *file, uint32_t command,
			 uint64_t argument);
	int64_t (*read)(struct banos_file *file, struct banos_user_buffer *to,
			uint64_t *position);
	int64_t (*write)(struct banos_file *file,
			 struct banos_user_buffer *from, uint64_t *position);
};

/* For init() and uninit(). */
int32_t suite_start(struct banos_driver *driver, const struct suite *suite);
void suite_end(void);

/* The driver that suite_start() was given. */
struct banos_driver *suite_driver(void);

/*
 * Both answer whether it is right; the first that is not makes the case fail
 * and is what the report says. They may be used in any context.
 */
bool test_check(struct test *test, bool right, const char *file, int line,
		const char *what);
bool test_check_equal(struct test *test, int64_t got, int64_t wanted,
		      const char *file, int line, const char *what);

#define CHECK(condition)                                                      \
	test_check(test, (condition), __FILE_NAME__, __LINE__, #condition)
#define CHECK_EQUAL(got, wanted)                                              \
	test_check_equal(test, (int64_t)(got), (int64_t)(wanted),             \
			 __FILE_NAME__, __LINE__, #got)

/* The case cannot be run here, because of @why. */
void test_skip(struct test *test, const char *why);

/*
 * Each runs a function in one kind of context, and waits for it: a thread of
 * the driver's, work, and a timer, which may not sleep.
 */
void test_in_thread(struct test *test, test_function function);
void test_in_work(struct test *test, test_function function);
void test_in_timer(struct test *test, test_function function);

/* Where one may sleep: here, in a thread, in work. */
void test_where_one_may_sleep(struct test *test, test_function function);

/* There, in a timer, and with either spinlock held. */
void test_everywhere(struct test *test, test_function function);

/* As test_everywhere(), without the raw spinlock. */
void test_outside_raw(struct test *test, test_function function);

/* A pointer that is no driver, but could be read. */
struct banos_driver *no_driver(void);

/*
 * The driver itself: its name, the list of its cases (a macro that calls its
 * argument with the name of each), and more members of struct suite.
 */
#define TEST_CASE(function) { #function, function },
#define TEST_DRIVER(driver_name, list, ...)                                   \
	static const struct test_case test_cases[] = { list(TEST_CASE) };     \
	static const struct suite suite = {                                   \
		.name = #driver_name, .cases = test_cases,                    \
		.count = ARRAY_LENGTH(test_cases), __VA_ARGS__                \
	};                                                                    \
	static int init(struct banos_driver *driver)                          \
	{                                                                     \
		return suite_start(driver, &suite);                           \
	}                                                                     \
	static int uninit(struct banos_driver *driver)                        \
	{                                                                     \
		(void)driver;                                                 \
		suite_end();                                                  \
		return 0;                                                     \
	}                                                                     \
	BANOS_DRIVER(driver_name, .version = BANOS_VERSION(1, 0, 0),          \
		     .license = "Dual MIT/GPL", .init = init,                 \
		     .uninit = uninit)

#endif
