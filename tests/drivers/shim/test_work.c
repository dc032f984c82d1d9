/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/* Tests of <banos/work.h>. */
#include "suite.h"
#include "test_work.h"

#define HOUR (3600 * BANOS_SECOND)

static uint64_t runs;
static uint64_t ran_at;
static struct banos_completion *started, *go_on;

static uint64_t runs_so_far(void)
{
	return __atomic_load_n(&runs, __ATOMIC_ACQUIRE);
}

static void count_run(struct banos_work *work, void *context)
{
	(void)work;
	(void)context;
	ran_at = banos_time_monotonic();
	__atomic_fetch_add(&runs, 1, __ATOMIC_ACQ_REL);
}

/* Says that it runs, and goes on when told to. */
static void wait_in_run(struct banos_work *work, void *context)
{
	banos_complete(started);
	if (banos_completion_wait(go_on, BANOS_FOREVER, 0))
		return;
	count_run(work, context);
}

static struct banos_work *make(struct test *test,
			       struct banos_work_queue *queue,
			       banos_work_function function, void *context)
{
	struct banos_work *work = NULL;

	runs = 0;
	ran_at = 0;
	CHECK_EQUAL(banos_work_create(test->driver, queue, function, context,
				      &work), 0);
	return work;
}

static struct banos_work_queue *make_queue(struct test *test, uint32_t flags)
{
	const struct banos_work_queue_options options = {
		.size = sizeof(options),
		.name = "of a test",
		.flags = flags,
	};
	struct banos_work_queue *queue = NULL;

	CHECK_EQUAL(banos_work_queue_create(test->driver, &options, &queue), 0);
	return queue;
}

static bool make_completions(struct test *test)
{
	return CHECK_EQUAL(banos_completion_create(test->driver, &started),
			   0) &&
	       CHECK_EQUAL(banos_completion_create(test->driver, &go_on), 0);
}

static void destroy_completions(void)
{
	banos_completion_destroy(started);
	banos_completion_destroy(go_on);
}

static void wait_until_started(struct test *test)
{
	CHECK_EQUAL(banos_completion_wait(started, BANOS_FOREVER, 0), 0);
}

static void bad_work_is_refused(struct test *test)
{
	struct banos_driver *driver = test->driver;
	struct banos_work *work = NULL;
	banos_work_function foreign[] = {
		NULL,
		(banos_work_function)(void *)banos_memcpy,
		(banos_work_function)(void *)&runs,
		(banos_work_function)(void *)"text",
		(banos_work_function)4096,
	};

	for (uint64_t i = 0; i < ARRAY_LENGTH(foreign); i++)
		CHECK_EQUAL(banos_work_create(driver, NULL, foreign[i], NULL,
					      &work), -BANOS_EINVAL);
	CHECK_EQUAL(banos_work_create(NULL, NULL, count_run, NULL, &work),
		    -BANOS_EINVAL);
	CHECK_EQUAL(banos_work_create(no_driver(), NULL, count_run, NULL,
				      &work), -BANOS_EINVAL);
	CHECK_EQUAL(banos_work_create(driver, NULL, count_run, NULL, NULL),
		    -BANOS_EINVAL);
	CHECK(!work);
	banos_work_destroy(NULL);
	banos_work_queue_destroy(NULL);
}

static int32_t try_queue(struct test *test, const char *name, uint32_t flags,
			 uint32_t concurrent)
{
	const struct banos_work_queue_options options = {
		.size = sizeof(options),
		.name = name,
		.flags = flags,
		.concurrent = concurrent,
	};
	struct banos_work_queue *queue;
	int32_t error = banos_work_queue_create(test->driver, &options, &queue);

	if (!error)
		banos_work_queue_destroy(queue);
	return error;
}

