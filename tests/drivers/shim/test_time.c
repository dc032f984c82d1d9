/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/* Tests of <banos/time.h> and <banos/random.h>. */
#include "suite.h"
#include "test_time.h"

/* All threads together see one clock. */
struct watcher {
	struct test *test;
	uint64_t (*read)(void);
	uint64_t *latest;
};

static int32_t watch(struct banos_thread *thread, void *context)
{
	struct watcher *watcher = context;
	struct test *test = watcher->test;
	uint64_t seen, now;

	(void)thread;
	for (int i = 0; i < 25000; i++) {
		seen = __atomic_load_n(watcher->latest, __ATOMIC_SEQ_CST);
		now = watcher->read();
		if (!CHECK(now >= seen))
			return 1;
		while (now > seen &&
		       !__atomic_compare_exchange_n(watcher->latest, &seen, now,
						    false, __ATOMIC_SEQ_CST,
						    __ATOMIC_SEQ_CST))
			;
	}
	return 0;
}

static void watch_clock(struct test *test, uint64_t (*read)(void))
{
	static uint64_t latest;
	struct watcher watcher = { .test = test, .read = read,
				   .latest = &latest };
	struct banos_thread *threads[4] = {};

	latest = 0;
	for (uint64_t i = 0; i < ARRAY_LENGTH(threads); i++)
		CHECK_EQUAL(banos_thread_create(test->driver, NULL, watch,
						&watcher, &threads[i]), 0);
	for (uint64_t i = 0; i < ARRAY_LENGTH(threads); i++)
		CHECK_EQUAL(banos_thread_stop(threads[i]), 0);
	CHECK(latest > 0);
}

static void clocks_do_not_go_back(struct test *test)
{
	watch_clock(test, banos_time_monotonic);
	watch_clock(test, banos_time_boot);
	watch_clock(test, banos_time_raw);
}

/* The machine was not suspended, and 1970 is long ago. */
static void clocks_agree(struct test *test)
{
	uint64_t monotonic = banos_time_monotonic();
	uint64_t boot = banos_time_boot();

	CHECK(boot >= monotonic);
	CHECK(boot <= banos_time_monotonic() + BANOS_SECOND);
	CHECK(banos_time_real() > boot);
}

static void read_clocks(struct test *test)
{
	uint64_t monotonic = banos_time_monotonic();
	uint64_t raw = banos_time_raw(), boot = banos_time_boot();

	CHECK(banos_time_monotonic() >= monotonic);
	CHECK(banos_time_raw() >= raw);
	CHECK(banos_time_boot() >= boot);
	CHECK(banos_time_real() > boot);
}

static void clocks_are_read_everywhere(struct test *test)
{
	test_everywhere(test, read_clocks);
}

static const uint64_t spans[] = {
	0, 1, 1000, 1001, 50000, 5 * BANOS_MILLISECOND,
	20 * BANOS_MILLISECOND, 20 * BANOS_MILLISECOND + 1,
	50 * BANOS_MILLISECOND,
};

static void sleep_for_spans(struct test *test)
{
	for (uint64_t i = 0; i < ARRAY_LENGTH(spans); i++) {
		uint64_t begin = banos_time_monotonic();

		banos_sleep(spans[i]);
		CHECK(banos_time_monotonic() - begin >= spans[i]);
	}
}

static void sleep_is_not_too_short(struct test *test)
{
	test_where_one_may_sleep(test, sleep_for_spans);
}

static void sleep_interruptibly(struct test *test)
{
	for (uint64_t i = 0; i < ARRAY_LENGTH(spans); i++) {
		uint64_t begin = banos_time_monotonic();

		CHECK_EQUAL(banos_sleep_interruptible(test->driver, spans[i]),
			    0);
		CHECK(banos_time_monotonic() - begin >= spans[i]);
	}
}

static void interruptible_sleep_is_not_too_short(struct test *test)
{
	test_where_one_may_sleep(test, sleep_interruptibly);
}

static void bad_sleeper_is_refused(struct test *test)
{
	CHECK_EQUAL(banos_sleep_interruptible(NULL, 0), -BANOS_EINVAL);
	CHECK_EQUAL(banos_sleep_interruptible(NULL, UINT64_MAX),
		    -BANOS_EINVAL);
	CHECK_EQUAL(banos_sleep_interruptible(no_driver(), UINT64_MAX),
		    -BANOS_EINVAL);
}

/* By the clock that nobody corrects: the others run at another speed. */
static void delay_is_not_too_short(struct test *test)
{
	static const uint64_t delays[] = {
		0, 1, 999, 1000, 1001, 30000, 100000, BANOS_DELAY_LONGEST,
	};

	for (uint64_t i = 0; i < ARRAY_LENGTH(delays); i++) {
		uint64_t begin = banos_time_raw(), passed;

		CHECK_EQUAL(banos_delay(delays[i]), 0);
		passed = banos_time_raw() - begin;
		if (passed < delays[i])
			CHECK_EQUAL(passed, delays[i]);
	}
}

