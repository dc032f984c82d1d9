/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/* Has a parameter of every type. Texts of "refused" are not taken by changed(). */
#include <banos/driver.h>
#include <banos/print.h>
#include <banos/string.h>

static bool flag;
static int32_t small = -7;
static uint32_t natural = 7;
static int64_t large = -77;
static uint64_t huge = 77;
static char text[16] = "initial";
static int32_t list[4] = { 1, 2, 3 };
static uint64_t list_count = 3;
static uint32_t writable = 1;
static char writable_text[16];
static uint32_t hidden = 42;
static uint32_t changes;

static int32_t changed(struct banos_driver *driver,
		       const struct banos_parameter *parameter)
{
	changes++;
	banos_print(driver, BANOS_PRINT_INFO, "%s changed", parameter->name);
	return banos_strcmp(writable_text, "refused") ? 0 : -BANOS_EPERM;
}

static const struct banos_parameter parameters[] = {
	BANOS_PARAMETER(flag, BANOS_PARAMETER_BOOL, "a flag"),
	BANOS_PARAMETER(small, BANOS_PARAMETER_INT32, "an int32_t"),
	BANOS_PARAMETER(natural, BANOS_PARAMETER_UINT32, "a uint32_t"),
	BANOS_PARAMETER(large, BANOS_PARAMETER_INT64, "an int64_t"),
	BANOS_PARAMETER(huge, BANOS_PARAMETER_UINT64, "a uint64_t"),
	BANOS_PARAMETER_TEXT(text, "a text of 15 bytes"),
	{
		.name = "list",
		.type = BANOS_PARAMETER_INT32,
		.flags = BANOS_PARAMETER_PUBLIC,
		.value = list,
		.elements = 4,
		.count = &list_count,
	},
	{
		.name = "writable",
		.type = BANOS_PARAMETER_UINT32,
		.flags = BANOS_PARAMETER_WRITABLE | BANOS_PARAMETER_PUBLIC,
		.value = &writable,
		.changed = changed,
	},
	{
		.name = "writable_text",
		.type = BANOS_PARAMETER_STRING,
		.flags = BANOS_PARAMETER_WRITABLE,
		.value = writable_text,
		.capacity = sizeof(writable_text),
		.changed = changed,
	},
	{
		.name = "hidden",
		.type = BANOS_PARAMETER_UINT32,
		.value = &hidden,
	},
	BANOS_PARAMETER(changes, BANOS_PARAMETER_UINT32, "calls of changed()"),
};

static int init(struct banos_driver *driver)
{
	banos_print(driver, BANOS_PRINT_INFO, "natural is %u, text is %s",
		    natural, text);
	return 0;
}

BANOS_DRIVER(test_parameters, .license = "GPL", .init = init,
	     BANOS_PARAMETERS(parameters));