static void bad_queues_are_refused(struct test *test)
{
	struct banos_work_queue *queue;

	CHECK_EQUAL(banos_work_queue_create(NULL, NULL, &queue),
		    -BANOS_EINVAL);
	CHECK_EQUAL(banos_work_queue_create(no_driver(), NULL, &queue),
		    -BANOS_EINVAL);
	CHECK_EQUAL(banos_work_queue_create(test->driver, NULL, NULL),
		    -BANOS_EINVAL);
	CHECK_EQUAL(try_queue(test, NULL, 8, 0), -BANOS_EINVAL);
	CHECK_EQUAL(try_queue(test, NULL, 0x80000000u, 0), -BANOS_EINVAL);
	CHECK_EQUAL(try_queue(test, NULL, BANOS_WORK_QUEUE_ORDERED, 1),
		    -BANOS_EINVAL);
	CHECK_EQUAL(try_queue(test, NULL, 0, 513), -BANOS_EINVAL);
	CHECK_EQUAL(try_queue(test, "", 0, 0), -BANOS_EINVAL);
	CHECK_EQUAL(try_queue(test, "a name of just 32 characters....", 0, 0),
		    -BANOS_EINVAL);
}

static void queues_of_all_kinds_work(struct test *test)
{
	struct banos_work_queue *queue;
	struct banos_work *work;

	CHECK_EQUAL(try_queue(test, "a name of just 31 characters...", 0, 0),
		    0);
	CHECK_EQUAL(try_queue(test, "%s%n%p", 0, 0), 0);
	CHECK_EQUAL(try_queue(test, NULL, 0, 512), 0);
	CHECK_EQUAL(try_queue(test, "a", 0, 1), 0);
	for (uint32_t flags = 0; flags < 8; flags++) {
		queue = make_queue(test, flags);
		work = make(test, queue, count_run, NULL);
		CHECK(banos_work_submit(work));
		banos_work_flush(work);
		CHECK_EQUAL(runs, 1);
		banos_work_destroy(work);
		banos_work_queue_destroy(queue);
	}
}

/* What a driver for a later version hands in: longer, and in it something. */
struct later_options {
	struct banos_work_queue_options now;
	uint64_t later[500];
};

static int32_t try_size(struct test *test, uint64_t size, uint64_t place)
{
	static struct later_options options;
	struct banos_work_queue *queue;
	int32_t error;

	options = (struct later_options){ .now = { .size = size } };
	if (place < ARRAY_LENGTH(options.later))
		options.later[place] = 1;
	error = banos_work_queue_create(test->driver, &options.now, &queue);
	if (!error)
		banos_work_queue_destroy(queue);
	return error;
}

static void options_of_other_versions(struct test *test)
{
	const uint64_t known = sizeof(struct banos_work_queue_options);

	CHECK_EQUAL(banos_struct_size("banos_work_queue_options"), known);
	CHECK_EQUAL(try_size(test, known, 0), 0);
	CHECK_EQUAL(try_size(test, known + 8, 1), 0);
	CHECK_EQUAL(try_size(test, known + 8, 0), -BANOS_E2BIG);
	CHECK_EQUAL(try_size(test, 4000, 497), 0);
	CHECK_EQUAL(try_size(test, 4000, 496), -BANOS_E2BIG);
	CHECK_EQUAL(try_size(test, known - 1, 500), -BANOS_EINVAL);
	CHECK_EQUAL(try_size(test, 8, 500), -BANOS_EINVAL);
	CHECK_EQUAL(try_size(test, 0, 500), -BANOS_EINVAL);
	CHECK_EQUAL(try_size(test, UINT64_MAX, 500), -BANOS_EINVAL);
}

static void sleep_and_count(struct banos_work *work, void *context)
{
	banos_sleep(BANOS_MILLISECOND);
	*(uint64_t *)context += 1;
	count_run(work, context);
}

static void work_runs_and_may_sleep(struct test *test)
{
	uint64_t context = 41;
	struct banos_work *work = make(test, NULL, sleep_and_count, &context);

	CHECK(banos_work_submit(work));
	banos_work_flush(work);
	CHECK_EQUAL(runs, 1);
	CHECK_EQUAL(context, 42);
	banos_work_destroy(work);
}

static struct banos_work *submitted;

static void submit(struct test *test)
{
	CHECK(banos_work_submit(submitted));
}

static void submit_delayed(struct test *test)
{
	CHECK(banos_work_submit_delayed(submitted, 50 * BANOS_MILLISECOND));
}

static void wait_for_runs(uint64_t wanted)
{
	while (runs_so_far() < wanted)
		banos_sleep(BANOS_MILLISECOND);
}

