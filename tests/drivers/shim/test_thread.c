/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/* Tests of <banos/thread.h>. */
#include "suite.h"
#include "test_thread.h"

static uint64_t rounds;

static uint64_t rounds_so_far(void)
{
	return __atomic_load_n(&rounds, __ATOMIC_ACQUIRE);
}

static void count_round(void)
{
	__atomic_fetch_add(&rounds, 1, __ATOMIC_ACQ_REL);
}

static void wait_for_rounds(uint64_t wanted)
{
	while (rounds_so_far() < wanted)
		banos_sleep(100 * BANOS_MICROSECOND);
}

static struct banos_thread *start(struct test *test,
				  banos_thread_function function, void *context)
{
	struct banos_thread *thread = NULL;

	rounds = 0;
	CHECK_EQUAL(banos_thread_create(test->driver, NULL, function, context,
					&thread), 0);
	return thread;
}

static int32_t answer(struct banos_thread *thread, void *context)
{
	(void)thread;
	count_round();
	return (int32_t)(uint64_t)context;
}

static void bad_arguments_are_refused(struct test *test)
{
	struct banos_thread *thread = NULL;
	banos_thread_function foreign[] = {
		NULL,
		(banos_thread_function)(void *)banos_memcpy,
		(banos_thread_function)(void *)&rounds,
		(banos_thread_function)4096,
	};

	for (uint64_t i = 0; i < ARRAY_LENGTH(foreign); i++)
		CHECK_EQUAL(banos_thread_create(test->driver, NULL, foreign[i],
						NULL, &thread), -BANOS_EINVAL);
	CHECK_EQUAL(banos_thread_create(NULL, NULL, answer, NULL, &thread),
		    -BANOS_EINVAL);
	CHECK_EQUAL(banos_thread_create(no_driver(), NULL, answer, NULL,
					&thread), -BANOS_EINVAL);
	CHECK_EQUAL(banos_thread_create(test->driver, NULL, answer, NULL,
					NULL), -BANOS_EINVAL);
	CHECK(!thread);
	CHECK_EQUAL(banos_thread_stop(NULL), 0);
}

static int32_t try_options(struct test *test, struct banos_thread_options given)
{
	struct banos_thread *thread;
	int32_t error;

	given.size = given.size ? given.size : sizeof(given);
	error = banos_thread_create(test->driver, &given, answer, (void *)7,
				    &thread);
	if (!error)
		CHECK_EQUAL(banos_thread_stop(thread), 7);
	return error;
}

#define TRY_OPTIONS(...)                                                      \
	try_options(test, (struct banos_thread_options){ __VA_ARGS__ })

static void bad_options_are_refused(struct test *test)
{
	CHECK_EQUAL(TRY_OPTIONS(.flags = 2), -BANOS_EINVAL);
	CHECK_EQUAL(TRY_OPTIONS(.flags = 0x80000001u), -BANOS_EINVAL);
	CHECK_EQUAL(TRY_OPTIONS(.nice = -21), -BANOS_EINVAL);
	CHECK_EQUAL(TRY_OPTIONS(.nice = 20), -BANOS_EINVAL);
	CHECK_EQUAL(TRY_OPTIONS(.nice = INT32_MIN), -BANOS_EINVAL);
	CHECK_EQUAL(TRY_OPTIONS(.cpu = 1), -BANOS_EINVAL);
	CHECK_EQUAL(TRY_OPTIONS(.flags = BANOS_THREAD_BOUND, .cpu = 100000),
		    -BANOS_EINVAL);
	CHECK_EQUAL(TRY_OPTIONS(.flags = BANOS_THREAD_BOUND, .cpu = UINT32_MAX),
		    -BANOS_EINVAL);
	CHECK_EQUAL(TRY_OPTIONS(.reserved = 1), -BANOS_EINVAL);
	CHECK_EQUAL(TRY_OPTIONS(.name = ""), -BANOS_EINVAL);
	CHECK_EQUAL(TRY_OPTIONS(.name = "a name of just 32 characters...."),
		    -BANOS_EINVAL);
	CHECK_EQUAL(TRY_OPTIONS(.name = "a name of just 31 characters..."), 0);
	CHECK_EQUAL(TRY_OPTIONS(.name = "%s%n"), 0);
	CHECK_EQUAL(TRY_OPTIONS(.nice = 19), 0);
	CHECK_EQUAL(TRY_OPTIONS(.nice = -20), 0);
	CHECK_EQUAL(TRY_OPTIONS(.flags = BANOS_THREAD_BOUND), 0);
}

/* What a driver for a later version hands in. */
struct later_options {
	struct banos_thread_options now;
	uint64_t later;
};

static int32_t try_size(struct test *test, uint64_t size, uint64_t later)
{
	struct later_options options = { .now = { .size = size },
					 .later = later };
	struct banos_thread *thread;
	int32_t error = banos_thread_create(test->driver, &options.now, answer,
					    NULL, &thread);

	if (!error)
		CHECK_EQUAL(banos_thread_stop(thread), 0);
	return error;
}

