/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/* Tests of <banos/lock.h>. */
#include "suite.h"
#include "test_lock.h"

#define THREADS 4
#define ROUNDS 20000

static void bad_arguments_are_refused(struct test *test)
{
	struct banos_driver *bad[] = { NULL, no_driver() };
	struct banos_raw_spinlock *raw;
	struct banos_spinlock *spinlock;
	struct banos_rwlock *rwlock;
	struct banos_mutex *mutex;

	for (uint64_t i = 0; i < ARRAY_LENGTH(bad); i++) {
		CHECK_EQUAL(banos_mutex_create(bad[i], &mutex), -BANOS_EINVAL);
		CHECK_EQUAL(banos_spinlock_create(bad[i], &spinlock),
			    -BANOS_EINVAL);
		CHECK_EQUAL(banos_raw_spinlock_create(bad[i], &raw),
			    -BANOS_EINVAL);
		CHECK_EQUAL(banos_rwlock_create(bad[i], &rwlock),
			    -BANOS_EINVAL);
	}
	CHECK_EQUAL(banos_mutex_create(test->driver, NULL), -BANOS_EINVAL);
	CHECK_EQUAL(banos_spinlock_create(test->driver, NULL), -BANOS_EINVAL);
	CHECK_EQUAL(banos_raw_spinlock_create(test->driver, NULL),
		    -BANOS_EINVAL);
	CHECK_EQUAL(banos_rwlock_create(test->driver, NULL), -BANOS_EINVAL);
}

static void null_may_be_destroyed(struct test *test)
{
	(void)test;
	banos_mutex_destroy(NULL);
	banos_spinlock_destroy(NULL);
	banos_raw_spinlock_destroy(NULL);
	banos_rwlock_destroy(NULL);
}

/* The locks under test; a case makes the one that it needs. */
static struct banos_raw_spinlock *raw;
static struct banos_spinlock *spinlock;
static struct banos_rwlock *rwlock;
static struct banos_mutex *mutex;

/* Two counters that are equal whenever the lock is open. */
static uint64_t left, right;
static uint64_t faults;

static void begin(void)
{
	left = right = faults = 0;
}

static void change(void)
{
	if (left != right)
		faults++;
	left++;
	__atomic_signal_fence(__ATOMIC_SEQ_CST);
	right++;
}

/* One way to take a lock, make the change, and open it again. */
typedef void (*visit_function)(void);

struct contender {
	visit_function visit;
	struct banos_thread *thread;
};

static int32_t contend(struct banos_thread *thread, void *context)
{
	struct contender *contender = context;

	(void)thread;
	for (uint64_t i = 0; i < ROUNDS; i++)
		contender->visit();
	return 0;
}

/* Threads take the lock in all these ways; each change counts. */
static void let_threads_contend(struct test *test, const visit_function *visits,
				uint64_t count)
{
	struct contender contenders[THREADS];

	for (uint64_t i = 0; i < THREADS; i++) {
		contenders[i].visit = visits[i % count];
		contenders[i].thread = NULL;
		CHECK_EQUAL(banos_thread_create(test->driver, NULL, contend,
						&contenders[i],
						&contenders[i].thread), 0);
	}
	for (uint64_t i = 0; i < THREADS; i++)
		CHECK_EQUAL(banos_thread_stop(contenders[i].thread), 0);
}

static void visit_mutex(void)
{
	banos_mutex_lock(mutex);
	change();
	banos_mutex_unlock(mutex);
}

static void visit_mutex_interruptibly(void)
{
	if (banos_mutex_lock_interruptible(mutex)) {
		__atomic_fetch_add(&faults, 1, __ATOMIC_RELAXED);
		return;
	}
	change();
	banos_mutex_unlock(mutex);
}

static void visit_mutex_by_trying(void)
{
	while (!banos_mutex_try_lock(mutex))
		banos_sleep(0);
	change();
	banos_mutex_unlock(mutex);
}

static void mutex_lets_one_in(struct test *test)
{
	static const visit_function visits[] = {
		visit_mutex, visit_mutex_interruptibly, visit_mutex_by_trying,
	};

	if (!CHECK_EQUAL(banos_mutex_create(test->driver, &mutex), 0))
		return;
	begin();
	let_threads_contend(test, visits, ARRAY_LENGTH(visits));
	CHECK_EQUAL(faults, 0);
	CHECK_EQUAL(left, THREADS * ROUNDS);
	CHECK_EQUAL(right, THREADS * ROUNDS);
	banos_mutex_destroy(mutex);
}

static void try_mutex(struct test *test)
{
	CHECK(!banos_mutex_try_lock(mutex));
}

