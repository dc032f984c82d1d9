/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/* Tests of <banos/wait.h>. */
#include "suite.h"
#include "test_wait.h"

/* Much longer than anything here takes: a wait that ends so late was lost. */
#define LONG (120 * BANOS_SECOND)

#define SLEEPERS 8

static const uint64_t limits[] = {
	0, 1, 1000, BANOS_MILLISECOND, 7 * BANOS_MILLISECOND,
	30 * BANOS_MILLISECOND,
};

/* What all cases use. */
static struct banos_completion *completion;
static struct banos_wait_queue *queue;

static void bad_arguments_are_refused(struct test *test)
{
	struct banos_driver *driver = test->driver;

	CHECK_EQUAL(banos_completion_create(NULL, &completion), -BANOS_EINVAL);
	CHECK_EQUAL(banos_completion_create(no_driver(), &completion),
		    -BANOS_EINVAL);
	CHECK_EQUAL(banos_completion_create(driver, NULL), -BANOS_EINVAL);
	CHECK_EQUAL(banos_wait_queue_create(NULL, &queue), -BANOS_EINVAL);
	CHECK_EQUAL(banos_wait_queue_create(no_driver(), &queue),
		    -BANOS_EINVAL);
	CHECK_EQUAL(banos_wait_queue_create(driver, NULL), -BANOS_EINVAL);
	banos_completion_destroy(NULL);
	banos_wait_queue_destroy(NULL);
}

static bool make_completion(struct test *test)
{
	return CHECK_EQUAL(banos_completion_create(test->driver, &completion),
			   0);
}

static bool make_queue(struct test *test)
{
	return CHECK_EQUAL(banos_wait_queue_create(test->driver, &queue), 0);
}

static int32_t look(void)
{
	return banos_completion_wait(completion, 0, 0);
}

static void completion_counts(struct test *test)
{
	if (!make_completion(test))
		return;
	CHECK(!banos_completion_done(completion));
	CHECK_EQUAL(look(), -BANOS_ETIMEDOUT);
	banos_complete(completion);
	banos_complete(completion);
	CHECK(banos_completion_done(completion));
	CHECK_EQUAL(look(), 0);
	CHECK(banos_completion_done(completion));
	CHECK_EQUAL(banos_completion_wait(completion, BANOS_FOREVER, 0), 0);
	CHECK(!banos_completion_done(completion));
	CHECK_EQUAL(look(), -BANOS_ETIMEDOUT);
	CHECK_EQUAL(banos_completion_wait(completion, 0, 8), -BANOS_EINVAL);
	CHECK_EQUAL(banos_completion_wait(completion, 0, 0x80000000u),
		    -BANOS_EINVAL);
	banos_complete(completion);
	CHECK_EQUAL(banos_completion_wait(completion, BANOS_FOREVER, 16),
		    -BANOS_EINVAL);
	CHECK_EQUAL(look(), 0);
	banos_completion_destroy(completion);
}

static void completion_that_is_complete_for_all(struct test *test)
{
	if (!make_completion(test))
		return;
	banos_complete_all(completion);
	for (int i = 0; i < 100; i++)
		CHECK_EQUAL(banos_completion_wait(completion, BANOS_FOREVER, 7),
			    0);
	CHECK(banos_completion_done(completion));
	banos_completion_reset(completion);
	CHECK(!banos_completion_done(completion));
	CHECK_EQUAL(look(), -BANOS_ETIMEDOUT);
	banos_complete(completion);
	CHECK_EQUAL(look(), 0);
	CHECK_EQUAL(look(), -BANOS_ETIMEDOUT);
	banos_completion_destroy(completion);
}

static void complete_and_look(struct test *test)
{
	banos_complete(completion);
	CHECK(banos_completion_done(completion));
	CHECK_EQUAL(look(), 0);
	CHECK_EQUAL(look(), -BANOS_ETIMEDOUT);
}

static void complete_all_and_reset(struct test *test)
{
	banos_complete_all(completion);
	CHECK_EQUAL(look(), 0);
	banos_completion_reset(completion);
	CHECK_EQUAL(look(), -BANOS_ETIMEDOUT);
}

static void completion_is_completed_everywhere(struct test *test)
{
	if (!make_completion(test))
		return;
	test_everywhere(test, complete_and_look);
	test_outside_raw(test, complete_all_and_reset);
	banos_completion_destroy(completion);
}

