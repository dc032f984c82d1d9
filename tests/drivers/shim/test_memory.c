/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/* Tests of <banos/memory.h>. */
#include "suite.h"
#include "test_memory.h"

#define KIB ((uint64_t)1 << 10)
#define MIB ((uint64_t)1 << 20)

static bool is_aligned(const void *memory, uint64_t alignment)
{
	return !((uint64_t)memory & (alignment - 1));
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

/* Gets, checks and overwrites memory. Returns: it, or NULL. */
static void *get(struct test *test, uint64_t size, uint64_t alignment,
		 uint32_t flags)
{
	void *memory = banos_memory_allocate(test->driver, size, alignment,
					     flags);

	if (!CHECK(memory))
		return NULL;
	CHECK(is_aligned(memory, alignment ? alignment : 16));
	CHECK(banos_memory_size(memory) >= size);
	if (flags & BANOS_MEMORY_ZERO)
		CHECK(all_are(memory, size, 0));
	banos_memset(memory, 0x5a, banos_memory_size(memory));
	return memory;
}

static void all_sizes_and_alignments_are_served(struct test *test)
{
	static const uint64_t sizes[] = {
		0, 1, 7, 8, 15, 16, 17, 63, 64, 65, 255, 1000, 2047, 2048,
		4095, 4096, 4097, 8191, 12289, 64 * KIB - 1, 64 * KIB,
		64 * KIB + 1, 200 * KIB,
	};
	uint64_t alignment = 0;

	for (;;) {
		for (uint64_t i = 0; i < ARRAY_LENGTH(sizes); i++)
			banos_memory_free(get(test, sizes[i], alignment, 0));
		if (alignment == BANOS_MEMORY_LARGEST_ALIGNMENT)
			break;
		alignment = alignment ? alignment * 2 : 1;
	}
}

static void large_memory_is_served(struct test *test)
{
	banos_memory_free(get(test, 4 * MIB, 0, 0));
	banos_memory_free(get(test, 4 * MIB + 1, 4096, BANOS_MEMORY_ZERO));
	banos_memory_free(get(test, 64 * MIB, MIB, 0));
}

/* What is freed dirty is what comes back. */
static void zeroed_memory_is_zero(struct test *test)
{
	void *pieces[32];

	for (uint64_t size = 1; size <= 128 * KIB; size *= 2) {
		for (uint64_t i = 0; i < ARRAY_LENGTH(pieces); i++)
			pieces[i] = get(test, size, 0, 0);
		for (uint64_t i = 0; i < ARRAY_LENGTH(pieces); i++)
			banos_memory_free(pieces[i]);
		for (uint64_t i = 0; i < ARRAY_LENGTH(pieces); i++)
			pieces[i] = get(test, size, 64, BANOS_MEMORY_ZERO);
		for (uint64_t i = 0; i < ARRAY_LENGTH(pieces); i++)
			banos_memory_free(pieces[i]);
	}
}

static void bad_arguments_are_refused(struct test *test)
{
	struct banos_driver *driver = test->driver;

	CHECK(!banos_memory_allocate(NULL, 1, 0, 0));
	CHECK(!banos_memory_allocate(no_driver(), 1, 0, 0));
	CHECK(!banos_memory_allocate(driver, BANOS_MEMORY_LARGEST + 1, 0, 0));
	CHECK(!banos_memory_allocate(driver, UINT64_MAX, 0, 0));
	CHECK(!banos_memory_allocate(driver, UINT64_MAX - 4096, 4096, 0));
	CHECK(!banos_memory_allocate(driver, 1, 3, 0));
	CHECK(!banos_memory_allocate(driver, 1, 2 * MIB, 0));
	CHECK(!banos_memory_allocate(driver, 1, (uint64_t)1 << 32, 0));
	CHECK(!banos_memory_allocate(driver, 1, UINT64_MAX, 0));
	CHECK(!banos_memory_allocate(driver, 1, 0, 4));
	CHECK(!banos_memory_allocate(driver, 1, 0, 0x80000000u));
	CHECK(!banos_memory_duplicate(driver, NULL, 1, 0));
	CHECK(!banos_memory_duplicate(NULL, "a", 1, 0));
	CHECK(!banos_memory_duplicate(driver, "a", BANOS_MEMORY_LARGEST + 1,
				      0));
}

static void arrays_are_multiplied_with_care(struct test *test)
{
	struct banos_driver *driver = test->driver;
	const uint64_t large = (uint64_t)1 << 33;
	void *memory;

	CHECK(!banos_memory_allocate_array(driver, large, large, 0, 0));
	CHECK(!banos_memory_allocate_array(driver, UINT64_MAX, 2, 0, 0));
	CHECK(!banos_memory_allocate_array(driver, 2, UINT64_MAX, 0, 0));
	CHECK(!banos_memory_allocate_array(driver, (uint64_t)1 << 20, 2048, 0,
					   0));
	memory = banos_memory_allocate_array(driver, 100, 12, 32,
					     BANOS_MEMORY_ZERO);
	if (CHECK(memory)) {
		CHECK(is_aligned(memory, 32) && all_are(memory, 1200, 0));
		CHECK(banos_memory_size(memory) >= 1200);
	}
	banos_memory_free(memory);
	memory = banos_memory_allocate_array(driver, 0, large, 0, 0);
	CHECK(memory);
	banos_memory_free(memory);
}

static unsigned char pattern(uint64_t place)
{
	return (unsigned char)(place * 13 + place / 251);
}

static bool has_pattern(const unsigned char *bytes, uint64_t size)
{
	for (uint64_t i = 0; i < size; i++) {
		if (bytes[i] != pattern(i))
			return false;
	}
	return true;
}

static void put_pattern(unsigned char *bytes, uint64_t size)
{
	for (uint64_t i = 0; i < size; i++)
		bytes[i] = pattern(i);
}

/* From one size to the next, up and down, by every kind of allocation. */
static void reallocate_through(struct test *test, uint64_t alignment)
{
	static const uint64_t sizes[] = {
		1, 16, 17, 100, 99, 4096, 4097, 300 * KIB, 200 * KIB,
		40 * KIB, 5000, 0, 64, 1,
	};
	unsigned char *memory = banos_memory_allocate(test->driver, 10,
						      alignment, 0);
	uint64_t size = 10;

	if (!CHECK(memory))
		return;
	put_pattern(memory, size);
	for (uint64_t i = 0; i < ARRAY_LENGTH(sizes); i++) {
		uint64_t smaller = sizes[i] < size ? sizes[i] : size;
		unsigned char *moved;

		moved = banos_memory_reallocate(test->driver, memory, sizes[i],
						0);
		if (!CHECK(moved))
			break;
		memory = moved;
		size = sizes[i];
		CHECK(is_aligned(memory, alignment));
		CHECK(banos_memory_size(memory) >= size);
		CHECK(has_pattern(memory, smaller));
		put_pattern(memory, size);
	}
	banos_memory_free(memory);
}

static void reallocation_keeps_content(struct test *test)
{
	void *memory;

	reallocate_through(test, 16);
	reallocate_through(test, 4096);
	reallocate_through(test, 256 * KIB);
	memory = banos_memory_reallocate(test->driver, NULL, 100,
					 BANOS_MEMORY_ZERO);
	CHECK(memory && all_are(memory, 100, 0));
	banos_memory_free(memory);
}

/* All bytes but those that were asked for before are 0. */
static void clear_from(struct test *test, uint64_t before, uint64_t after)
{
	unsigned char *memory = get(test, before, 0, 0);
	unsigned char *moved;

	if (!memory)
		return;
	moved = banos_memory_reallocate(test->driver, memory, after,
					BANOS_MEMORY_ZERO);
	if (CHECK(moved)) {
		CHECK(all_are(moved, before, 0x5a));
		CHECK(all_are(moved + before, after - before, 0));
	}
	banos_memory_free(moved ? moved : memory);
}

static void reallocation_clears_what_is_new(struct test *test)
{
	clear_from(test, 0, 1);
	clear_from(test, 1, 16);
	clear_from(test, 5, 12);
	clear_from(test, 16, 17);
	clear_from(test, 1000, 100000);
	clear_from(test, 100, 5 * MIB);
}

static void failed_reallocation_changes_nothing(struct test *test)
{
	unsigned char *memory = get(test, 100, 64, 0);

	if (!memory)
		return;
	CHECK(!banos_memory_reallocate(test->driver, memory,
				       BANOS_MEMORY_LARGEST + 1, 0));
	CHECK(!banos_memory_reallocate(test->driver, memory, UINT64_MAX, 0));
	CHECK(!banos_memory_reallocate(NULL, memory, 5000, 0));
	CHECK(!banos_memory_reallocate(no_driver(), memory, 5000, 0));
	CHECK(!banos_memory_reallocate(test->driver, memory, 5000, 4));
	CHECK(!banos_memory_reallocate(test->driver, memory, 90, 4));
	CHECK(!banos_memory_reallocate(no_driver(), memory, 90, 0));
	CHECK(!banos_memory_reallocate(NULL, memory, 10, 0));
	CHECK(!banos_memory_reallocate(NULL, NULL, 10, 0));
	CHECK(all_are(memory, 100, 0x5a));
	CHECK(banos_memory_size(memory) >= 100);
	banos_memory_free(memory);
}

static void memory_is_duplicated(struct test *test)
{
	static unsigned char from[5000];
	unsigned char *copy;

	put_pattern(from, sizeof(from));
	for (uint64_t size = 0; size <= sizeof(from); size += 1000) {
		copy = banos_memory_duplicate(test->driver, from, size, 0);
		if (CHECK(copy)) {
			CHECK(has_pattern(copy, size));
			CHECK(is_aligned(copy, 16));
		}
		banos_memory_free(copy);
	}
}

static void null_is_nothing(struct test *test)
{
	banos_memory_free(NULL);
	banos_pages_destroy(NULL);
	CHECK_EQUAL(banos_memory_size(NULL), 0);
}

/* Up to a page it is a bug if there is none in a guest that is idle. */
static void allocate_atomically(struct test *test)
{
	const uint32_t flags = BANOS_MEMORY_ATOMIC | BANOS_MEMORY_ZERO;

	for (uint64_t size = 0; size <= 2048; size = size * 2 + 1) {
		void *memory = get(test, size, 0, flags), *moved;

		if (!memory)
			return;
		moved = banos_memory_reallocate(test->driver, memory, size + 50,
						flags);
		CHECK(moved && all_are(moved, size, 0x5a));
		banos_memory_free(moved ? moved : memory);
	}
	for (uint64_t size = 8 * KIB; size <= 64 * MIB; size *= 8)
		banos_memory_free(banos_memory_allocate(test->driver, size, 0,
							flags));
}

static void atomic_memory_works_everywhere(struct test *test)
{
	test_outside_raw(test, allocate_atomically);
}

static void *larges[5];

static void free_larges(struct test *test)
{
	for (uint64_t i = 0; i < ARRAY_LENGTH(larges); i++) {
		CHECK(banos_memory_size(larges[i]) >= 300 * KIB);
		banos_memory_free(larges[i]);
		larges[i] = NULL;
	}
}

static void allocate_larges(struct test *test)
{
	for (uint64_t i = 0; i < ARRAY_LENGTH(larges); i++)
		larges[i] = get(test, 300 * KIB << i, 0, 0);
}

static void large_memory_is_freed_where_nobody_sleeps(struct test *test)
{
	struct banos_spinlock *lock;
	uint64_t flags;

	allocate_larges(test);
	test_in_timer(test, free_larges);
	if (!CHECK_EQUAL(banos_spinlock_create(test->driver, &lock), 0))
		return;
	allocate_larges(test);
	flags = banos_spinlock_lock_irqsave(lock);
	free_larges(test);
	banos_spinlock_unlock_irqrestore(lock, flags);
	banos_spinlock_destroy(lock);
}

static void try_pages(struct test *test, uint64_t count)
{
	struct banos_pages *pages;
	uint64_t size = count * banos_page_size();

	if (!CHECK_EQUAL(banos_pages_create(test->driver, count, 0, &pages), 0))
		return;
	CHECK(is_aligned(banos_pages_address(pages), banos_page_size()));
	CHECK_EQUAL(banos_pages_count(pages), count);
	CHECK(all_are(banos_pages_address(pages), size, 0));
	banos_memset(banos_pages_address(pages), 0xff, size);
	banos_pages_destroy(pages);
}

static void try_some_pages(struct test *test)
{
	try_pages(test, 1);
	try_pages(test, 3);
	try_pages(test, 1000);
	try_pages(test, 1);
	try_pages(test, 3);
}

static void pages_are_zeroed_and_aligned(struct test *test)
{
	CHECK(banos_page_size() >= 4096);
	CHECK(!(banos_page_size() & (banos_page_size() - 1)));
	test_where_one_may_sleep(test, try_some_pages);
}

static void bad_pages_are_refused(struct test *test)
{
	struct banos_driver *driver = test->driver;
	struct banos_pages *pages = (void *)test;

	CHECK_EQUAL(banos_pages_create(NULL, 1, 0, &pages), -BANOS_EINVAL);
	CHECK_EQUAL(banos_pages_create(no_driver(), 1, 0, &pages),
		    -BANOS_EINVAL);
	CHECK_EQUAL(banos_pages_create(driver, 1, 0, NULL), -BANOS_EINVAL);
	CHECK_EQUAL(banos_pages_create(driver, 1, 1, &pages), -BANOS_EINVAL);
	CHECK_EQUAL(banos_pages_create(driver, 0, 0, &pages), -BANOS_EINVAL);
	CHECK_EQUAL(banos_pages_create(driver, UINT64_MAX, 0, &pages),
		    -BANOS_EINVAL);
	CHECK_EQUAL(banos_pages_create(driver, (uint64_t)1 << 40, 0, &pages),
		    -BANOS_EINVAL);
	CHECK_EQUAL(banos_pages_create(driver, BANOS_MEMORY_LARGEST /
				       banos_page_size() + 1, 0, &pages),
		    -BANOS_EINVAL);
	CHECK(pages == (void *)test);
}

/* What is held for the program. */
static void *held[4096];
static uint64_t held_count;
static struct banos_pages *held_pages;

static int64_t hold(struct memory_request *request)
{
	while (request->result < request->count &&
	       held_count < ARRAY_LENGTH(held)) {
		void *memory = banos_memory_allocate(suite_driver(),
						     request->size, 0, 0);

		if (!memory)
			return 0;
		held[held_count++] = memory;
		request->result++;
	}
	return 0;
}

static int64_t drop(void)
{
	while (held_count)
		banos_memory_free(held[--held_count]);
	banos_pages_destroy(held_pages);
	held_pages = NULL;
	return 0;
}

/* The log names it. */
static __attribute__((noinline)) int64_t free_wrongly(void)
{
	static uint64_t none[64];
	void *memory = banos_memory_allocate(suite_driver(), 100, 0, 0);

	if (!memory)
		return -BANOS_ENOMEM;
	banos_memory_free(memory);
	banos_memory_free(memory);
	banos_memory_free(&none[32]);
	if (banos_memory_reallocate(suite_driver(), &none[32], 10, 0))
		return -BANOS_EIO;
	return banos_memory_size(&none[32]) ? -BANOS_EIO : 0;
}

/* One of the threads that use memory at random. */
struct user {
	struct banos_thread *thread;
	uint64_t rounds;
	uint64_t largest;
	uint64_t faults;
	unsigned char *pieces[16];
	uint64_t sizes[16];
	unsigned char value;
};

static void check_piece(struct user *user, uint64_t place)
{
	if (user->pieces[place] &&
	    !all_are(user->pieces[place], user->sizes[place], user->value))
		user->faults++;
}

static void exchange(struct user *user, uint64_t place)
{
	uint64_t size = banos_random_below(user->largest);

	check_piece(user, place);
	banos_memory_free(user->pieces[place]);
	user->pieces[place] = banos_memory_allocate(suite_driver(), size, 0, 0);
	user->sizes[place] = size;
	if (user->pieces[place])
		banos_memset(user->pieces[place], user->value, size);
}

static void resize(struct user *user, uint64_t place)
{
	uint64_t size = banos_random_below(user->largest);
	void *moved = banos_memory_reallocate(suite_driver(),
					      user->pieces[place], size, 0);

	if (!moved)
		return;
	user->pieces[place] = moved;
	if (user->sizes[place] > size)
		user->sizes[place] = size;
	check_piece(user, place);
	banos_memset(moved, user->value, size);
	user->sizes[place] = size;
}

static int32_t use(struct banos_thread *thread, void *context)
{
	struct user *user = context;

	(void)thread;
	for (uint64_t round = 0; round < user->rounds; round++) {
		uint64_t place = banos_random_below(ARRAY_LENGTH(user->pieces));

		if (banos_random_below(2))
			exchange(user, place);
		else
			resize(user, place);
	}
	for (uint64_t i = 0; i < ARRAY_LENGTH(user->pieces); i++) {
		check_piece(user, i);
		banos_memory_free(user->pieces[i]);
		user->pieces[i] = NULL;
		user->sizes[i] = 0;
	}
	return 0;
}

static int64_t stress(struct memory_request *request)
{
	static struct user users[8];
	int64_t error = 0;

	for (uint64_t i = 0; i < ARRAY_LENGTH(users); i++) {
		users[i].rounds = request->count;
		users[i].largest = request->size;
		users[i].faults = 0;
		users[i].value = (unsigned char)(i + 1);
		users[i].thread = NULL;
		if (!error)
			error = banos_thread_create(suite_driver(), NULL, use,
						    &users[i],
						    &users[i].thread);
	}
	for (uint64_t i = 0; i < ARRAY_LENGTH(users); i++) {
		banos_thread_stop(users[i].thread);
		request->result += users[i].faults;
	}
	return error;
}

static int64_t answer(uint32_t command, struct memory_request *request)
{
	request->result = 0;
	switch (command) {
	case MEMORY_HOLD:
		return hold(request);
	case MEMORY_DROP:
		return drop();
	case MEMORY_HOLD_PAGES:
		return banos_pages_create(suite_driver(), request->count, 0,
					  &held_pages);
	case MEMORY_FREE_WRONGLY:
		return free_wrongly();
	case MEMORY_STRESS:
		return stress(request);
	}
	return -BANOS_ENOTTY;
}

static int64_t own_ioctl(struct banos_file *file, uint32_t command,
			 uint64_t argument)
{
	struct memory_request request;
	int64_t error = banos_user_copy_in(&request, argument, sizeof(request));

	(void)file;
	if (!error)
		error = answer(command, &request);
	return error ? error : banos_user_copy_out(argument, &request,
						   sizeof(request));
}

TEST_DRIVER(test_memory, MEMORY_CASES, .ioctl = own_ioctl);