static void take_mutex(struct test *test)
{
	if (CHECK(banos_mutex_try_lock(mutex)))
		banos_mutex_unlock(mutex);
}

static void mutex_that_is_taken_is_not_taken_by_trying(struct test *test)
{
	if (!CHECK_EQUAL(banos_mutex_create(test->driver, &mutex), 0))
		return;
	banos_mutex_lock(mutex);
	test_in_thread(test, try_mutex);
	test_in_work(test, try_mutex);
	banos_mutex_unlock(mutex);
	test_where_one_may_sleep(test, take_mutex);
	banos_mutex_destroy(mutex);
}

static void visit_spinlock(void)
{
	uint64_t flags = banos_spinlock_lock_irqsave(spinlock);

	change();
	banos_spinlock_unlock_irqrestore(spinlock, flags);
}

/* Plain, where nothing else interrupts: the timer has its own lock then. */
static void visit_spinlock_plainly(void)
{
	banos_spinlock_lock(spinlock);
	change();
	banos_spinlock_unlock(spinlock);
}

static void visit_spinlock_by_trying(void)
{
	while (!banos_spinlock_try_lock(spinlock))
		banos_sleep(0);
	change();
	banos_spinlock_unlock(spinlock);
}

static uint64_t ticks;

static void tick_with_spinlock(struct banos_timer *timer, void *context,
			       uint64_t overruns)
{
	(void)timer;
	(void)context;
	(void)overruns;
	visit_spinlock();
	ticks++;
}

static void visit_raw_spinlock(void)
{
	uint64_t flags = banos_raw_spinlock_lock_irqsave(raw);

	change();
	banos_raw_spinlock_unlock_irqrestore(raw, flags);
}

static void tick_with_raw_spinlock(struct banos_timer *timer, void *context,
				   uint64_t overruns)
{
	(void)timer;
	(void)context;
	(void)overruns;
	visit_raw_spinlock();
	ticks++;
}

/* A timer takes the lock as well, and interrupts who holds it. */
static void let_timer_contend(struct test *test, banos_timer_function tick,
			      const visit_function *visit)
{
	struct banos_timer *timer;

	ticks = 0;
	begin();
	if (!CHECK_EQUAL(banos_timer_create(test->driver, tick, NULL, &timer),
			 0))
		return;
	CHECK_EQUAL(banos_timer_start_periodic(timer, 0, 200000), 0);
	let_threads_contend(test, visit, 1);
	while (!__atomic_load_n(&ticks, __ATOMIC_RELAXED))
		banos_sleep(BANOS_MILLISECOND);
	banos_timer_destroy(timer);
	CHECK_EQUAL(left, THREADS * ROUNDS + ticks);
	CHECK_EQUAL(right, left);
	CHECK_EQUAL(faults, 0);
}

static void spinlock_lets_one_in(struct test *test)
{
	static const visit_function with_timer = visit_spinlock;
	static const visit_function visits[] = {
		visit_spinlock, visit_spinlock_plainly,
		visit_spinlock_by_trying,
	};

	if (!CHECK_EQUAL(banos_spinlock_create(test->driver, &spinlock), 0))
		return;
	begin();
	let_threads_contend(test, visits, ARRAY_LENGTH(visits));
	CHECK_EQUAL(faults, 0);
	CHECK_EQUAL(left, THREADS * ROUNDS);
	CHECK_EQUAL(right, THREADS * ROUNDS);
	banos_spinlock_destroy(spinlock);
	if (!CHECK_EQUAL(banos_spinlock_create(test->driver, &spinlock), 0))
		return;
	let_timer_contend(test, tick_with_spinlock, &with_timer);
	banos_spinlock_destroy(spinlock);
}

/*
 * What is taken here must stay taken until somebody else has tried: nobody
 * may sleep meanwhile, so both run at once, on two CPUs.
 */
struct attempt {
	bool (*try)(void);
	uint32_t held;
	uint32_t tried;
	bool taken;
};

static int32_t attempt(struct banos_thread *thread, void *context)
{
	struct attempt *attempt = context;

	(void)thread;
	while (!__atomic_load_n(&attempt->held, __ATOMIC_ACQUIRE))
		banos_sleep(0);
	attempt->taken = attempt->try();
	__atomic_store_n(&attempt->tried, 1, __ATOMIC_RELEASE);
	return 0;
}

/* With the lock held. Returns: whether the other had its try. */
static bool wait_for_attempt(struct attempt *attempt)
{
	__atomic_store_n(&attempt->held, 1, __ATOMIC_RELEASE);
	for (int i = 0; i < 20000; i++) {
		if (__atomic_load_n(&attempt->tried, __ATOMIC_ACQUIRE))
			return true;
		banos_delay(10 * BANOS_MICROSECOND);
	}
	return false;
}

