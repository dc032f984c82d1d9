/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * Parameters: named, typed values of a driver that the administrator sets at
 * install ("banosctl install foo.bko depth=16 label=red") and finds, for an
 * installed driver, in /sys/kernel/banos/instances/<id>/parameters/.
 *
 *	static uint32_t depth = 8;
 *
 *	static const struct banos_parameter parameters[] = {
 *		BANOS_PARAMETER(depth, BANOS_PARAMETER_UINT32, "entries per ring"),
 *	};
 *
 *	BANOS_DRIVER(foo, .init = foo_init, .uninit = foo_uninit,
 *		     BANOS_PARAMETERS(parameters));
 *
 * Values are set before init() runs. A value that does not parse or does not
 * fit its type is refused with a sentence, and nothing is installed.
 */
#ifndef BANOS_PARAMETER_H
#define BANOS_PARAMETER_H

#include <banos/types.h>

/* What a parameter's value points to, and how it is written as text. */
enum banos_parameter_type {
	BANOS_PARAMETER_BOOL = 1,   /* bool: 1 0 y n yes no true false on off */
	BANOS_PARAMETER_INT32 = 2,  /* int32_t: decimal, 0x hexadecimal, 0 octal */
	BANOS_PARAMETER_UINT32 = 3, /* uint32_t */
	BANOS_PARAMETER_INT64 = 4,  /* int64_t */
	BANOS_PARAMETER_UINT64 = 5, /* uint64_t */
	BANOS_PARAMETER_STRING = 6, /* char[capacity], always ends in NUL */
};

/* Since: 0.9 */
enum banos_parameter_flags {
	/* Root may write it through sysfs while the driver is installed. */
	BANOS_PARAMETER_WRITABLE = 1,
	/* Everybody may read it through sysfs; otherwise only root may. */
	BANOS_PARAMETER_PUBLIC = 2,
};

/**
 * struct banos_parameter - one parameter
 * @name:        1 to 63 of [A-Za-z0-9_]
 * @description: one line for people, or NULL
 * @type:        enum banos_parameter_type: the type of one element
 * @flags:       enum banos_parameter_flags, or 0
 * @value:       where the value lives, in the image's .data or .bss; its
 *               initial content is the default
 * @capacity:    strings: bytes at @value, the NUL included; others: 0
 * @elements:    0: a single value. Otherwise @value is an array of that many
 *               elements, written as "1,2,3"
 * @count:       arrays: how many elements have been set; may be NULL
 * @changed:     called after sysfs wrote a new value, or NULL. May sleep. Not
 *               called for the values set at install: init() sees those.
 *               The writer gets a negative answer, the new value stays.
 *
 * While the driver is installed, a write through sysfs stores single values
 * of up to eight bytes with one store; strings and arrays change under the
 * reader, who takes them in @changed.
 *
 * Since: 0.9
 */
struct banos_parameter {
	const char *name;
	const char *description;
	uint32_t    type;
	uint32_t    flags;
	void       *value;
	uint64_t    capacity;
	uint64_t    elements;
	uint64_t   *count;
	int32_t   (*changed)(struct banos_driver *driver,
			     const struct banos_parameter *parameter);
};

/* A single value in a variable of the parameter's own name. */
#define BANOS_PARAMETER(variable, value_type, text)                           \
	{                                                                     \
		.name = #variable, .description = text, .type = value_type,   \
		.flags = BANOS_PARAMETER_PUBLIC, .value = &(variable)         \
	}

/* A string in an array of char of the parameter's own name. */
#define BANOS_PARAMETER_TEXT(variable, text)                                  \
	{                                                                     \
		.name = #variable, .description = text,                       \
		.type = BANOS_PARAMETER_STRING,                               \
		.flags = BANOS_PARAMETER_PUBLIC, .value = (variable),         \
		.capacity = sizeof(variable)                                  \
	}

/* For BANOS_DRIVER(): the members that name an array of parameters. */
#define BANOS_PARAMETERS(array)                                               \
	.parameters = (array), .parameter_size = sizeof((array)[0]),          \
	.parameter_count = sizeof(array) / sizeof((array)[0])

#endif
