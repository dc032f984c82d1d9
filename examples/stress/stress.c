/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * A driver that keeps the shim busy from its init() to its uninit(): threads
 * that allocate, lock and sleep, timers and work that take the same locks. It
 * checks what the locks guard, and fails loudly when they do not.
 *
 *	threads(n) --- pair_mutex ----> guarded[MUTEX]    random pieces of memory
 *	         \---- pair_spinlock -> guarded[SPINLOCK] <---- timers(n)
 *	          \--- pair_rwlock ---> guarded[RWLOCK]   <---- work(n)
 */
#include <banos/driver.h>
#include <banos/lock.h>
#include <banos/memory.h>
#include <banos/print.h>
#include <banos/random.h>
#include <banos/string.h>
#include <banos/thread.h>
#include <banos/time.h>
#include <banos/timer.h>
#include <banos/work.h>

#define MOST_THREADS 64
#define PIECES 8

/* Two numbers that are equal whenever the lock that guards them is open. */
struct pair {
	uint64_t left;
	uint64_t right;
};

enum guard {
	MUTEX,
	SPINLOCK,
	RWLOCK,
	GUARDS,
};

/* One of the parameter's n: a thread, a timer and work. */
struct unit {
	struct banos_thread *thread;
	struct banos_timer  *timer;
	struct banos_work   *work;
	unsigned char       *piece[PIECES];
	uint64_t             piece_size[PIECES];
};

static struct banos_driver *self;
static struct unit units[MOST_THREADS];
static struct pair guarded[GUARDS];
static struct banos_mutex *pair_mutex;
static struct banos_spinlock *pair_spinlock;
static struct banos_rwlock *pair_rwlock;

static uint32_t threads = 4;
static uint32_t period_us = 500;
static uint32_t largest = 65536;
static uint64_t rounds;
static uint64_t ticks;
static uint64_t runs;
static uint64_t faults;

static const struct banos_parameter parameters[] = {
	BANOS_PARAMETER(threads, BANOS_PARAMETER_UINT32,
			"how many threads, timers and works; 1 to 64"),
	BANOS_PARAMETER(period_us, BANOS_PARAMETER_UINT32,
			"between calls of each timer, microseconds; at least 10"),
	BANOS_PARAMETER(largest, BANOS_PARAMETER_UINT32,
			"piece of memory, bytes; at least 1"),
	BANOS_PARAMETER(rounds, BANOS_PARAMETER_UINT64,
			"counts what the threads do"),
	BANOS_PARAMETER(ticks, BANOS_PARAMETER_UINT64,
			"counts what the timers do"),
	BANOS_PARAMETER(runs, BANOS_PARAMETER_UINT64,
			"counts what the work does"),
	BANOS_PARAMETER(faults, BANOS_PARAMETER_UINT64,
			"counts what went wrong: always 0"),
};

static void count(uint64_t *counter)
{
	__atomic_fetch_add(counter, 1, __ATOMIC_RELAXED);
}

static void check(bool right, const char *what)
{
	if (right)
		return;
	count(&faults);
	banos_print_limited(self, BANOS_PRINT_ERROR, "fault: %s", what);
}

/* Called with the pair's lock held. */
static void change(enum guard which)
{
	struct pair *pair = &guarded[which];

	check(pair->left == pair->right, "a lock let two in at once");
	pair->left++;
	__atomic_signal_fence(__ATOMIC_SEQ_CST);
	pair->right++;
}

static void change_with_spinlock(void)
{
	uint64_t flags = banos_spinlock_lock_irqsave(pair_spinlock);

	change(SPINLOCK);
	banos_spinlock_unlock_irqrestore(pair_spinlock, flags);
}

static void tick(struct banos_timer *timer, void *context, uint64_t overruns)
{
	struct unit *unit = context;

	(void)timer;
	(void)overruns;
	change_with_spinlock();
	banos_work_submit(unit->work);
	count(&ticks);
}

static void run(struct banos_work *work, void *context)
{
	(void)work;
	(void)context;
	banos_rwlock_write_lock(pair_rwlock);
	change(RWLOCK);
	banos_rwlock_downgrade(pair_rwlock);
	check(guarded[RWLOCK].left == guarded[RWLOCK].right,
	      "a writer came in between");
	banos_rwlock_read_unlock(pair_rwlock);
	count(&runs);
}