static bool try_spinlock(void)
{
	if (!banos_spinlock_try_lock(spinlock))
		return false;
	banos_spinlock_unlock(spinlock);
	return true;
}

static bool try_raw_spinlock(void)
{
	if (!banos_raw_spinlock_try_lock(raw))
		return false;
	banos_raw_spinlock_unlock(raw);
	return true;
}

static void hold_spinlock(struct test *test, struct attempt *other)
{
	bool tried;

	banos_spinlock_lock(spinlock);
	tried = wait_for_attempt(other);
	banos_spinlock_unlock(spinlock);
	if (!tried)
		test_skip(test, "no other CPU was free");
}

static void hold_raw_spinlock(struct test *test, struct attempt *other)
{
	bool tried;

	banos_raw_spinlock_lock(raw);
	tried = wait_for_attempt(other);
	banos_raw_spinlock_unlock(raw);
	if (!tried)
		test_skip(test, "no other CPU was free");
}

static void try_while_held(struct test *test, bool (*try)(void),
			   void (*hold)(struct test *test,
					struct attempt *other))
{
	struct attempt other = { .try = try };
	struct banos_thread *thread;

	if (!CHECK_EQUAL(banos_thread_create(test->driver, NULL, attempt,
					     &other, &thread), 0))
		return;
	hold(test, &other);
	CHECK_EQUAL(banos_thread_stop(thread), 0);
	if (test->status == SUITE_PASSED)
		CHECK(!other.taken);
	CHECK(try());
}

static void spinlock_that_is_taken_is_not_taken_by_trying(struct test *test)
{
	if (!CHECK_EQUAL(banos_spinlock_create(test->driver, &spinlock), 0))
		return;
	try_while_held(test, try_spinlock, hold_spinlock);
	banos_spinlock_destroy(spinlock);
}

static void raw_spinlock_that_is_taken_is_not_taken_by_trying(struct test *test)
{
	if (!CHECK_EQUAL(banos_raw_spinlock_create(test->driver, &raw), 0))
		return;
	try_while_held(test, try_raw_spinlock, hold_raw_spinlock);
	banos_raw_spinlock_destroy(raw);
}

static void visit_raw_spinlock_plainly(void)
{
	banos_raw_spinlock_lock(raw);
	change();
	banos_raw_spinlock_unlock(raw);
}

static void visit_raw_spinlock_by_trying(void)
{
	while (!banos_raw_spinlock_try_lock(raw))
		banos_sleep(0);
	change();
	banos_raw_spinlock_unlock(raw);
}

static void raw_spinlock_lets_one_in(struct test *test)
{
	static const visit_function with_timer = visit_raw_spinlock;
	static const visit_function visits[] = {
		visit_raw_spinlock, visit_raw_spinlock_plainly,
		visit_raw_spinlock_by_trying,
	};

	if (!CHECK_EQUAL(banos_raw_spinlock_create(test->driver, &raw), 0))
		return;
	begin();
	let_threads_contend(test, visits, ARRAY_LENGTH(visits));
	CHECK_EQUAL(faults, 0);
	CHECK_EQUAL(left, THREADS * ROUNDS);
	CHECK_EQUAL(right, THREADS * ROUNDS);
	banos_raw_spinlock_destroy(raw);
	if (!CHECK_EQUAL(banos_raw_spinlock_create(test->driver, &raw), 0))
		return;
	let_timer_contend(test, tick_with_raw_spinlock, &with_timer);
	banos_raw_spinlock_destroy(raw);
}

static void write_rwlock(void)
{
	banos_rwlock_write_lock(rwlock);
	change();
	banos_rwlock_write_unlock(rwlock);
}

static void look(void)
{
	if (left != right)
		__atomic_fetch_add(&faults, 1, __ATOMIC_RELAXED);
}

static void read_rwlock(void)
{
	banos_rwlock_read_lock(rwlock);
	look();
	banos_rwlock_read_unlock(rwlock);
}

static void try_rwlock(void)
{
	if (banos_rwlock_try_read_lock(rwlock)) {
		look();
		banos_rwlock_read_unlock(rwlock);
	}
	while (!banos_rwlock_try_write_lock(rwlock))
		banos_sleep(0);
	change();
	banos_rwlock_write_unlock(rwlock);
}

/* What was written stays the last thing written until reading ends. */
static void downgrade_rwlock(void)
{
	uint64_t written;

	banos_rwlock_write_lock(rwlock);
	change();
	written = left;
	banos_rwlock_downgrade(rwlock);
	if (left != written)
		__atomic_fetch_add(&faults, 1, __ATOMIC_RELAXED);
	look();
	banos_rwlock_read_unlock(rwlock);
}

