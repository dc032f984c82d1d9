/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/* Tests of <banos/timer.h>. */
#include "suite.h"
#include "test_timer.h"

#define HOUR (3600 * BANOS_SECOND)

static uint64_t calls;
static uint64_t called_at;
static uint64_t skipped;

static uint64_t calls_so_far(void)
{
	return __atomic_load_n(&calls, __ATOMIC_ACQUIRE);
}

static void count_call(struct banos_timer *timer, void *context,
		       uint64_t overruns)
{
	(void)timer;
	(void)context;
	called_at = banos_time_monotonic();
	skipped += overruns;
	__atomic_fetch_add(&calls, 1, __ATOMIC_ACQ_REL);
}

static struct banos_timer *make(struct test *test,
				banos_timer_function function, void *context)
{
	struct banos_timer *timer = NULL;

	calls = 0;
	skipped = 0;
	CHECK_EQUAL(banos_timer_create(test->driver, function, context,
				       &timer), 0);
	return timer;
}

static void wait_for_calls(uint64_t wanted)
{
	while (calls_so_far() < wanted)
		banos_sleep(100 * BANOS_MICROSECOND);
}

static void bad_arguments_are_refused(struct test *test)
{
	struct banos_timer *timer = NULL;
	banos_timer_function foreign[] = {
		NULL,
		(banos_timer_function)(void *)banos_memcpy,
		(banos_timer_function)(void *)&calls,
		(banos_timer_function)4096,
	};

	for (uint64_t i = 0; i < ARRAY_LENGTH(foreign); i++)
		CHECK_EQUAL(banos_timer_create(test->driver, foreign[i], NULL,
					       &timer), -BANOS_EINVAL);
	CHECK_EQUAL(banos_timer_create(NULL, count_call, NULL, &timer),
		    -BANOS_EINVAL);
	CHECK_EQUAL(banos_timer_create(no_driver(), count_call, NULL, &timer),
		    -BANOS_EINVAL);
	CHECK_EQUAL(banos_timer_create(test->driver, count_call, NULL, NULL),
		    -BANOS_EINVAL);
	CHECK(!timer);
	banos_timer_destroy(NULL);
}

static void add_context(struct banos_timer *timer, void *context,
			uint64_t overruns)
{
	*(uint64_t *)context += 1;
	count_call(timer, context, overruns);
}

static void timer_calls_once(struct test *test)
{
	uint64_t context = 41;
	struct banos_timer *timer = make(test, add_context, &context);

	banos_timer_start(timer, BANOS_MILLISECOND);
	wait_for_calls(1);
	banos_sleep(10 * BANOS_MILLISECOND);
	CHECK_EQUAL(calls_so_far(), 1);
	CHECK_EQUAL(skipped, 0);
	CHECK_EQUAL(context, 42);
	CHECK(!banos_timer_active(timer));
	banos_timer_destroy(timer);
}

static void timer_does_not_call_too_early(struct test *test)
{
	static const uint64_t delays[] = {
		0, 1, 1000, 100000, BANOS_MILLISECOND, 20 * BANOS_MILLISECOND,
	};
	struct banos_timer *timer = make(test, count_call, NULL);

	for (uint64_t i = 0; i < ARRAY_LENGTH(delays); i++) {
		uint64_t begin = banos_time_monotonic();

		banos_timer_start(timer, delays[i]);
		wait_for_calls(i + 1);
		CHECK(called_at - begin >= delays[i]);
	}
	banos_timer_destroy(timer);
}

static void timer_calls_at_a_moment(struct test *test)
{
	struct banos_timer *timer = make(test, count_call, NULL);
	uint64_t moment = banos_time_monotonic() + 5 * BANOS_MILLISECOND;

	banos_timer_start_at(timer, moment);
	wait_for_calls(1);
	CHECK(called_at >= moment);
	banos_timer_start_at(timer, 0);
	wait_for_calls(2);
	banos_timer_start_at(timer, moment);
	wait_for_calls(3);
	banos_timer_start_at(timer, UINT64_MAX);
	banos_sleep(5 * BANOS_MILLISECOND);
	CHECK_EQUAL(calls_so_far(), 3);
	CHECK(banos_timer_stop(timer));
	banos_timer_start(timer, UINT64_MAX);
	banos_sleep(5 * BANOS_MILLISECOND);
	CHECK_EQUAL(calls_so_far(), 3);
	banos_timer_destroy(timer);
}

