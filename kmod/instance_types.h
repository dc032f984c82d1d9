/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 The banos developers */
/*
 * The inside of an instance, for the loader alone.
 */
#ifndef BANOS_KMOD_INSTANCE_TYPES_H
#define BANOS_KMOD_INSTANCE_TYPES_H

#include <linux/completion.h>
#include <linux/kobject.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/percpu-refcount.h>
#include <linux/rcupdate.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <banos/control.h>
#include <banos/driver.h>

#include "arena.h"
#include "instance.h"
#include "symbol.h"

struct parameters;

/* One instance's references on another that offers symbols to it. */
struct dependency {
	struct list_head node;      /* in the user's providers */
	struct list_head user_node; /* in the provider's dependents */
	struct instance *provider;
	struct instance *user;
	unsigned long count;        /* bound symbols, and symbol_hold()s */
};

/* An import of the image, as it was bound. */
struct import {
	const char *name;
	u64 provider; /* id; 0: the shim, or absent */
	u32 flags;    /* enum banos_symbol_flags */
};

/* A name that the kernel knows; see names.c. */
struct published_name {
	u32 slot;
	u32 text; /* offset in the table of strings */
};

/* Which part of an arena holds a part of the image. */
struct placement {
	char *address;
	size_t size;
};

/**
 * struct instance - one installed image
 *
 * @kobject:   in sysfs; its reference count is that of the struct
 * @calls:     calls from outside that run in the driver's code
 * @state:     enum banos_instance_state; changes under registry_mutex
 * @ending:    an uninstall is under way; under registry_mutex
 * @detached:  --detach has begun; never goes back
 * @driver:    address of the image's struct banos_driver
 * @hashed:    complete when @image_hash is there; see digest.h
 * @text_copy: the text as installed: what a probe changed is found by it
 * @strings:   one allocation that holds what the pointers below point to
 * @providers, @dependents: struct dependency; under registry_mutex
 * @handles: struct handle, oldest first; under @handles_lock, which is
 *             raw because resources come and go in any context
 * @registered, @has_symbols, @in_sysfs: what teardown() has to undo
 * @reclaiming: the loader releases what uninit() forgot; creating is over
 */
struct instance {
	struct kobject kobject;
	struct percpu_ref calls;
	u64 id;
	u32 state;
	bool ending;
	bool detached;
	bool reclaiming;
	bool gpl_compatible;
	bool registered;
	bool has_symbols;
	bool in_sysfs;
	struct banos_driver *driver;
	struct hlist_node by_driver;
	struct placement parts[IMAGE_POOLS];
	void *text_copy;

	const char *name;
	const char *license;
	const char *description;
	const char *author;
	char *strings;
	u32 version;
	u32 minimal_banos_version;
	u32 features;
	u64 installed_ns;
	u8 image_hash[32];
	struct completion hashed;
	int (*init)(struct banos_driver *driver);
	int (*uninit)(struct banos_driver *driver);

	struct symbol *exports;
	u32 export_count;
	struct import *imports;
	u32 import_count;
	struct list_head providers;
	struct list_head dependents;
	u32 dependent_count;

	struct published_name *names;
	u32 name_count;
	u32 names_left_out;

	struct parameters *parameters;
	raw_spinlock_t handles_lock;
	struct list_head handles;
	atomic_long_t heap;
	struct rcu_head rcu;
};

/* Copy a string (NULL counts as empty) into a block of them, and step over. */
static inline const char *keep_string(char **position, const char *string)
{
	size_t size = string ? strlen(string) + 1 : 1;
	char *kept = *position;

	*position += size;
	return memcpy(kept, string ?: "", size);
}

/* Guards states, dependencies and the table of symbols. Never held while a
 * driver's code runs, sysfs changes, or a handle is released.
 */
extern struct mutex registry_mutex;

void instances_exit(void);

/* The kobject's release function. */
void instance_release(struct kobject *kobject);

/* A new instance with an id, not yet to be found. Or NULL: no memory. */
struct instance *instance_create(void);

/* From now on instance_of() and instance_find() answer it. */
int instance_register(struct instance *instance);
void instance_unregister(struct instance *instance);

/* With a reference, or NULL. Context: may sleep. */
struct instance *instance_find(u64 id);

/* The first instance with a greater id, with a reference; or NULL. */
struct instance *instance_after(u64 id);

u64 instance_count(void);
bool instance_is_live(const struct instance *instance);

/**
 * instance_quiesce - refuse calls from outside and wait for those that run
 *
 * Returns: 0, or -ETIMEDOUT: some still run; none gets in any more
 */
int instance_quiesce(struct instance *instance, unsigned int timeout_ms);

/* Undo instance_quiesce(), whatever it answered. */
void instance_resume(struct instance *instance);

/* Dependencies; with registry_mutex held. */
int dependency_add(struct instance *user, struct instance *provider);
void dependency_drop(struct instance *user, struct instance *provider);
void dependencies_drop_all(struct instance *user);

/* One sentence for each instance that is bound to it. Takes registry_mutex. */
struct log;
unsigned int dependents_say(struct instance *instance, struct log *log);

#endif
