/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 The banos developers */
/*
 * One hash table of everything that an image can bind to: the exports of the
 * shim and of live instances.
 */
#ifndef BANOS_KMOD_SYMBOL_H
#define BANOS_KMOD_SYMBOL_H

#include <linux/types.h>

#include "export.h"

struct instance;
struct log;

/**
 * struct symbol - an export; valid under rcu_read_lock() or while its
 * provider is held
 * @shim:     the shim's entry, or NULL if a driver offers it
 * @provider: the instance, or NULL if the shim offers it
 * @address:  NULL if it is unsupported here
 */
struct symbol {
	struct symbol __rcu *next;
	const char *name;
	void *address;
	const struct shim_export *shim;
	struct instance *provider;
};

int symbols_init(void);
void symbols_exit(void);

/**
 * symbol_get - look a name up for an instance that wants to use it
 * @user:    who asks; holds a reference on the provider from now on
 * @name:    of the symbol
 * @address: out
 *
 * The reference is taken at most once per pair of instances and use count;
 * symbol_drop() gives one back.
 *
 * Context: may sleep.
 * Returns: 0, -ENOENT: nobody offers it; -EOPNOTSUPP: not on this kernel;
 *          -EACCES: GPL-only and @user's licence is another
 */
int symbol_hold(struct instance *user, const char *name, void **address);
int symbol_drop(struct instance *user, const void *address);

/* The shim's entry of that name, or NULL. Context: any. */
const struct shim_export *symbol_shim(const char *name);

u64 symbol_count(void);

#endif
