/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/* Tests of <banos/chrdev.h>: creating devices, from inside. */
#include "suite.h"
#include "test_chrdev.h"
#include "chrdev_slots.h"

static const struct banos_chrdev_operations no_operations = {
	.size = sizeof(no_operations),
};

/* Makes a device, and takes it away again. */
static int32_t try_options(struct test *test, const char *name, uint32_t mode,
			   uint32_t flags)
{
	const struct banos_chrdev_options options = {
		.size = sizeof(options),
		.mode = mode,
		.flags = flags,
		.name = name,
	};
	struct banos_chrdev *device;
	int32_t error = banos_chrdev_create(test->driver, &options,
					    &no_operations, NULL, &device);

	if (!error) {
		if (name && !banos_strstr(name, "%u"))
			CHECK(!banos_strcmp(banos_chrdev_name(device), name));
		banos_chrdev_destroy(device);
	}
	return error;
}

static void bad_arguments_are_refused(struct test *test)
{
	const struct banos_chrdev_options options = {
		.size = sizeof(options),
		.name = "banosbad",
	};
	struct banos_driver *driver = test->driver;
	struct banos_chrdev *device = NULL;

	CHECK_EQUAL(banos_chrdev_create(NULL, &options, &no_operations, NULL,
					&device), -BANOS_EINVAL);
	CHECK_EQUAL(banos_chrdev_create(no_driver(), &options, &no_operations,
					NULL, &device), -BANOS_EINVAL);
	CHECK_EQUAL(banos_chrdev_create(driver, NULL, &no_operations, NULL,
					&device), -BANOS_EINVAL);
	CHECK_EQUAL(banos_chrdev_create(driver, &options, NULL, NULL, &device),
		    -BANOS_EINVAL);
	CHECK_EQUAL(banos_chrdev_create(driver, &options, &no_operations, NULL,
					NULL), -BANOS_EINVAL);
	CHECK(!device);
	banos_chrdev_destroy(NULL);
}

#define TEN "ten_bytes_"
#define SIXTY TEN TEN TEN TEN TEN TEN

static void bad_names_are_refused(struct test *test)
{
	static const char *const names[] = {
		NULL, "", ".", "..", "a/b", "/a", "a b", "a\n", "a!b", "a%d",
		"%s", "a%", "%u%u", "a%ub%uc", "a\\b", "\x80", "a\xff", "a,b",
		SIXTY "four", SIXTY TEN, SIXTY "ab%u!", "%u" SIXTY "ab",
		SIXTY "abc%u",
	};

	for (uint64_t i = 0; i < ARRAY_LENGTH(names); i++) {
		if (!CHECK_EQUAL(try_options(test, names[i], 0, 0),
				 -BANOS_EINVAL))
			banos_print_text(test->driver, BANOS_PRINT_INFO,
					 names[i] ? names[i] : "NULL");
	}
}

static void good_names_are_taken(struct test *test)
{
	static const char *const names[] = {
		"a", "0", "...", ".a", "A-Z_a.z:0+9@x", SIXTY "abc", SIXTY "%u",
		"%u", "a%u", "%ua",
	};

	for (uint64_t i = 0; i < ARRAY_LENGTH(names); i++)
		CHECK_EQUAL(try_options(test, names[i], 0, 0), 0);
}

static void bad_modes_and_flags_are_refused(struct test *test)
{
	CHECK_EQUAL(try_options(test, "banosmode", 01000, 0), -BANOS_EINVAL);
	CHECK_EQUAL(try_options(test, "banosmode", 04777, 0), -BANOS_EINVAL);
	CHECK_EQUAL(try_options(test, "banosmode", UINT32_MAX, 0),
		    -BANOS_EINVAL);
	CHECK_EQUAL(try_options(test, "banosmode", 0, 2), -BANOS_EINVAL);
	CHECK_EQUAL(try_options(test, "banosmode", 0, 0x80000001u),
		    -BANOS_EINVAL);
	CHECK_EQUAL(try_options(test, "banosmode", 0777, 1), 0);
}

/* What a driver for a later version hands in. */
static int32_t try_option_size(struct test *test, uint64_t size, uint64_t later)
{
	struct {
		struct banos_chrdev_options now;
		uint64_t later;
	} options = {
		.now = { .size = size, .name = "banossize" },
		.later = later,
	};
	struct banos_chrdev *device;
	int32_t error = banos_chrdev_create(test->driver, &options.now,
					    &no_operations, NULL, &device);

	if (!error)
		banos_chrdev_destroy(device);
	return error;
}

static void options_of_other_versions(struct test *test)
{
	const uint64_t known = sizeof(struct banos_chrdev_options);

	CHECK_EQUAL(banos_struct_size("banos_chrdev_options"), known);
	CHECK_EQUAL(try_option_size(test, known, 1), 0);
	CHECK_EQUAL(try_option_size(test, known + 8, 0), 0);
	CHECK_EQUAL(try_option_size(test, known + 8, 1), -BANOS_E2BIG);
	CHECK_EQUAL(try_option_size(test, known + 8, (uint64_t)1 << 63),
		    -BANOS_E2BIG);
	CHECK_EQUAL(try_option_size(test, known + 7, (uint64_t)1 << 56), 0);
	CHECK_EQUAL(try_option_size(test, known - 1, 0), -BANOS_EINVAL);
	CHECK_EQUAL(try_option_size(test, 8, 0), -BANOS_EINVAL);
	CHECK_EQUAL(try_option_size(test, 0, 0), -BANOS_EINVAL);
	CHECK_EQUAL(try_option_size(test, UINT64_MAX, 0), -BANOS_EINVAL);
}