static void let_completion_time_out(struct test *test)
{
	for (uint64_t i = 0; i < ARRAY_LENGTH(limits); i++) {
		uint64_t begin = banos_time_monotonic();

		CHECK_EQUAL(banos_completion_wait(completion, limits[i], 0),
			    -BANOS_ETIMEDOUT);
		CHECK(banos_time_monotonic() - begin >= limits[i]);
	}
}

static void completion_wait_is_not_too_short(struct test *test)
{
	if (!make_completion(test))
		return;
	test_where_one_may_sleep(test, let_completion_time_out);
	banos_completion_destroy(completion);
}

static uint64_t asked;

static int32_t holds(void *context)
{
	__atomic_fetch_add(&asked, 1, __ATOMIC_RELAXED);
	return __atomic_load_n((uint32_t *)context, __ATOMIC_ACQUIRE) != 0;
}

static void condition_that_holds_needs_no_sleep(struct test *test)
{
	uint32_t yes = 1, no = 0;

	if (!make_queue(test))
		return;
	asked = 0;
	CHECK_EQUAL(banos_wait(queue, holds, &yes, 0, 0), 0);
	CHECK_EQUAL(asked, 1);
	CHECK_EQUAL(banos_wait(queue, holds, &yes, BANOS_FOREVER, 7), 0);
	CHECK_EQUAL(asked, 2);
	CHECK_EQUAL(banos_wait(queue, holds, &no, 0, 0), -BANOS_ETIMEDOUT);
	CHECK(asked >= 3);
	asked = 0;
	CHECK_EQUAL(banos_wait(queue, holds, &yes, 0, 8), -BANOS_EINVAL);
	CHECK_EQUAL(banos_wait(queue, holds, &yes, 0, 0xffffffffu),
		    -BANOS_EINVAL);
	CHECK_EQUAL(asked, 0);
	banos_wait_queue_destroy(queue);
}

static void let_wait_time_out(struct test *test)
{
	uint32_t no = 0;

	for (uint64_t i = 0; i < ARRAY_LENGTH(limits); i++) {
		uint64_t begin = banos_time_monotonic();

		CHECK_EQUAL(banos_wait(queue, holds, &no, limits[i], 0),
			    -BANOS_ETIMEDOUT);
		CHECK(banos_time_monotonic() - begin >= limits[i]);
	}
}

static void wait_is_not_too_short(struct test *test)
{
	if (!make_queue(test))
		return;
	test_where_one_may_sleep(test, let_wait_time_out);
	banos_wait_queue_destroy(queue);
}

/* Sleepers, who each want one of the tokens. */
struct sleeper {
	struct banos_thread *thread;
	uint64_t wanted;
	uint64_t timeout_ns;
	uint32_t flags;
	int32_t result;
	uint64_t taken;
};

static struct sleeper sleepers[SLEEPERS];
static uint64_t tokens;
static uint64_t asleep;
static uint64_t taken;

static int32_t take_token(void *context)
{
	uint64_t there = __atomic_load_n(&tokens, __ATOMIC_ACQUIRE);

	(void)context;
	while (there) {
		if (__atomic_compare_exchange_n(&tokens, &there, there - 1,
						false, __ATOMIC_ACQ_REL,
						__ATOMIC_ACQUIRE))
			return 1;
	}
	return 0;
}

static int32_t sleep_for_tokens(struct banos_thread *thread, void *context)
{
	struct sleeper *sleeper = context;

	(void)thread;
	__atomic_fetch_add(&asleep, 1, __ATOMIC_ACQ_REL);
	while (sleeper->taken < sleeper->wanted) {
		sleeper->result = banos_wait(queue, take_token, NULL,
					     sleeper->timeout_ns,
					     sleeper->flags);
		if (sleeper->result)
			break;
		sleeper->taken++;
		__atomic_fetch_add(&taken, 1, __ATOMIC_ACQ_REL);
	}
	return sleeper->result;
}

static void start_sleepers(struct test *test, uint64_t count, uint64_t wanted,
			   uint64_t timeout_ns, uint32_t flags)
{
	asleep = taken = tokens = 0;
	for (uint64_t i = 0; i < count; i++) {
		sleepers[i] = (struct sleeper){ .wanted = wanted,
						.timeout_ns = timeout_ns,
						.flags = flags };
		CHECK_EQUAL(banos_thread_create(test->driver, NULL,
						sleep_for_tokens, &sleepers[i],
						&sleepers[i].thread), 0);
	}
	/* They have begun; most of them sleep soon after. */
	while (__atomic_load_n(&asleep, __ATOMIC_ACQUIRE) < count)
		banos_sleep(BANOS_MILLISECOND);
	banos_sleep(5 * BANOS_MILLISECOND);
}