/* What has to be true at each call, whenever it comes. */
struct pace {
	struct test *test;
	uint64_t begin;
	uint64_t delay;
	uint64_t period;
};

static void check_pace(struct banos_timer *timer, void *context,
		       uint64_t overruns)
{
	struct pace *pace = context;
	struct test *test = pace->test;
	uint64_t before = calls + skipped + overruns;

	count_call(timer, context, overruns);
	CHECK(called_at >= pace->begin + pace->delay + before * pace->period);
}

static void keep_pace(struct test *test, uint64_t delay, uint64_t period,
		      uint64_t count)
{
	struct pace pace = { .test = test, .delay = delay, .period = period };
	struct banos_timer *timer = make(test, check_pace, &pace);

	pace.begin = banos_time_monotonic();
	CHECK_EQUAL(banos_timer_start_periodic(timer, delay, period), 0);
	wait_for_calls(count);
	CHECK(banos_timer_active(timer));
	banos_timer_stop(timer);
	CHECK(banos_time_monotonic() >=
	      pace.begin + delay + (calls + skipped - 1) * period);
	banos_timer_destroy(timer);
}

/* The shortest period is one that no machine keeps up with. */
static void periodic_timer_keeps_its_pace(struct test *test)
{
	keep_pace(test, 0, 2 * BANOS_MILLISECOND, 20);
	keep_pace(test, 10 * BANOS_MILLISECOND, BANOS_MILLISECOND, 5);
	keep_pace(test, 1, 100 * BANOS_MICROSECOND, 100);
	keep_pace(test, 0, BANOS_TIMER_SHORTEST_PERIOD, 50);
}

static void periods_that_are_out_of_range(struct test *test)
{
	struct banos_timer *timer = make(test, count_call, NULL);

	CHECK_EQUAL(banos_timer_start_periodic(timer, 0, 0), -BANOS_EINVAL);
	CHECK_EQUAL(banos_timer_start_periodic(timer, 0,
					       BANOS_TIMER_SHORTEST_PERIOD - 1),
		    -BANOS_EINVAL);
	CHECK_EQUAL(banos_timer_start_periodic(timer, 0,
					       (uint64_t)INT64_MAX + 1),
		    -BANOS_EINVAL);
	CHECK_EQUAL(banos_timer_start_periodic(timer, 0, UINT64_MAX),
		    -BANOS_EINVAL);
	CHECK(!banos_timer_active(timer));
	CHECK_EQUAL(calls_so_far(), 0);
	CHECK_EQUAL(banos_timer_start_periodic(timer, 0, INT64_MAX), 0);
	wait_for_calls(1);
	banos_sleep(5 * BANOS_MILLISECOND);
	CHECK_EQUAL(calls_so_far(), 1);
	CHECK(banos_timer_stop(timer));
	banos_timer_destroy(timer);
}

static void later_start_replaces_the_earlier(struct test *test)
{
	struct banos_timer *timer = make(test, count_call, NULL);

	banos_timer_start(timer, HOUR);
	banos_timer_start(timer, BANOS_MILLISECOND);
	wait_for_calls(1);
	CHECK_EQUAL(banos_timer_start_periodic(timer, HOUR, 1000000), 0);
	banos_timer_start(timer, 0);
	wait_for_calls(2);
	banos_sleep(10 * BANOS_MILLISECOND);
	CHECK_EQUAL(calls_so_far(), 2);
	/* Long enough for a busy machine to come to the second start. */
	banos_timer_start(timer, 100 * BANOS_MILLISECOND);
	banos_timer_start(timer, HOUR);
	banos_sleep(150 * BANOS_MILLISECOND);
	CHECK_EQUAL(calls_so_far(), 2);
	CHECK(banos_timer_stop(timer));
	banos_timer_destroy(timer);
}

static void start_anew(struct banos_timer *timer, void *context,
		       uint64_t overruns)
{
	count_call(timer, context, overruns);
	if (calls_so_far() < 20)
		banos_timer_start(timer, 100000);
}