/* Each piece is filled with the number of its place. */
static void check_piece(const struct unit *unit, uint64_t place)
{
	const unsigned char *piece = unit->piece[place];
	uint64_t size = unit->piece_size[place];

	if (piece)
		check(piece[0] == place && piece[size - 1] == place,
		      "memory changed by itself");
}

static void exchange_piece(struct unit *unit, uint64_t place)
{
	uint64_t size = 1 + banos_random_below(largest);

	check_piece(unit, place);
	banos_memory_free(unit->piece[place]);
	unit->piece[place] = banos_memory_allocate(self, size, 0, 0);
	unit->piece_size[place] = size;
	if (unit->piece[place])
		banos_memset(unit->piece[place], (int)place, size);
}

static void one_round(struct unit *unit)
{
	exchange_piece(unit, banos_random_below(PIECES));
	banos_mutex_lock(pair_mutex);
	change(MUTEX);
	banos_mutex_unlock(pair_mutex);
	change_with_spinlock();
	banos_rwlock_read_lock(pair_rwlock);
	check(guarded[RWLOCK].left == guarded[RWLOCK].right,
	      "a reader saw a writer");
	banos_rwlock_read_unlock(pair_rwlock);
	count(&rounds);
}

static int32_t work_hard(struct banos_thread *thread, void *context)
{
	struct unit *unit = context;
	uint64_t place;

	while (!banos_thread_should_stop(thread)) {
		one_round(unit);
		if (banos_random_below(64) == 0)
			banos_thread_sleep(thread, BANOS_MILLISECOND);
		else
			banos_sleep(0);
	}
	for (place = 0; place < PIECES; place++) {
		check_piece(unit, place);
		banos_memory_free(unit->piece[place]);
	}
	return 0;
}

static int32_t start(struct unit *unit)
{
	int32_t error;

	error = banos_work_create(self, NULL, run, unit, &unit->work);
	if (error)
		return error;
	error = banos_timer_create(self, tick, unit, &unit->timer);
	if (error)
		return error;
	error = banos_timer_start_periodic(unit->timer, 0,
					   period_us * BANOS_MICROSECOND);
	if (error)
		return error;
	return banos_thread_create(self, NULL, work_hard, unit, &unit->thread);
}

/* From what starts others to what is started. */
static void stop(struct unit *unit)
{
	banos_timer_destroy(unit->timer);
	banos_work_destroy(unit->work);
	if (unit->thread)
		banos_thread_stop(unit->thread);
}

static int32_t create_locks(void)
{
	int32_t error;

	error = banos_mutex_create(self, &pair_mutex);
	if (error)
		return error;
	error = banos_spinlock_create(self, &pair_spinlock);
	if (error)
		return error;
	return banos_rwlock_create(self, &pair_rwlock);
}

static int stress_uninit(struct banos_driver *driver)
{
	uint32_t i;

	for (i = 0; i < threads; i++)
		stop(&units[i]);
	banos_print(driver, BANOS_PRINT_INFO,
		    "%llu rounds, %llu ticks, %llu runs, %llu faults",
		    (unsigned long long)rounds, (unsigned long long)ticks,
		    (unsigned long long)runs, (unsigned long long)faults);
	banos_rwlock_destroy(pair_rwlock);
	banos_spinlock_destroy(pair_spinlock);
	banos_mutex_destroy(pair_mutex);
	return faults ? -BANOS_EIO : 0;
}

static int stress_init(struct banos_driver *driver)
{
	int32_t error;
	uint32_t i;

	if (!threads || threads > MOST_THREADS || period_us < 10 || !largest)
		return -BANOS_EINVAL;
	self = driver;
	error = create_locks();
	for (i = 0; i < threads && !error; i++)
		error = start(&units[i]);
	if (error)
		stress_uninit(driver);
	return error;
}

BANOS_DRIVER(stress, .version = BANOS_VERSION(1, 0, 0),
	     .license = "Dual MIT/GPL", .init = stress_init,
	     .uninit = stress_uninit,
	     .description = "threads, timers and work at full speed",
	     BANOS_PARAMETERS(parameters));
