// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/*
 * The types of file systems that the kernel knows. See filesystem.h.
 *
 * A mount(2) that has found a type holds a reference on its module, which is
 * banos.ko, and on nothing else. So a struct file_system_type must stay until
 * banos.ko goes; it is kept when its driver leaves, and taken again by the next
 * one that wants the same name.
 */
#include <linux/fs.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "compat/fs.h"
#include "filesystem.h"

/**
 * struct filesystem_type - a name that was ever taken
 * @kernel: registered while there is an owner
 * @node:   in types
 * @owner:  or NULL
 * @name:   of it
 */
struct filesystem_type {
	struct file_system_type kernel;
	struct list_head node;
	struct banos_filesystem *owner;
	char name[];
};

/* Guards the list, and owner of what is on it. */
static DEFINE_MUTEX(types_lock);
static LIST_HEAD(types);

static struct filesystem_type *find(const char *name)
{
	struct filesystem_type *type;

	list_for_each_entry(type, &types, node) {
		if (!strcmp(type->name, name))
			return type;
	}
	return NULL;
}

static struct filesystem_type *create(const char *name)
{
	struct filesystem_type *type;
	size_t size = strlen(name) + 1;

	type = kzalloc(struct_size(type, name, size), GFP_KERNEL);
	if (!type)
		return NULL;
	memcpy(type->name, name, size);
	type->kernel.name = type->name;
	type->kernel.owner = THIS_MODULE;
	type->kernel.init_fs_context = filesystem_init_context;
	type->kernel.kill_sb = filesystem_kill_super;
	compat_filesystem_keys_register(&type->kernel);
	list_add(&type->node, &types);
	return type;
}

/* A mount that comes at once waits for the lock, see filesystem_of_type(). */
static int give(struct filesystem_type *type, struct banos_filesystem *owner)
{
	int error = register_filesystem(&type->kernel);

	if (error)
		return error == -EBUSY ? -EEXIST : error;
	type->owner = owner;
	owner->type = type;
	return 0;
}

int filesystem_type_take(const char *name, struct banos_filesystem *filesystem)
{
	struct filesystem_type *type;
	int error;

	mutex_lock(&types_lock);
	type = find(name) ?: create(name);
	error = type ? give(type, filesystem) : -ENOMEM;
	mutex_unlock(&types_lock);
	return error;
}

void filesystem_type_give_back(struct banos_filesystem *filesystem)
{
	struct filesystem_type *type = filesystem->type;

	mutex_lock(&types_lock);
	unregister_filesystem(&type->kernel);
	type->owner = NULL;
	mutex_unlock(&types_lock);
}

struct banos_filesystem *filesystem_of_type(struct file_system_type *kernel)
{
	struct filesystem_type *type =
		container_of(kernel, struct filesystem_type, kernel);
	struct banos_filesystem *owner;

	mutex_lock(&types_lock);
	owner = type->owner;
	if (owner)
		filesystem_get(owner);
	mutex_unlock(&types_lock);
	return owner;
}

const char *filesystem_type_name(const struct filesystem_type *type)
{
	return type->name;
}

void filesystem_types_exit(void)
{
	struct filesystem_type *type, *next;

	list_for_each_entry_safe(type, next, &types, node) {
		compat_filesystem_keys_unregister(&type->kernel);
		kfree(type);
	}
}