static void function_starts_its_timer_anew(struct test *test)
{
	struct banos_timer *timer = make(test, start_anew, NULL);

	banos_timer_start(timer, 0);
	wait_for_calls(20);
	banos_sleep(5 * BANOS_MILLISECOND);
	CHECK_EQUAL(calls_so_far(), 20);
	CHECK(!banos_timer_active(timer));
	banos_timer_destroy(timer);
}

static int32_t answer_inside;

static void end_period(struct banos_timer *timer, void *context,
		       uint64_t overruns)
{
	count_call(timer, context, overruns);
	if (calls_so_far() == 5)
		answer_inside = banos_timer_try_stop(timer);
}

static void function_ends_its_period(struct test *test)
{
	struct banos_timer *timer = make(test, end_period, NULL);

	answer_inside = 0;
	CHECK_EQUAL(banos_timer_start_periodic(timer, 0, BANOS_MILLISECOND),
		    0);
	wait_for_calls(5);
	banos_sleep(20 * BANOS_MILLISECOND);
	CHECK_EQUAL(calls_so_far(), 5);
	CHECK_EQUAL(answer_inside, -BANOS_EBUSY);
	CHECK(!banos_timer_active(timer));
	CHECK(!banos_timer_stop(timer));
	banos_timer_start(timer, 0);
	wait_for_calls(6);
	banos_timer_destroy(timer);
}

static void change_period(struct banos_timer *timer, void *context,
			  uint64_t overruns)
{
	count_call(timer, context, overruns);
	if (calls_so_far() == 3)
		banos_timer_start_periodic(timer, HOUR, HOUR);
}

static void function_changes_its_period(struct test *test)
{
	struct banos_timer *timer = make(test, change_period, NULL);

	CHECK_EQUAL(banos_timer_start_periodic(timer, 0, BANOS_MILLISECOND),
		    0);
	wait_for_calls(3);
	banos_sleep(20 * BANOS_MILLISECOND);
	CHECK_EQUAL(calls_so_far(), 3);
	CHECK(banos_timer_active(timer));
	CHECK(banos_timer_stop(timer));
	banos_timer_destroy(timer);
}

static void stopped_timer_does_not_call(struct test *test)
{
	struct banos_timer *timer = make(test, count_call, NULL);
	uint64_t at_end;

	CHECK(!banos_timer_stop(timer));
	CHECK_EQUAL(banos_timer_try_stop(timer), 0);
	banos_timer_start(timer, 20 * BANOS_MILLISECOND);
	CHECK(banos_timer_stop(timer));
	CHECK(!banos_timer_stop(timer));
	banos_timer_start(timer, HOUR);
	CHECK_EQUAL(banos_timer_try_stop(timer), 0);
	CHECK(!banos_timer_active(timer));
	banos_sleep(30 * BANOS_MILLISECOND);
	CHECK_EQUAL(calls_so_far(), 0);
	for (int i = 0; i < 50; i++) {
		banos_timer_start_periodic(timer, 0, 20000);
		wait_for_calls(calls_so_far() + 1);
		banos_timer_stop(timer);
		at_end = calls_so_far();
		banos_sleep(200 * BANOS_MICROSECOND);
		CHECK_EQUAL(calls_so_far(), at_end);
	}
	banos_timer_destroy(timer);
}

static uint32_t running, ended;

static void take_a_while(struct banos_timer *timer, void *context,
			 uint64_t overruns)
{
	__atomic_store_n(&ended, 0, __ATOMIC_RELEASE);
	__atomic_store_n(&running, 1, __ATOMIC_RELEASE);
	for (int i = 0; i < 10; i++)
		banos_delay(BANOS_MILLISECOND);
	__atomic_store_n(&ended, 1, __ATOMIC_RELEASE);
	__atomic_store_n(&running, 0, __ATOMIC_RELEASE);
	count_call(timer, context, overruns);
}

static bool wait_until_running(void)
{
	for (int i = 0; i < 100000; i++) {
		if (__atomic_load_n(&running, __ATOMIC_ACQUIRE))
			return true;
		banos_delay(BANOS_MICROSECOND);
	}
	return false;
}

/* A thread on another CPU, which no timer that is started here interrupts. */
static int32_t stop_elsewhere(struct banos_thread *thread, void *context)
{
	struct banos_timer *timer = context;
	uint64_t before = calls_so_far();

	(void)thread;
	if (!wait_until_running())
		return 2;
	banos_timer_stop(timer);
	return calls_so_far() > before &&
	       __atomic_load_n(&ended, __ATOMIC_ACQUIRE);
}