/* Each submission runs before the next one comes. */
static struct banos_work *spaced;

static void submit_spaced(struct test *test, test_function function,
			  void (*in_context)(struct test *test,
					     test_function function))
{
	uint64_t before = runs_so_far();

	submitted = spaced;
	in_context(test, function);
	wait_for_runs(before + 1);
}

static void here(struct test *test, test_function function)
{
	function(test);
}

static void under_lock(struct test *test, test_function function)
{
	struct banos_spinlock *lock;

	if (!CHECK_EQUAL(banos_spinlock_create(test->driver, &lock), 0))
		return;
	banos_spinlock_lock(lock);
	function(test);
	banos_spinlock_unlock(lock);
	banos_spinlock_destroy(lock);
}

static void work_is_submitted_everywhere(struct test *test)
{
	void (*const contexts[])(struct test *test, test_function function) = {
		here, test_in_thread, test_in_work, test_in_timer, under_lock,
	};

	spaced = make(test, NULL, count_run, NULL);
	for (uint64_t i = 0; i < ARRAY_LENGTH(contexts); i++) {
		submit_spaced(test, submit, contexts[i]);
		submit_spaced(test, submit_delayed, contexts[i]);
	}
	banos_work_destroy(spaced);
}

/* The first work keeps the ordered queue busy. */
static void submissions_before_a_run_become_one(struct test *test)
{
	struct banos_work_queue *queue = make_queue(test,
						    BANOS_WORK_QUEUE_ORDERED);
	struct banos_work *first, *second;

	if (!make_completions(test))
		return;
	first = make(test, queue, wait_in_run, NULL);
	second = make(test, queue, count_run, NULL);
	CHECK(banos_work_submit(first));
	wait_until_started(test);
	CHECK(banos_work_submit(second));
	CHECK(!banos_work_submit(second));
	CHECK(!banos_work_submit_delayed(second, 0));
	CHECK_EQUAL(runs_so_far(), 0);
	banos_complete(go_on);
	banos_work_flush(second);
	CHECK_EQUAL(runs_so_far(), 2);
	banos_work_destroy(first);
	banos_work_destroy(second);
	banos_work_queue_destroy(queue);
	destroy_completions();
}

static void running_work_runs_once_more(struct test *test)
{
	struct banos_work *work = make(test, NULL, wait_in_run, NULL);

	if (!make_completions(test))
		return;
	CHECK(banos_work_submit(work));
	wait_until_started(test);
	CHECK(banos_work_submit(work));
	CHECK(!banos_work_submit(work));
	banos_complete_all(go_on);
	banos_work_flush(work);
	CHECK_EQUAL(runs_so_far(), 2);
	banos_work_destroy(work);
	destroy_completions();
}

#define WORKS 100

/* Numbers of the works in the order in which they ran. */
static struct banos_work *works[WORKS];
static uint64_t order[WORKS];
static uint64_t inside, together;

static void note_order(struct banos_work *work, void *context)
{
	uint64_t others = __atomic_fetch_add(&inside, 1, __ATOMIC_ACQ_REL);

	if (others + 1 > together)
		together = others + 1;
	order[runs_so_far()] = (uint64_t)context;
	if ((uint64_t)context % 10 == 0)
		banos_sleep(BANOS_MILLISECOND);
	count_run(work, context);
	__atomic_fetch_sub(&inside, 1, __ATOMIC_ACQ_REL);
}

static void run_works(struct test *test, struct banos_work_queue *queue)
{
	inside = together = 0;
	for (uint64_t i = 0; i < WORKS; i++)
		works[i] = make(test, queue, note_order, (void *)i);
	for (uint64_t i = 0; i < WORKS; i++)
		CHECK(banos_work_submit(works[i]));
	wait_for_runs(WORKS);
	for (uint64_t i = 0; i < WORKS; i++)
		banos_work_destroy(works[i]);
}

static void ordered_queue_keeps_the_order(struct test *test)
{
	struct banos_work_queue *queue = make_queue(test,
						    BANOS_WORK_QUEUE_ORDERED);

	run_works(test, queue);
	for (uint64_t i = 0; i < WORKS; i++)
		CHECK_EQUAL(order[i], i);
	banos_work_queue_destroy(queue);
}