static void stop_sleepers(struct test *test, uint64_t count, int32_t result)
{
	for (uint64_t i = 0; i < count; i++)
		CHECK_EQUAL(banos_thread_stop(sleepers[i].thread), result);
}

static void add_tokens(uint64_t count)
{
	__atomic_fetch_add(&tokens, count, __ATOMIC_ACQ_REL);
}

static bool wait_until_taken(uint64_t count)
{
	uint64_t begin = banos_time_monotonic();

	while (__atomic_load_n(&taken, __ATOMIC_ACQUIRE) < count) {
		if (banos_time_monotonic() - begin > LONG)
			return false;
		banos_sleep(100 * BANOS_MICROSECOND);
	}
	return true;
}

static void wake_one_from_here(struct test *test)
{
	(void)test;
	add_tokens(1);
	banos_wake_one(queue);
}

static void wake_all_from_here(struct test *test)
{
	(void)test;
	add_tokens(1);
	banos_wake_all(queue);
}

static void queue_is_woken_everywhere(struct test *test)
{
	const uint64_t contexts = 5;

	if (!make_queue(test))
		return;
	banos_wake_one(queue);
	banos_wake_all(queue);
	start_sleepers(test, 2, contexts, LONG, 0);
	test_outside_raw(test, wake_one_from_here);
	test_outside_raw(test, wake_all_from_here);
	CHECK(wait_until_taken(2 * contexts));
	stop_sleepers(test, 2, 0);
	banos_wait_queue_destroy(queue);
}

static void wake_all_wakes_all(struct test *test)
{
	if (!make_queue(test))
		return;
	start_sleepers(test, SLEEPERS, 1, LONG, 0);
	add_tokens(SLEEPERS);
	banos_wake_all(queue);
	CHECK(wait_until_taken(SLEEPERS));
	stop_sleepers(test, SLEEPERS, 0);
	banos_wait_queue_destroy(queue);
}

static void waking_one_is_enough_for_one(struct test *test)
{
	if (!make_queue(test))
		return;
	start_sleepers(test, SLEEPERS, 1, LONG, 0);
	for (uint64_t i = 0; i < SLEEPERS; i++) {
		CHECK_EQUAL(__atomic_load_n(&taken, __ATOMIC_ACQUIRE), i);
		add_tokens(1);
		banos_wake_one(queue);
		CHECK(wait_until_taken(i + 1));
	}
	stop_sleepers(test, SLEEPERS, 0);
	banos_wait_queue_destroy(queue);
}

#define TOKENS_EACH 3000

static void give_token(struct banos_timer *timer, void *context,
		       uint64_t overruns)
{
	uint64_t *given = context;

	(void)timer;
	(void)overruns;
	if (*given >= TOKENS_EACH)
		return;
	add_tokens(1);
	banos_wake_one(queue);
	__atomic_store_n(given, *given + 1, __ATOMIC_RELEASE);
}

static int32_t give_tokens(struct banos_thread *thread, void *context)
{
	(void)thread;
	(void)context;
	for (int i = 0; i < TOKENS_EACH; i++) {
		add_tokens(1);
		banos_wake_one(queue);
	}
	return 0;
}

/* A thread and a timer give as many as all sleepers together take. */
static void no_wake_is_lost(struct test *test)
{
	struct banos_thread *giver;
	struct banos_timer *timer;
	uint64_t given = 0;

	if (!make_queue(test))
		return;
	start_sleepers(test, SLEEPERS, 2 * TOKENS_EACH / SLEEPERS, LONG,
		       BANOS_WAIT_INTERRUPTIBLE);
	CHECK_EQUAL(banos_timer_create(test->driver, give_token, &given,
				       &timer), 0);
	CHECK_EQUAL(banos_timer_start_periodic(timer, 0, 50000), 0);
	CHECK_EQUAL(banos_thread_create(test->driver, NULL, give_tokens, NULL,
					&giver), 0);
	CHECK_EQUAL(banos_thread_stop(giver), 0);
	while (__atomic_load_n(&given, __ATOMIC_ACQUIRE) < TOKENS_EACH)
		banos_sleep(BANOS_MILLISECOND);
	CHECK(wait_until_taken(2 * TOKENS_EACH));
	banos_timer_destroy(timer);
	stop_sleepers(test, SLEEPERS, 0);
	CHECK_EQUAL(tokens, 0);
	banos_wait_queue_destroy(queue);
}