static int32_t try_to_stop_elsewhere(struct banos_thread *thread, void *context)
{
	struct banos_timer *timer = context;
	int32_t answer;

	(void)thread;
	if (!wait_until_running())
		return 2;
	answer = banos_timer_try_stop(timer);
	if (!__atomic_load_n(&running, __ATOMIC_ACQUIRE))
		return 2;
	return answer;
}

/* Returns: what the other answered, or 2: it came too late. */
static int32_t on_cpu(struct test *test, uint32_t cpu,
		      banos_thread_function function,
		      struct banos_timer *timer, uint64_t period)
{
	const struct banos_thread_options options = {
		.size = sizeof(options),
		.flags = BANOS_THREAD_BOUND,
		.cpu = cpu,
	};
	struct banos_thread *thread;
	int32_t error;

	running = 0;
	error = banos_thread_create(test->driver, &options, function, timer,
				    &thread);
	if (error == -BANOS_EINVAL && cpu) {
		test_skip(test, "there is one CPU only");
		return 2;
	}
	CHECK_EQUAL(error, 0);
	if (period)
		banos_timer_start_periodic(timer, 0, period);
	else
		banos_timer_start(timer, 0);
	return banos_thread_stop(thread);
}

/*
 * On which CPU the timer runs nobody knows: the thread on the other one sees
 * it running.
 */
static void stopping_waits_for_the_function(struct test *test)
{
	struct banos_timer *timer = make(test, take_a_while, NULL);
	int32_t seen = 0;

	for (uint32_t i = 0; i < 40 && test->status == SUITE_PASSED; i++) {
		int32_t answer = on_cpu(test, i & 1, stop_elsewhere, timer, 0);

		CHECK(answer == 1 || answer == 2);
		seen += answer == 1;
	}
	banos_timer_stop(timer);
	if (test->status == SUITE_PASSED)
		CHECK(seen > 0);
	banos_timer_destroy(timer);
}

static void trying_to_stop_does_not_wait(struct test *test)
{
	struct banos_timer *timer = make(test, take_a_while, NULL);
	uint64_t before;
	int32_t seen = 0;

	for (uint32_t i = 0; i < 40 && test->status == SUITE_PASSED; i++) {
		int32_t answer = on_cpu(test, i & 1, try_to_stop_elsewhere,
					timer, HOUR);

		CHECK(answer == -BANOS_EBUSY || answer == 2);
		seen += answer == -BANOS_EBUSY;
		before = calls_so_far();
		if (answer == -BANOS_EBUSY)
			CHECK(!banos_timer_stop(timer));
		CHECK(calls_so_far() <= before + 1);
		banos_timer_stop(timer);
	}
	if (test->status == SUITE_PASSED)
		CHECK(seen > 0);
	banos_timer_destroy(timer);
}

static void start_for_ever(struct banos_timer *timer, void *context,
			   uint64_t overruns)
{
	count_call(timer, context, overruns);
	if (calls_so_far() & 1)
		banos_timer_start(timer, 1000);
	else
		banos_timer_start_periodic(timer, 1000, 5000);
}

static void stopping_undoes_what_the_function_starts(struct test *test)
{
	struct banos_timer *timer = make(test, start_for_ever, NULL);
	uint64_t at_end;

	for (int i = 0; i < 100; i++) {
		banos_timer_start(timer, 0);
		wait_for_calls(calls_so_far() + 1);
		banos_timer_stop(timer);
		at_end = calls_so_far();
		CHECK(!banos_timer_active(timer));
		banos_sleep(100 * BANOS_MICROSECOND);
		CHECK_EQUAL(calls_so_far(), at_end);
	}
	banos_timer_start(timer, 0);
	wait_for_calls(calls_so_far() + 1);
	banos_timer_destroy(timer);
}

static void remaining_time_is_told(struct test *test)
{
	struct banos_timer *timer = make(test, count_call, NULL);
	uint64_t begin, remaining, passed;

	CHECK_EQUAL(banos_timer_remaining(timer), 0);
	CHECK(!banos_timer_active(timer));
	begin = banos_time_monotonic();
	banos_timer_start(timer, HOUR);
	remaining = banos_timer_remaining(timer);
	passed = banos_time_monotonic() - begin;
	CHECK(remaining <= HOUR);
	CHECK(remaining + passed >= HOUR);
	CHECK(banos_timer_active(timer));
	CHECK(banos_timer_stop(timer));
	CHECK_EQUAL(banos_timer_remaining(timer), 0);
	banos_timer_destroy(timer);
}

