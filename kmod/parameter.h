/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 The banos developers */
/*
 * An instance's parameters: set at install, shown and written through sysfs.
 */
#ifndef BANOS_KMOD_PARAMETER_H
#define BANOS_KMOD_PARAMETER_H

#include <linux/sysfs.h>
#include <banos/parameter.h>

#include "image.h"
#include "log.h"

struct instance;

/**
 * struct parameter - one parameter of an instance
 * @attribute: in sysfs
 * @in_image:  the image's struct banos_parameter, for its changed()
 * The rest is a copy of what the image says, with final addresses.
 */
struct parameter {
	struct kobj_attribute attribute;
	struct instance *instance;
	const struct banos_parameter *in_image;
	u32 type;
	u32 flags;
	void *value;
	u64 capacity;
	u64 elements;
	u64 *count;
	int32_t (*changed)(struct banos_driver *driver,
			   const struct banos_parameter *parameter);
	struct mutex *lock; /* of the table: one writer at a time */
};

struct parameters {
	struct mutex lock; /* of the values: one reader or writer at a time */
	struct attribute_group group; /* the directory "parameters" */
	struct attribute **attributes;
	u32 count;
	char *strings;
	struct parameter table[];
};

/* -ENOMEM; NULL in @instance if the image has none. */
int parameters_create(struct instance *instance, const struct image *image,
		      const struct image_addresses *addresses);
void parameters_free(struct parameters *parameters);

/**
 * parameters_set - set values before init() runs
 * @text: "name=value" strings, each ended by NUL
 * @size: bytes at @text; the last is NUL
 *
 * Returns: 0 or -EINVAL: unknown, twice, or a bad value; the log says which.
 * Some may have been stored by then.
 */
int parameters_set(struct instance *instance, const char *text, size_t size,
		   struct log *log);

#endif