static void options_of_other_versions(struct test *test)
{
	const uint64_t known = sizeof(struct banos_thread_options);

	CHECK_EQUAL(banos_struct_size("banos_thread_options"), known);
	CHECK_EQUAL(try_size(test, known, 1), 0);
	CHECK_EQUAL(try_size(test, known + 8, 0), 0);
	CHECK_EQUAL(try_size(test, known + 8, 1), -BANOS_E2BIG);
	CHECK_EQUAL(try_size(test, known - 8, 0), -BANOS_EINVAL);
	CHECK_EQUAL(try_size(test, 0, 0), -BANOS_EINVAL);
	CHECK_EQUAL(try_size(test, 4097, 0), -BANOS_EINVAL);
}

static void result_is_handed_on(struct test *test)
{
	static const int32_t results[] = { 0, 1, -1, INT32_MAX, INT32_MIN, };
	struct banos_thread *thread;

	for (uint64_t i = 0; i < ARRAY_LENGTH(results); i++) {
		thread = start(test, answer, (void *)(uint64_t)results[i]);
		wait_for_rounds(1);
		CHECK_EQUAL(banos_thread_stop(thread), results[i]);
	}
}

static void function_runs_even_if_stopped_at_once(struct test *test)
{
	for (int i = 0; i < 300; i++) {
		struct banos_thread *thread = start(test, answer, (void *)5);

		CHECK_EQUAL(banos_thread_stop(thread), 5);
		CHECK_EQUAL(rounds_so_far(), 1);
	}
}

static struct banos_thread *itself;

static int32_t compare_handles(struct banos_thread *thread, void *context)
{
	(void)context;
	return thread == itself;
}

static void handle_is_there_when_the_function_begins(struct test *test)
{
	for (int i = 0; i < 100; i++) {
		itself = NULL;
		CHECK_EQUAL(banos_thread_create(test->driver, NULL,
						compare_handles, NULL, &itself),
			    0);
		CHECK_EQUAL(banos_thread_stop(itself), 1);
	}
}

static int32_t work_until_stopped(struct banos_thread *thread, void *context)
{
	(void)context;
	while (!banos_thread_should_stop(thread)) {
		count_round();
		banos_sleep(100 * BANOS_MICROSECOND);
	}
	return 3;
}

static int32_t sleep_until_stopped(struct banos_thread *thread, void *context)
{
	(void)context;
	count_round();
	return banos_thread_sleep(thread, BANOS_FOREVER);
}

static int32_t ask_again(struct banos_thread *thread, void *context)
{
	(void)context;
	count_round();
	banos_thread_sleep(thread, BANOS_FOREVER);
	if (!banos_thread_should_stop(thread))
		return 1;
	return banos_thread_sleep(thread, 0);
}

static void thread_is_asked_to_stop(struct test *test)
{
	struct banos_thread *thread = start(test, work_until_stopped, NULL);

	wait_for_rounds(5);
	CHECK(!banos_thread_should_stop(thread));
	CHECK_EQUAL(banos_thread_stop(thread), 3);
	thread = start(test, sleep_until_stopped, NULL);
	wait_for_rounds(1);
	CHECK_EQUAL(banos_thread_stop(thread), -BANOS_ECANCELED);
	thread = start(test, ask_again, NULL);
	wait_for_rounds(1);
	CHECK_EQUAL(banos_thread_stop(thread), -BANOS_ECANCELED);
}

static int32_t stop_itself(struct banos_thread *thread, void *context)
{
	(void)context;
	return banos_thread_stop(thread);
}

static void thread_cannot_stop_itself(struct test *test)
{
	struct banos_thread *thread = start(test, stop_itself, NULL);

	CHECK_EQUAL(banos_thread_stop(thread), -BANOS_EDEADLK);
}

static int32_t sleep_for_limits(struct banos_thread *thread, void *context)
{
	static const uint64_t limits[] = {
		0, 1, BANOS_MILLISECOND, 30 * BANOS_MILLISECOND,
	};
	struct test *test = context;

	for (uint64_t i = 0; i < ARRAY_LENGTH(limits); i++) {
		uint64_t begin = banos_time_monotonic();

		CHECK_EQUAL(banos_thread_sleep(thread, limits[i]),
			    -BANOS_ETIMEDOUT);
		CHECK(banos_time_monotonic() - begin >= limits[i]);
	}
	count_round();
	return 0;
}

static void sleep_is_not_too_short(struct test *test)
{
	struct banos_thread *thread = start(test, sleep_for_limits, test);

	wait_for_rounds(1);
	CHECK_EQUAL(banos_thread_stop(thread), 0);
}

/* Counts how often it was woken, until it is to stop. */
static int32_t count_wakes(struct banos_thread *thread, void *context)
{
	(void)context;
	while (!banos_thread_sleep(thread, BANOS_FOREVER))
		count_round();
	return 0;
}