static struct banos_timer *started;

static void start_and_look(struct test *test)
{
	banos_timer_start(started, HOUR);
	CHECK(banos_timer_active(started));
	CHECK(banos_timer_remaining(started) > 0);
	CHECK_EQUAL(banos_timer_try_stop(started), 0);
	banos_timer_start_at(started, banos_time_monotonic() + HOUR);
	CHECK_EQUAL(banos_timer_try_stop(started), 0);
	CHECK_EQUAL(banos_timer_start_periodic(started, HOUR, HOUR), 0);
	CHECK_EQUAL(banos_timer_try_stop(started), 0);
	CHECK(!banos_timer_active(started));
	CHECK_EQUAL(banos_timer_remaining(started), 0);
}

static void start_now(struct test *test)
{
	(void)test;
	banos_timer_start(started, 0);
}

static void timers_are_started_everywhere(struct test *test)
{
	started = make(test, count_call, NULL);
	test_everywhere(test, start_and_look);
	CHECK_EQUAL(calls_so_far(), 0);
	test_everywhere(test, start_now);
	wait_for_calls(1);
	banos_timer_destroy(started);
}

static uint64_t inside, together;

static void note_together(struct banos_timer *timer, void *context,
			  uint64_t overruns)
{
	if (__atomic_fetch_add(&inside, 1, __ATOMIC_ACQ_REL))
		__atomic_store_n(&together, 1, __ATOMIC_RELAXED);
	banos_delay(20 * BANOS_MICROSECOND);
	count_call(timer, context, overruns);
	__atomic_fetch_sub(&inside, 1, __ATOMIC_ACQ_REL);
}

static int32_t start_often(struct banos_thread *thread, void *context)
{
	(void)thread;
	for (int i = 0; i < 3000; i++) {
		if (i % 3)
			banos_timer_start(context, 0);
		else
			banos_timer_start_periodic(context, 0, 10000);
	}
	return 0;
}

/* Threads on all CPUs start it again while it runs. */
static void function_runs_on_one_cpu_at_a_time(struct test *test)
{
	struct banos_timer *timer = make(test, note_together, NULL);
	struct banos_thread *threads[4] = {};

	inside = together = 0;
	for (uint64_t i = 0; i < ARRAY_LENGTH(threads); i++)
		CHECK_EQUAL(banos_thread_create(test->driver, NULL, start_often,
						timer, &threads[i]), 0);
	for (uint64_t i = 0; i < ARRAY_LENGTH(threads); i++)
		CHECK_EQUAL(banos_thread_stop(threads[i]), 0);
	banos_timer_destroy(timer);
	CHECK(calls_so_far() > 0);
	CHECK_EQUAL(together, 0);
}

static void destroying_ends_a_running_timer(struct test *test)
{
	for (int i = 0; i < 100; i++) {
		struct banos_timer *timer = make(test, note_together, NULL);
		uint64_t at_end;

		inside = 0;
		banos_timer_start_periodic(timer, 0, 30000);
		wait_for_calls(1);
		banos_timer_destroy(timer);
		CHECK_EQUAL(inside, 0);
		at_end = calls_so_far();
		banos_sleep(100 * BANOS_MICROSECOND);
		CHECK_EQUAL(calls_so_far(), at_end);
	}
}

static void many_timers_at_once(struct test *test)
{
	static struct banos_timer *many[300];

	for (uint64_t i = 0; i < ARRAY_LENGTH(many); i++)
		many[i] = make(test, count_call, NULL);
	for (uint64_t i = 0; i < ARRAY_LENGTH(many); i++)
		banos_timer_start(many[i], 5 * BANOS_MILLISECOND);
	wait_for_calls(ARRAY_LENGTH(many));
	for (uint64_t i = 0; i < ARRAY_LENGTH(many); i++)
		banos_timer_destroy(many[i]);
	CHECK_EQUAL(calls_so_far(), ARRAY_LENGTH(many));
}

TEST_DRIVER(test_timer, TIMER_CASES, .ioctl = NULL);
