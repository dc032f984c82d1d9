/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/* Tests of <banos/symbol.h>; what takes other drivers is the loader's tests. */
#include "suite.h"
#include "test_symbol.h"

static void symbols_are_looked_up(struct test *test)
{
	CHECK(banos_lookup_symbol("banos_memcpy") == (void *)banos_memcpy);
	CHECK(banos_lookup_symbol("banos_timer_create") ==
	      (void *)banos_timer_create);
	CHECK(!banos_lookup_symbol("banos_nobody_offers_this"));
	CHECK(!banos_lookup_symbol("printk"));
	CHECK(!banos_lookup_symbol(""));
	CHECK(!banos_lookup_symbol(NULL));
}

static void symbols_are_taken_and_given_back(struct test *test)
{
	void *first = NULL, *second = NULL;

	CHECK_EQUAL(banos_symbol_get(test->driver, "banos_memset", &first), 0);
	CHECK_EQUAL(banos_symbol_get(test->driver, "banos_memset", &second), 0);
	CHECK(first == (void *)banos_memset && second == first);
	CHECK_EQUAL(banos_symbol_put(test->driver, first), 0);
	CHECK_EQUAL(banos_symbol_put(test->driver, second), 0);
}

static void bad_arguments_are_refused(struct test *test)
{
	struct banos_driver *driver = test->driver;
	void *address = test;

	CHECK_EQUAL(banos_symbol_get(driver, "banos_nobody_offers_this",
				     &address), -BANOS_ENOENT);
	CHECK(!address);
	CHECK_EQUAL(banos_symbol_get(driver, "", &address), -BANOS_ENOENT);
	CHECK_EQUAL(banos_symbol_get(driver, NULL, &address), -BANOS_EINVAL);
	CHECK_EQUAL(banos_symbol_get(driver, "banos_memset", NULL),
		    -BANOS_EINVAL);
	CHECK_EQUAL(banos_symbol_get(NULL, "banos_memset", &address),
		    -BANOS_EINVAL);
	CHECK_EQUAL(banos_symbol_get(no_driver(), "banos_memset", &address),
		    -BANOS_EINVAL);
	CHECK_EQUAL(banos_symbol_put(driver, &address), -BANOS_EINVAL);
	CHECK_EQUAL(banos_symbol_put(driver, NULL), -BANOS_EINVAL);
	CHECK_EQUAL(banos_symbol_put(NULL, (void *)banos_memset),
		    -BANOS_EINVAL);
}

static void check_state(struct test *test, const char *name, uint32_t wanted,
			uint32_t since, uint32_t gpl_only)
{
	struct banos_symbol_state state = { .size = sizeof(state) };

	CHECK_EQUAL(banos_symbol_state(name, &state), 0);
	CHECK_EQUAL(state.size, sizeof(state));
	CHECK_EQUAL(state.state, wanted);
	CHECK_EQUAL(state.since, since);
	CHECK_EQUAL(state.gpl_only, gpl_only);
	CHECK_EQUAL(state.reserved, 0);
	CHECK(!state.reason);
}

static void tell_states(struct test *test)
{
	check_state(test, "banos_memcpy", BANOS_SYMBOL_HERE,
		    BANOS_VERSION(0, 9, 0), 0);
	check_state(test, "banos_chrdev_create", BANOS_SYMBOL_HERE,
		    BANOS_VERSION(0, 9, 0), 1);
	check_state(test, "banos_dprintln", BANOS_SYMBOL_HERE, 0, 0);
	check_state(test, "banos_nobody", BANOS_SYMBOL_UNKNOWN, 0, 0);
}

static void state_of_an_export_is_told(struct test *test)
{
	struct banos_symbol_state state = { .size = sizeof(state) };

	test_everywhere(test, tell_states);
	CHECK_EQUAL(banos_symbol_state(NULL, &state), -BANOS_EINVAL);
	CHECK_EQUAL(banos_symbol_state("banos_memcpy", NULL), -BANOS_EINVAL);
}

/* What a driver for a later version hands in: all of it is written. */
static int32_t try_size(struct test *test, uint64_t size)
{
	union {
		struct banos_symbol_state state;
		uint64_t words[8];
	} later;
	const uint64_t known = sizeof(later.state) / sizeof(uint64_t);
	int32_t error;

	banos_memset(&later, 0xff, sizeof(later));
	later.state.size = size;
	error = banos_symbol_state("banos_memcpy", &later.state);
	if (error)
		return error;
	CHECK_EQUAL(later.state.size, size);
	for (uint64_t i = known; i < ARRAY_LENGTH(later.words); i++)
		CHECK_EQUAL(later.words[i], i < size / 8 ? 0 : -1);
	return 0;
}

static void state_is_told_to_other_versions(struct test *test)
{
	const uint64_t known = sizeof(struct banos_symbol_state);

	CHECK_EQUAL(try_size(test, known), 0);
	CHECK_EQUAL(try_size(test, known + 8), 0);
	CHECK_EQUAL(try_size(test, known + 32), 0);
	CHECK_EQUAL(try_size(test, known - 1), -BANOS_EINVAL);
	CHECK_EQUAL(try_size(test, 0), -BANOS_EINVAL);
	CHECK_EQUAL(try_size(test, 4097), -BANOS_EINVAL);
	CHECK_EQUAL(try_size(test, UINT64_MAX), -BANOS_EINVAL);
}

static void sizes_of_structs_are_told(struct test *test)
{
	CHECK_EQUAL(banos_struct_size("banos_symbol_state"),
		    sizeof(struct banos_symbol_state));
	CHECK_EQUAL(banos_struct_size("nonsense"), 0);
	CHECK_EQUAL(banos_struct_size(""), 0);
	CHECK_EQUAL(banos_struct_size(NULL), 0);
}

TEST_DRIVER(test_symbol, SYMBOL_CASES, .ioctl = NULL);