static void rwlock_lets_one_writer_in(struct test *test)
{
	static const visit_function visits[] = {
		write_rwlock, read_rwlock, try_rwlock, downgrade_rwlock,
	};

	if (!CHECK_EQUAL(banos_rwlock_create(test->driver, &rwlock), 0))
		return;
	begin();
	let_threads_contend(test, visits, ARRAY_LENGTH(visits));
	CHECK_EQUAL(left, 3 * ROUNDS);
	CHECK_EQUAL(right, 3 * ROUNDS);
	CHECK_EQUAL(faults, 0);
	banos_rwlock_destroy(rwlock);
}

static void try_rwlock_that_is_read(struct test *test)
{
	CHECK(!banos_rwlock_try_write_lock(rwlock));
	if (CHECK(banos_rwlock_try_read_lock(rwlock)))
		banos_rwlock_read_unlock(rwlock);
	banos_rwlock_read_lock(rwlock);
	banos_rwlock_read_unlock(rwlock);
}

static void try_rwlock_that_is_written(struct test *test)
{
	CHECK(!banos_rwlock_try_write_lock(rwlock));
	CHECK(!banos_rwlock_try_read_lock(rwlock));
}

static void rwlock_lets_readers_in_together(struct test *test)
{
	if (!CHECK_EQUAL(banos_rwlock_create(test->driver, &rwlock), 0))
		return;
	banos_rwlock_read_lock(rwlock);
	test_in_thread(test, try_rwlock_that_is_read);
	test_in_work(test, try_rwlock_that_is_read);
	banos_rwlock_read_unlock(rwlock);
	banos_rwlock_write_lock(rwlock);
	test_in_thread(test, try_rwlock_that_is_written);
	banos_rwlock_write_unlock(rwlock);
	banos_rwlock_destroy(rwlock);
}

static void downgrade_lets_readers_in(struct test *test)
{
	if (!CHECK_EQUAL(banos_rwlock_create(test->driver, &rwlock), 0))
		return;
	if (CHECK(banos_rwlock_try_write_lock(rwlock))) {
		test_in_thread(test, try_rwlock_that_is_written);
		banos_rwlock_downgrade(rwlock);
		test_in_thread(test, try_rwlock_that_is_read);
		banos_rwlock_read_unlock(rwlock);
	}
	banos_rwlock_destroy(rwlock);
}

static void many_locks_of_one_line(struct test *test)
{
	static struct banos_mutex *many[500];

	for (uint64_t i = 0; i < ARRAY_LENGTH(many); i++) {
		many[i] = NULL;
		CHECK_EQUAL(banos_mutex_create(test->driver, &many[i]), 0);
	}
	for (uint64_t i = 0; i < ARRAY_LENGTH(many); i++)
		banos_mutex_destroy(many[i]);
}

/* For the program: a mutex that one call holds and another wants. */
static struct banos_mutex *wanted;
static struct banos_completion *released;
static uint32_t is_held;

static int64_t hold(void)
{
	int32_t error = banos_mutex_lock_interruptible(wanted);

	if (error)
		return error;
	__atomic_store_n(&is_held, 1, __ATOMIC_RELEASE);
	error = banos_completion_wait(released, BANOS_FOREVER,
				      BANOS_WAIT_KILLABLE);
	__atomic_store_n(&is_held, 0, __ATOMIC_RELEASE);
	banos_mutex_unlock(wanted);
	return error;
}

static int64_t take_interruptibly(void)
{
	int32_t error = banos_mutex_lock_interruptible(wanted);

	if (!error)
		banos_mutex_unlock(wanted);
	return error;
}

/* Made when the node is opened; here, as no case may find them. */
static int64_t make(void)
{
	int64_t error = 0;

	if (!wanted)
		error = banos_mutex_create(suite_driver(), &wanted);
	if (!error && !released)
		error = banos_completion_create(suite_driver(), &released);
	return error;
}

static int64_t own_ioctl(struct banos_file *file, uint32_t command,
			 uint64_t argument)
{
	int64_t error = make();

	(void)file;
	(void)argument;
	if (error)
		return error;
	switch (command) {
	case LOCK_HOLD:
		return hold();
	case LOCK_RELEASE:
		banos_complete(released);
		return 0;
	case LOCK_TRY_INTERRUPTIBLY:
		return take_interruptibly();
	case LOCK_IS_HELD:
		return __atomic_load_n(&is_held, __ATOMIC_ACQUIRE);
	}
	return -BANOS_ENOTTY;
}

TEST_DRIVER(test_lock, LOCK_CASES, .ioctl = own_ioctl);
