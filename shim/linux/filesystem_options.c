// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/*
 * The options of a mount that the kernel does not know itself: see filesystem.h.
 */
#include <linux/fs_context.h>
#include <linux/fs_parser.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>

#include <banos/filesystem.h>

#include "export.h"
#include "filesystem.h"

#define OPTIONS_MAX 64
#define TEXT_MAX 255

/* Pairs of allocated strings; a value may be NULL. */
struct filesystem_options {
	u32 count;
	struct {
		char *name;
		char *value;
	} pairs[OPTIONS_MAX];
};

struct filesystem_options *filesystem_options_create(void)
{
	return kzalloc(sizeof(struct filesystem_options), GFP_KERNEL);
}

void filesystem_options_destroy(struct filesystem_options *options)
{
	u32 i;

	if (!options)
		return;
	for (i = 0; i < options->count; i++) {
		kfree(options->pairs[i].name);
		kfree(options->pairs[i].value);
	}
	kfree(options);
}

static int append(struct filesystem_options *options, const char *name,
		  const char *value)
{
	char *kept_name = kstrdup(name, GFP_KERNEL);
	char *kept_value = value ? kstrdup(value, GFP_KERNEL) : NULL;

	if (!kept_name || (value && !kept_value)) {
		kfree(kept_name);
		kfree(kept_value);
		return -ENOMEM;
	}
	options->pairs[options->count].name = kept_name;
	options->pairs[options->count].value = kept_value;
	options->count++;
	return 0;
}

int filesystem_options_add(struct filesystem_options *options,
			   struct fs_parameter *parameter)
{
	const char *value = NULL;

	if (parameter->type == fs_value_is_string)
		value = parameter->string;
	else if (parameter->type != fs_value_is_flag)
		return -EINVAL;
	if (options->count == OPTIONS_MAX ||
	    strlen(parameter->key) > TEXT_MAX ||
	    (value && strlen(value) > TEXT_MAX))
		return -E2BIG;
	return append(options, parameter->key, value);
}

static bool contains(const struct filesystem_options *options, const char *name,
		     const char *value)
{
	u32 i;

	for (i = 0; i < options->count; i++) {
		const char *other = options->pairs[i].value;

		if (!strcmp(options->pairs[i].name, name) &&
		    !value == !other && (!value || !strcmp(value, other)))
			return true;
	}
	return false;
}

bool filesystem_options_contain(const struct filesystem_options *options,
				const struct filesystem_options *some)
{
	u32 i;

	for (i = 0; i < some->count; i++) {
		if (!contains(options, some->pairs[i].name,
			      some->pairs[i].value))
			return false;
	}
	return true;
}

void filesystem_options_show(const struct filesystem_options *options,
			     struct seq_file *file)
{
	u32 i;

	for (i = 0; i < options->count; i++)
		seq_show_option(file, options->pairs[i].name,
				options->pairs[i].value);
}

int32_t banos_mount_option(const struct banos_mount *mount, uint32_t index,
			   struct banos_mount_option *option)
{
	const struct filesystem_options *options =
		container_of(mount, struct mount_state, driver)->options;

	if (index >= options->count)
		return -ENOENT;
	option->name = options->pairs[index].name;
	option->value = options->pairs[index].value;
	return 0;
}
SHIM_EXPORT_GPL(banos_mount_option, BANOS_VERSION(0, 9, 1));