static void wake_ends_the_sleep(struct test *test)
{
	struct banos_thread *thread = start(test, count_wakes, NULL);

	for (uint64_t i = 1; i <= 100; i++) {
		banos_thread_wake(thread);
		wait_for_rounds(i);
	}
	CHECK_EQUAL(rounds_so_far(), 100);
	CHECK_EQUAL(banos_thread_stop(thread), 0);
}

/* Two wakes before the sleep are one. */
static int32_t sleep_after_wakes(struct banos_thread *thread, void *context)
{
	struct test *test = context;

	banos_thread_wake(thread);
	banos_thread_wake(thread);
	CHECK_EQUAL(banos_thread_sleep(thread, BANOS_FOREVER), 0);
	CHECK_EQUAL(banos_thread_sleep(thread, 0), -BANOS_ETIMEDOUT);
	banos_thread_wake(thread);
	CHECK_EQUAL(banos_thread_sleep(thread, 0), 0);
	count_round();
	return 0;
}

static void wake_before_the_sleep_counts(struct test *test)
{
	struct banos_thread *thread = start(test, sleep_after_wakes, test);

	wait_for_rounds(1);
	CHECK_EQUAL(banos_thread_stop(thread), 0);
}

static struct banos_thread *woken;

static void wake_from_here(struct test *test)
{
	(void)test;
	banos_thread_wake(woken);
}

/* Each wakes it once, and waits until that was seen. */
static void thread_is_woken_everywhere(struct test *test)
{
	woken = start(test, count_wakes, NULL);
	test_everywhere(test, wake_from_here);
	wait_for_rounds(1);
	CHECK_EQUAL(banos_thread_stop(woken), 0);
	/* One whose function has ended may be woken as well. */
	woken = start(test, answer, NULL);
	wait_for_rounds(1);
	test_everywhere(test, wake_from_here);
	CHECK_EQUAL(banos_thread_stop(woken), 0);
}

static uint64_t given;

static int32_t take_given(struct banos_thread *thread, void *context)
{
	uint64_t seen = 0;

	(void)context;
	for (;;) {
		uint64_t now = __atomic_load_n(&given, __ATOMIC_ACQUIRE);

		if (now == seen) {
			if (banos_thread_sleep(thread, BANOS_FOREVER))
				return 0;
			continue;
		}
		seen = now;
		__atomic_store_n(&rounds, seen, __ATOMIC_RELEASE);
	}
}

/* Each gift is waited for: a lost wake would be the end of the test. */
static void no_wake_is_lost(struct test *test)
{
	struct banos_thread *thread;

	given = 0;
	thread = start(test, take_given, NULL);
	for (uint64_t i = 1; i <= 20000; i++) {
		__atomic_store_n(&given, i, __ATOMIC_RELEASE);
		banos_thread_wake(thread);
		while (rounds_so_far() < i)
			banos_sleep(0);
	}
	CHECK_EQUAL(banos_thread_stop(thread), 0);
}

static void many_threads_at_once(struct test *test)
{
	static struct banos_thread *many[200];

	for (uint64_t i = 0; i < ARRAY_LENGTH(many); i++)
		many[i] = start(test, work_until_stopped, NULL);
	for (uint64_t i = 0; i < ARRAY_LENGTH(many); i++)
		CHECK_EQUAL(banos_thread_stop(many[i]), 3);
}

/* For the program. */
static struct banos_thread *shown;

static int64_t start_shown(uint64_t argument)
{
	struct banos_thread_options options = { .size = sizeof(options) };
	struct thread_request request;
	int64_t error = banos_user_copy_in(&request, argument, sizeof(request));

	if (error)
		return error;
	request.name[sizeof(request.name) - 1] = '\0';
	options.name = request.name[0] ? request.name : NULL;
	options.nice = request.nice;
	options.flags = request.flags;
	options.cpu = request.cpu;
	rounds = 0;
	error = banos_thread_create(suite_driver(), &options,
				    work_until_stopped, NULL, &shown);
	if (!error && request.realtime)
		banos_thread_set_realtime(shown);
	return error;
}

static int32_t sleep_on(struct banos_thread *thread, void *context)
{
	int32_t answer = banos_thread_sleep(thread, BANOS_FOREVER);

	(void)context;
	banos_print(suite_driver(), BANOS_PRINT_INFO,
		    "sleep ended with %d, then %d, %s", answer,
		    banos_thread_sleep(thread, BANOS_FOREVER),
		    banos_thread_should_stop(thread) ? "to stop" : "to go on");
	return 0;
}

static int64_t own_ioctl(struct banos_file *file, uint32_t command,
			 uint64_t argument)
{
	int64_t answer;

	(void)file;
	switch (command) {
	case THREAD_START:
		return start_shown(argument);
	case THREAD_STOP:
		answer = banos_thread_stop(shown);
		shown = NULL;
		return answer;
	case THREAD_ROUNDS:
		return (int64_t)rounds_so_far();
	case THREAD_SLEEP_ON:
		return banos_thread_create(suite_driver(), NULL, sleep_on, NULL,
					   &shown);
	}
	return -BANOS_ENOTTY;
}

TEST_DRIVER(test_thread, THREAD_CASES, .ioctl = own_ioctl);