static void ordered_queue_runs_one_at_a_time(struct test *test)
{
	struct banos_work_queue *queue = make_queue(test,
						    BANOS_WORK_QUEUE_ORDERED |
						    BANOS_WORK_QUEUE_RECLAIM);

	run_works(test, queue);
	CHECK_EQUAL(together, 1);
	banos_work_queue_destroy(queue);
}

/* Two works, each of which ends when the other has begun. */
static struct banos_completion *met[2];

static void meet(struct banos_work *work, void *context)
{
	uint64_t me = (uint64_t)context;

	banos_complete(met[me]);
	if (!banos_completion_wait(met[!me], 60 * BANOS_SECOND, 0))
		count_run(work, context);
}

static void parallel_queue_runs_several_at_once(struct test *test)
{
	struct banos_work_queue *queue = make_queue(test, 0);
	struct banos_work *pair[2];

	for (uint64_t i = 0; i < 2; i++) {
		CHECK_EQUAL(banos_completion_create(test->driver, &met[i]), 0);
		pair[i] = make(test, queue, meet, (void *)i);
	}
	CHECK(banos_work_submit(pair[0]));
	CHECK(banos_work_submit(pair[1]));
	banos_work_flush(pair[0]);
	banos_work_flush(pair[1]);
	CHECK_EQUAL(runs_so_far(), 2);
	for (uint64_t i = 0; i < 2; i++) {
		banos_work_destroy(pair[i]);
		banos_completion_destroy(met[i]);
	}
	banos_work_queue_destroy(queue);
}

static void submit_itself(struct banos_work *work, void *context)
{
	count_run(work, context);
	if (runs_so_far() < 20)
		banos_work_submit(work);
}

static void work_submits_itself(struct test *test)
{
	struct banos_work *work = make(test, NULL, submit_itself, NULL);

	CHECK(banos_work_submit(work));
	wait_for_runs(20);
	banos_work_flush(work);
	CHECK_EQUAL(runs_so_far(), 20);
	banos_work_destroy(work);
}

static void cancelled_work_does_not_run(struct test *test)
{
	struct banos_work_queue *queue = make_queue(test,
						    BANOS_WORK_QUEUE_ORDERED);
	struct banos_work *first, *second;

	if (!make_completions(test))
		return;
	first = make(test, queue, wait_in_run, NULL);
	second = make(test, queue, count_run, NULL);
	CHECK(!banos_work_cancel(second));
	CHECK(banos_work_submit(first));
	wait_until_started(test);
	CHECK(banos_work_submit(second));
	CHECK(banos_work_cancel(second));
	CHECK(!banos_work_cancel(second));
	CHECK(banos_work_submit_delayed(second, HOUR));
	CHECK(banos_work_cancel(second));
	CHECK(!banos_work_cancel(second));
	banos_complete(go_on);
	banos_work_flush(first);
	CHECK_EQUAL(runs_so_far(), 1);
	CHECK(banos_work_submit(second));
	banos_work_flush(second);
	CHECK_EQUAL(runs_so_far(), 2);
	CHECK(banos_work_submit_delayed(second, HOUR));
	banos_work_destroy(first);
	banos_work_destroy(second);
	CHECK_EQUAL(runs_so_far(), 2);
	banos_work_queue_destroy(queue);
	destroy_completions();
}

static void begin_and_sleep(struct banos_work *work, void *context)
{
	banos_complete(started);
	banos_sleep(20 * BANOS_MILLISECOND);
	count_run(work, context);
}

static void cancelling_waits_for_the_run(struct test *test)
{
	struct banos_work *work = make(test, NULL, begin_and_sleep, NULL);

	if (!make_completions(test))
		return;
	CHECK(banos_work_submit(work));
	wait_until_started(test);
	CHECK(!banos_work_cancel(work));
	CHECK_EQUAL(runs_so_far(), 1);
	CHECK(banos_work_submit(work));
	wait_until_started(test);
	banos_work_destroy(work);
	CHECK_EQUAL(runs_so_far(), 2);
	destroy_completions();
}