static void long_delays_are_refused(struct test *test)
{
	CHECK_EQUAL(banos_delay(BANOS_DELAY_LONGEST + 1), -BANOS_EINVAL);
	CHECK_EQUAL(banos_delay(UINT64_MAX), -BANOS_EINVAL);
}

static void delays_are_made_everywhere(struct test *test)
{
	test_everywhere(test, delay_is_not_too_short);
	test_everywhere(test, long_delays_are_refused);
}

static bool all_are(const unsigned char *bytes, uint64_t size,
		    unsigned char value)
{
	for (uint64_t i = 0; i < size; i++) {
		if (bytes[i] != value)
			return false;
	}
	return true;
}

static void random_bytes_fill_just_the_memory(struct test *test)
{
	unsigned char bytes[100];

	for (uint64_t size = 0; size < 64; size++) {
		banos_memset(bytes, 0, sizeof(bytes));
		banos_random_bytes(bytes + 8, size);
		CHECK(all_are(bytes, 8, 0));
		CHECK(all_are(bytes + 8 + size, sizeof(bytes) - 8 - size, 0));
		/* Never is it 2^-128 that all of them are 0. */
		CHECK(size < 16 || !all_are(bytes + 8, size, 0));
	}
}

static void make_random_numbers(struct test *test)
{
	uint64_t numbers[8], bits = 0;

	for (uint64_t i = 0; i < ARRAY_LENGTH(numbers); i++) {
		numbers[i] = banos_random_u64();
		bits |= numbers[i] ^ numbers[0];
		for (uint64_t j = 0; j < i; j++)
			CHECK(numbers[i] != numbers[j]);
	}
	/* Each half changes: 2^-224 that one does not. */
	CHECK(bits >> 32 && (uint32_t)bits);
	bits = banos_random_u32();
	for (int i = 0; i < 8; i++)
		bits |= bits ^ banos_random_u32();
	CHECK(bits);
	CHECK(banos_random_below(10) < 10);
}

static void random_numbers_differ(struct test *test)
{
	make_random_numbers(test);
}

static void random_numbers_stay_below_their_bound(struct test *test)
{
	static const uint64_t bounds[] = {
		1, 2, 3, 7, 1000, ((uint64_t)1 << 32) + 1,
		((uint64_t)1 << 63) + 1, UINT64_MAX,
	};
	uint64_t seen = 0;

	CHECK_EQUAL(banos_random_below(0), 0);
	for (uint64_t i = 0; i < ARRAY_LENGTH(bounds); i++) {
		for (int round = 0; round < 200; round++)
			CHECK(banos_random_below(bounds[i]) < bounds[i]);
	}
	/* That one of seven does not come up in 2000 is 7 * (6/7)^2000. */
	for (int round = 0; round < 2000; round++)
		seen |= (uint64_t)1 << banos_random_below(7);
	CHECK_EQUAL(seen, 0x7f);
}

static void random_numbers_are_made_everywhere(struct test *test)
{
	test_outside_raw(test, make_random_numbers);
	test_outside_raw(test, random_bytes_fill_just_the_memory);
}

static int64_t read_all(uint64_t argument)
{
	const struct time_clocks clocks = {
		.monotonic = banos_time_monotonic(),
		.boot = banos_time_boot(),
		.raw = banos_time_raw(),
		.real = banos_time_real(),
	};

	return banos_user_copy_out(argument, &clocks, sizeof(clocks));
}

static int64_t sleep_on(void)
{
	static const uint64_t further[] = { 0, 1000, 3600 * BANOS_SECOND };
	int32_t answer;

	answer = banos_sleep_interruptible(suite_driver(), 3600 * BANOS_SECOND);
	for (uint64_t i = 0; i < ARRAY_LENGTH(further); i++) {
		if (answer != -BANOS_EINTR)
			return -BANOS_EIO;
		answer = banos_sleep_interruptible(suite_driver(), further[i]);
	}
	return answer == -BANOS_EINTR ? 0 : -BANOS_EIO;
}

static int64_t own_ioctl(struct banos_file *file, uint32_t command,
			 uint64_t argument)
{
	int64_t error;

	(void)file;
	switch (command) {
	case TIME_READ:
		return read_all(argument);
	case TIME_SLEEP:
		return banos_sleep_interruptible(suite_driver(), argument);
	case TIME_SLEEP_ON:
		return sleep_on();
	case TIME_RANDOM_WAIT:
		error = banos_random_wait();
		return error ? error : banos_random_ready();
	}
	return -BANOS_ENOTTY;
}

TEST_DRIVER(test_time, TIME_CASES, .ioctl = own_ioctl);
