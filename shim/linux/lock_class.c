// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/*
 * Classes for the kernel's lock checker; see lock_class.h. Locks are created
 * rarely, and only kernels for debugging come here: a list is good enough.
 */
#include <linux/lockdep.h>

#ifdef CONFIG_LOCKDEP

#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/slab.h>

#include "instance.h"
#include "lock_class.h"

/**
 * struct lock_class_entry - the class of one line of a driver
 * @node:   in entries
 * @caller: the line
 * @kind:   of lock; a line that creates two kinds has two classes
 * @users:  locks of the class; under entries_lock
 * @key:    registered
 * @name:   for the checker, which keeps the pointer as long as the key
 */
struct lock_class_entry {
	struct list_head node;
	unsigned long caller;
	const char *kind;
	unsigned int users;
	struct lock_class_key key;
	char name[96];
};

static LIST_HEAD(entries);
static DEFINE_MUTEX(entries_lock);

static struct lock_class_entry *find(const char *kind, unsigned long caller)
{
	struct lock_class_entry *entry;

	list_for_each_entry(entry, &entries, node) {
		if (entry->caller == caller && entry->kind == kind)
			return entry;
	}
	return NULL;
}

static struct lock_class_entry *create(const struct instance *owner,
				       const char *kind, unsigned long caller)
{
	struct lock_class_entry *entry = kzalloc(sizeof(*entry), GFP_KERNEL);

	if (!entry)
		return NULL;
	entry->caller = caller;
	entry->kind = kind;
	scnprintf(entry->name, sizeof(entry->name), "banos/%s/%s",
		  instance_name(owner), kind);
	lockdep_register_key(&entry->key);
	list_add(&entry->node, &entries);
	return entry;
}

int lock_class_get(const struct instance *owner, const char *kind,
		   unsigned long caller, struct lock_class_entry **entry)
{
	mutex_lock(&entries_lock);
	*entry = find(kind, caller);
	if (!*entry)
		*entry = create(owner, kind, caller);
	if (*entry)
		(*entry)->users++;
	mutex_unlock(&entries_lock);
	return *entry ? 0 : -ENOMEM;
}

void lock_class_put(struct lock_class_entry *entry)
{
	bool last;

	mutex_lock(&entries_lock);
	last = !--entry->users;
	if (last)
		list_del(&entry->node);
	mutex_unlock(&entries_lock);
	if (!last)
		return;
	lockdep_unregister_key(&entry->key);
	kfree(entry);
}

struct lock_class_key *lock_class_key(struct lock_class_entry *entry)
{
	return &entry->key;
}

const char *lock_class_name(const struct lock_class_entry *entry)
{
	return entry->name;
}

#endif