static void submit_for_ever(struct banos_work *work, void *context)
{
	if (runs_so_far() == 0)
		banos_complete(started);
	count_run(work, context);
	banos_sleep(100 * BANOS_MICROSECOND);
	if (runs_so_far() & 1)
		banos_work_submit(work);
	else
		banos_work_submit_delayed(work, 1);
}

static void cancelling_undoes_what_the_function_submits(struct test *test)
{
	struct banos_work *work = make(test, NULL, submit_for_ever, NULL);
	uint64_t at_end;

	if (!make_completions(test))
		return;
	for (int i = 0; i < 50; i++) {
		runs = 0;
		banos_work_submit(work);
		wait_until_started(test);
		banos_work_cancel(work);
		at_end = runs_so_far();
		banos_sleep(2 * BANOS_MILLISECOND);
		CHECK_EQUAL(runs_so_far(), at_end);
	}
	runs = 0;
	banos_work_submit(work);
	wait_until_started(test);
	banos_work_destroy(work);
	destroy_completions();
}

static void delay_is_not_too_short(struct test *test)
{
	static const uint64_t delays[] = {
		0, 1, BANOS_MILLISECOND, 10 * BANOS_MILLISECOND,
		33 * BANOS_MILLISECOND,
	};
	struct banos_work *work = make(test, NULL, count_run, NULL);

	for (uint64_t i = 0; i < ARRAY_LENGTH(delays); i++) {
		uint64_t begin = banos_time_monotonic();

		CHECK(banos_work_submit_delayed(work, delays[i]));
		wait_for_runs(i + 1);
		CHECK(ran_at - begin >= delays[i]);
	}
	banos_work_destroy(work);
}

static void earlier_delay_stays(struct test *test)
{
	struct banos_work *work = make(test, NULL, count_run, NULL);

	CHECK(banos_work_submit_delayed(work, HOUR));
	CHECK(!banos_work_submit(work));
	CHECK(!banos_work_submit_delayed(work, 1));
	banos_sleep(30 * BANOS_MILLISECOND);
	CHECK_EQUAL(runs_so_far(), 0);
	CHECK(banos_work_cancel(work));
	banos_work_destroy(work);
}

static void endless_delay_is_a_delay(struct test *test)
{
	static const uint64_t delays[] = {
		UINT64_MAX, UINT64_MAX - 1, INT64_MAX, (uint64_t)1 << 62,
	};
	struct banos_work *work = make(test, NULL, count_run, NULL);

	for (uint64_t i = 0; i < ARRAY_LENGTH(delays); i++) {
		CHECK(banos_work_submit_delayed(work, delays[i]));
		banos_sleep(15 * BANOS_MILLISECOND);
		CHECK_EQUAL(runs_so_far(), 0);
		CHECK(banos_work_cancel(work));
	}
	banos_work_destroy(work);
}

static void flushing_cuts_a_delay_short(struct test *test)
{
	struct banos_work *work = make(test, NULL, count_run, NULL);

	CHECK(banos_work_submit_delayed(work, HOUR));
	banos_work_flush(work);
	CHECK_EQUAL(runs_so_far(), 1);
	CHECK(!banos_work_cancel(work));
	banos_work_destroy(work);
}

static void flushing_idle_work_does_nothing(struct test *test)
{
	struct banos_work *work = make(test, NULL, count_run, NULL);

	banos_work_flush(work);
	CHECK_EQUAL(runs_so_far(), 0);
	CHECK(banos_work_submit(work));
	banos_work_flush(work);
	banos_work_flush(work);
	CHECK_EQUAL(runs_so_far(), 1);
	banos_work_destroy(work);
}

static struct banos_work_queue *held;

static int64_t own_ioctl(struct banos_file *file, uint32_t command,
			 uint64_t argument)
{
	const struct banos_work_queue_options options = {
		.size = sizeof(options),
		.name = "held",
		.flags = BANOS_WORK_QUEUE_RECLAIM,
	};

	(void)file;
	(void)argument;
	switch (command) {
	case WORK_QUEUE_HOLD:
		return banos_work_queue_create(suite_driver(), &options, &held);
	case WORK_QUEUE_DROP:
		banos_work_queue_destroy(held);
		held = NULL;
		return 0;
	}
	return -BANOS_ENOTTY;
}

TEST_DRIVER(test_work, WORK_CASES, .ioctl = own_ioctl);