static int32_t sleep_for_completion(struct banos_thread *thread, void *context)
{
	(void)thread;
	(void)context;
	return banos_completion_wait(completion, BANOS_FOREVER,
				     BANOS_WAIT_STOPPABLE);
}

static void thread_that_is_to_stop_waits_no_more(struct test *test)
{
	struct banos_thread *thread;

	if (!make_queue(test))
		return;
	start_sleepers(test, 3, 1, BANOS_FOREVER, BANOS_WAIT_STOPPABLE);
	stop_sleepers(test, 3, -BANOS_ECANCELED);
	start_sleepers(test, 3, 1, LONG, BANOS_WAIT_STOPPABLE |
						 BANOS_WAIT_KILLABLE);
	stop_sleepers(test, 3, -BANOS_ECANCELED);
	banos_wait_queue_destroy(queue);
	if (!make_completion(test))
		return;
	CHECK_EQUAL(banos_thread_create(test->driver, NULL,
					sleep_for_completion, NULL, &thread),
		    0);
	banos_sleep(5 * BANOS_MILLISECOND);
	CHECK_EQUAL(banos_thread_stop(thread), -BANOS_ECANCELED);
	banos_completion_destroy(completion);
}

static void program_is_not_asked_to_stop(struct test *test)
{
	uint32_t no = 0;

	if (!make_queue(test))
		return;
	CHECK_EQUAL(banos_wait(queue, holds, &no, BANOS_MILLISECOND,
			       BANOS_WAIT_STOPPABLE), -BANOS_ETIMEDOUT);
	banos_wait_queue_destroy(queue);
}

static void end_of_a_queue_ends_its_waits(struct test *test)
{
	if (!make_queue(test))
		return;
	start_sleepers(test, SLEEPERS, 1, BANOS_FOREVER, 0);
	banos_wait_queue_destroy(queue);
	stop_sleepers(test, SLEEPERS, -BANOS_ENODEV);
}

/* For the program. */
static struct banos_completion *program_completion;
static struct banos_wait_queue *program_queue;
static uint64_t waiting;

static int64_t wait_once(struct banos_file *file, uint32_t command,
			 uint32_t flags)
{
	switch (command) {
	case WAIT_COMPLETION:
		return banos_completion_wait(program_completion, BANOS_FOREVER,
					     flags);
	case WAIT_QUEUE:
		return banos_wait(program_queue, take_token, NULL,
				  BANOS_FOREVER, flags);
	case WAIT_FILE:
		return banos_file_wait(file, program_queue, take_token, NULL,
				       BANOS_FOREVER, flags);
	default:
		return banos_sleep_interruptible(suite_driver(),
						 3600 * BANOS_SECOND);
	}
}

static int64_t wait(struct banos_file *file, uint32_t command, uint32_t flags)
{
	int64_t answer;

	__atomic_fetch_add(&waiting, 1, __ATOMIC_ACQ_REL);
	answer = wait_once(file, command, flags);
	__atomic_fetch_sub(&waiting, 1, __ATOMIC_ACQ_REL);
	if (answer == -BANOS_ENODEV)
		banos_print(suite_driver(), BANOS_PRINT_INFO,
			    "waited again: %lld",
			    (long long)wait_once(file, command, flags));
	return answer;
}

static int64_t wake(uint64_t way)
{
	if (way == WAIT_COMPLETION) {
		banos_complete(program_completion);
		return 0;
	}
	add_tokens(1);
	banos_wake_one(program_queue);
	return 0;
}

static int64_t make(void)
{
	int64_t error = 0;

	if (!program_completion)
		error = banos_completion_create(suite_driver(),
						&program_completion);
	if (!error && !program_queue)
		error = banos_wait_queue_create(suite_driver(), &program_queue);
	return error;
}

static int64_t own_ioctl(struct banos_file *file, uint32_t command,
			 uint64_t argument)
{
	if (command == WAIT_COUNT)
		return (int64_t)__atomic_load_n(&waiting, __ATOMIC_ACQUIRE) +
		       make();
	if (command == WAIT_WAKE)
		return wake(argument);
	return wait(file, command, (uint32_t)argument);
}

TEST_DRIVER(test_wait, WAIT_CASES, .ioctl = own_ioctl);
