// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/*
 * Symbols, as drivers ask for them by name: see <banos/symbol.h>. The table
 * itself is the loader's.
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/rcupdate.h>
#include <linux/stddef.h>
#include <linux/string.h>

#include <banos/symbol.h>

#include "abi.h"
#include "export.h"
#include "instance.h"
#include "shim.h"
#include "symbol.h"

/* Of struct banos_symbol_state, as it first appeared. */
#define STATE_FIRST_SIZE 32

SHIM_STRUCT(banos_symbol_state);

static void *lookup_for_anybody(const char *name)
{
	const struct shim_export *export = symbol_shim(name);

	return export && !export->gpl_only ? export->symbol->address : NULL;
}

void *symbol_lookup_for(const char *name, struct instance *instance)
{
	void *address;

	if (!name)
		return NULL;
	if (!instance)
		return lookup_for_anybody(name);
	return symbol_hold(instance, name, &address) ? NULL : address;
}

/*
 * The loader gives each image a stub that calls symbol_lookup_for() instead.
 * Here comes who looked the name up at run time; it lives while it calls.
 */
void *banos_lookup_symbol(const char *name)
{
	struct instance *instance;

	rcu_read_lock();
	instance = instance_at(_RET_IP_);
	rcu_read_unlock();
	return symbol_lookup_for(name, instance);
}
SHIM_EXPORT(banos_lookup_symbol, 0);

s32 banos_symbol_get(struct banos_driver *driver, const char *name,
		     void **address)
{
	struct instance *instance = instance_of(driver);

	if (!instance || !name || !address)
		return -EINVAL;
	return symbol_hold(instance, name, address);
}
SHIM_EXPORT(banos_symbol_get, BANOS_VERSION(0, 9, 0));

s32 banos_symbol_put(struct banos_driver *driver, void *address)
{
	struct instance *instance = instance_of(driver);

	return instance ? symbol_drop(instance, address) : -EINVAL;
}
SHIM_EXPORT(banos_symbol_put, BANOS_VERSION(0, 9, 0));

s32 banos_symbol_state(const char *name, struct banos_symbol_state *state)
{
	struct banos_symbol_state known = { .state = BANOS_SYMBOL_UNKNOWN };
	const struct shim_export *export;

	if (!name)
		return -EINVAL;
	export = symbol_shim(name);
	if (export) {
		known.state = export->symbol->address ?
			      BANOS_SYMBOL_HERE : BANOS_SYMBOL_UNSUPPORTED;
		known.since = export->since;
		known.gpl_only = export->gpl_only;
		known.reason = export->reason;
	}
	return abi_write_struct(state, sizeof(known), STATE_FIRST_SIZE, &known);
}
SHIM_EXPORT(banos_symbol_state, BANOS_VERSION(0, 9, 0));

u64 banos_struct_size(const char *name)
{
	const struct shim_struct *entry;

	if (!name)
		return 0;
	for (entry = shim_structs_begin; entry < shim_structs_end; entry++) {
		if (!strcmp(entry->name, name))
			return entry->size;
	}
	return 0;
}
SHIM_EXPORT(banos_struct_size, BANOS_VERSION(0, 9, 0));