static int32_t try_operations(struct test *test,
			      const struct banos_chrdev_operations *operations)
{
	const struct banos_chrdev_options options = {
		.size = sizeof(options),
		.name = "banosops",
	};
	struct banos_chrdev *device;
	int32_t error = banos_chrdev_create(test->driver, &options, operations,
					    NULL, &device);

	if (!error)
		banos_chrdev_destroy(device);
	return error;
}

static int64_t read_nothing(struct banos_file *file,
			    struct banos_user_buffer *to, uint64_t *position)
{
	(void)file;
	(void)to;
	(void)position;
	return 0;
}

static int32_t try_operations_size(struct test *test, uint64_t size,
				   uint64_t later)
{
	const struct {
		struct banos_chrdev_operations now;
		uint64_t later;
	} operations = {
		.now = { .size = size, .read = read_nothing },
		.later = later,
	};

	return try_operations(test, &operations.now);
}

static void operations_of_other_versions(struct test *test)
{
	const uint64_t known = sizeof(struct banos_chrdev_operations);

	CHECK_EQUAL(banos_struct_size("banos_chrdev_operations"), known);
	CHECK_EQUAL(try_operations_size(test, known, 1), 0);
	CHECK_EQUAL(try_operations_size(test, known + 8, 0), 0);
	CHECK_EQUAL(try_operations_size(test, known + 8, 1), -BANOS_E2BIG);
	CHECK_EQUAL(try_operations_size(test, known - 8, 0), -BANOS_EINVAL);
	CHECK_EQUAL(try_operations_size(test, 0, 0), -BANOS_EINVAL);
}

/* Each member in turn is code of the shim, data, or nothing at all. */
static void foreign_callbacks_are_refused(struct test *test)
{
	static uint64_t data;
	void *const foreign[] = { (void *)banos_memcpy, &data, (void *)8 };
	union {
		struct banos_chrdev_operations operations;
		void *members[sizeof(struct banos_chrdev_operations) /
			      sizeof(void *)];
	} table;

	for (uint64_t i = 1; i < ARRAY_LENGTH(table.members); i++) {
		for (uint64_t j = 0; j < ARRAY_LENGTH(foreign); j++) {
			table.operations = no_operations;
			table.members[i] = foreign[j];
			CHECK_EQUAL(try_operations(test, &table.operations),
				    -BANOS_EINVAL);
		}
	}
}

static struct banos_chrdev *make(struct test *test, const char *name)
{
	const struct banos_chrdev_options options = {
		.size = sizeof(options),
		.name = name,
	};
	struct banos_chrdev *device = NULL;

	CHECK_EQUAL(banos_chrdev_create(test->driver, &options, &no_operations,
					NULL, &device), 0);
	return device;
}

static void names_are_unique(struct test *test)
{
	struct banos_chrdev *device = make(test, "banosunique");

	CHECK_EQUAL(try_options(test, "banosunique", 0, 0), -BANOS_EEXIST);
	CHECK_EQUAL(try_options(test, "null", 0, 0), -BANOS_EEXIST);
	CHECK_EQUAL(try_options(test, "banos", 0, 0), -BANOS_EEXIST);
	CHECK_EQUAL(try_options(test, "test_chrdev", 0, 0), -BANOS_EEXIST);
	CHECK_EQUAL(try_options(test, "pts", 0, 0), -BANOS_EEXIST);
	banos_chrdev_destroy(device);
	for (int i = 0; i < 20; i++)
		CHECK_EQUAL(try_options(test, "banosunique", 0, 0), 0);
}

static void check_name(struct test *test, struct banos_chrdev *device,
		       const char *name)
{
	if (device)
		CHECK(!banos_strcmp(banos_chrdev_name(device), name));
}

static void numbers_are_the_lowest_free(struct test *test)
{
	struct banos_chrdev *devices[4], *in_the_way;

	in_the_way = make(test, "banosnumber2");
	devices[0] = make(test, "banosnumber%u");
	devices[1] = make(test, "banosnumber%u");
	devices[2] = make(test, "banosnumber%u");
	check_name(test, devices[0], "banosnumber0");
	check_name(test, devices[1], "banosnumber1");
	check_name(test, devices[2], "banosnumber3");
	banos_chrdev_destroy(devices[0]);
	devices[0] = make(test, "banosnumber%u");
	check_name(test, devices[0], "banosnumber0");
	banos_chrdev_destroy(in_the_way);
	devices[3] = make(test, "banosnumber%u");
	check_name(test, devices[3], "banosnumber2");
	for (uint64_t i = 0; i < ARRAY_LENGTH(devices); i++)
		banos_chrdev_destroy(devices[i]);
}

static void numbers_are_apart_for_each_pattern(struct test *test)
{
	struct banos_chrdev *first = make(test, "banosfirst%u");
	struct banos_chrdev *second = make(test, "banos%ufirst");
	struct banos_chrdev *third = make(test, "%u");

	check_name(test, first, "banosfirst0");
	check_name(test, second, "banos0first");
	check_name(test, third, "0");
	banos_chrdev_destroy(first);
	banos_chrdev_destroy(second);
	banos_chrdev_destroy(third);
}

static void make_one(struct test *test)
{
	CHECK_EQUAL(try_options(test, "banoscontext%u", 0666, 0), 0);
}

static void devices_are_made_where_one_may_sleep(struct test *test)
{
	test_where_one_may_sleep(test, make_one);
}

TEST_DRIVER(test_chrdev, CHRDEV_CASES, .ioctl = chrdev_slots_ioctl);
