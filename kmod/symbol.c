// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/*
 * The table of symbols: see symbol.h. Changed under registry_mutex, read
 * under RCU; buckets are enough for tens of thousands of exports.
 */
#include <linux/hash.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/stringhash.h>

#include "instance_types.h"
#include "symbol_types.h"

#define BUCKET_BITS 13

static struct symbol __rcu *buckets[1 << BUCKET_BITS];
static struct symbol *shim_symbols;
static u64 count;

static struct symbol __rcu **bucket_of(const char *name)
{
	return &buckets[hash_32(full_name_hash(NULL, name, strlen(name)),
				BUCKET_BITS)];
}

/* Of the shim, of a live instance, or (all) of any. Under RCU or the mutex. */
static struct symbol *find(const char *name, bool all)
{
	struct symbol *symbol;

	for (symbol = rcu_dereference_check(*bucket_of(name),
					    lockdep_is_held(&registry_mutex));
	     symbol;
	     symbol = rcu_dereference_check(symbol->next,
					    lockdep_is_held(&registry_mutex))) {
		if (strcmp(symbol->name, name))
			continue;
		if (all || !symbol->provider ||
		    instance_is_live(symbol->provider))
			return symbol;
	}
	return NULL;
}

/* At the end: of one name, the shim's comes first and is found. */
static void insert(struct symbol *symbol)
{
	struct symbol __rcu **link = bucket_of(symbol->name);
	struct symbol *at;

	while ((at = rcu_dereference_protected(*link, 1)))
		link = &at->next;
	RCU_INIT_POINTER(symbol->next, NULL);
	rcu_assign_pointer(*link, symbol);
	count++;
}

static void erase(struct symbol *symbol)
{
	struct symbol __rcu **link = bucket_of(symbol->name);
	struct symbol *at;

	while ((at = rcu_dereference_protected(*link, 1)) != symbol)
		link = &at->next;
	rcu_assign_pointer(*link, rcu_dereference_protected(symbol->next, 1));
	count--;
}

const struct shim_export *symbol_shim(const char *name)
{
	const struct shim_export *shim;
	struct symbol *symbol;

	rcu_read_lock();
	symbol = find(name, true);
	shim = symbol ? symbol->shim : NULL;
	rcu_read_unlock();
	return shim;
}

u64 symbol_count(void)
{
	return READ_ONCE(count);
}

int symbols_add(struct instance *instance, struct log *log)
{
	struct symbol *symbol, *other;
	u32 i;

	lockdep_assert_held(&registry_mutex);
	for (i = 0; i < instance->export_count; i++) {
		symbol = &instance->exports[i];
		other = find(symbol->name, true);
		if (other && other->provider)
			return log_error(log, EEXIST,
					 "export %s: instance %llu (%s) exports the same name",
					 symbol->name, other->provider->id,
					 other->provider->name);
		if (other)
			log_say(log, "export %s: the shim has that name, and wins",
				symbol->name);
	}
	for (i = 0; i < instance->export_count; i++)
		insert(&instance->exports[i]);
	return 0;
}

void symbols_remove(struct instance *instance)
{
	u32 i;

	lockdep_assert_held(&registry_mutex);
	for (i = 0; i < instance->export_count; i++)
		erase(&instance->exports[i]);
}

static int bind(struct instance *user, const char *name,
		struct symbol_binding *binding)
{
	struct symbol *symbol;
	int error;

	lockdep_assert_held(&registry_mutex);
	symbol = find(name, false);
	if (!symbol)
		return -ENOENT;
	binding->symbol = symbol;
	if (!symbol->address)
		return -EOPNOTSUPP;
	if (symbol->shim && symbol->shim->gpl_only && !user->gpl_compatible)
		return -EACCES;
	binding->address = symbol->address;
	if (!symbol->provider || symbol->provider == user)
		return 0;
	error = dependency_add(user, symbol->provider);
	if (!error)
		binding->provider = symbol->provider->id;
	return error;
}

int symbol_bind(struct instance *user, const char *name,
		struct symbol_binding *binding)
{
	memset(binding, 0, sizeof(*binding));
	return bind(user, name, binding);
}

int symbol_hold(struct instance *user, const char *name, void **address)
{
	struct symbol_binding binding;
	int error;

	mutex_lock(&registry_mutex);
	error = symbol_bind(user, name, &binding);
	mutex_unlock(&registry_mutex);
	*address = error ? NULL : binding.address;
	return error;
}

/* Which of its providers exports this address? */
static struct instance *provider_of(struct instance *user, const void *address)
{
	struct dependency *dependency;
	u32 i;

	list_for_each_entry(dependency, &user->providers, node) {
		for (i = 0; i < dependency->provider->export_count; i++) {
			if (dependency->provider->exports[i].address == address)
				return dependency->provider;
		}
	}
	return NULL;
}

static bool is_of_shim(const void *address)
{
	const struct shim_export *shim;

	for (shim = shim_exports_begin; shim < shim_exports_end; shim++) {
		if (shim->symbol->address == address)
			return true;
	}
	return false;
}

int symbol_drop(struct instance *user, const void *address)
{
	struct instance *provider;

	if (!address || is_of_shim(address))
		return address ? 0 : -EINVAL;
	mutex_lock(&registry_mutex);
	provider = provider_of(user, address);
	if (provider)
		dependency_drop(user, provider);
	mutex_unlock(&registry_mutex);
	return provider ? 0 : -EINVAL;
}

int symbols_init(void)
{
	const struct shim_export *shim;
	size_t i, number = shim_exports_end - shim_exports_begin;

	shim_symbols = kvcalloc(number, sizeof(*shim_symbols), GFP_KERNEL);
	if (!shim_symbols)
		return -ENOMEM;
	mutex_lock(&registry_mutex);
	for (i = 0; i < number; i++) {
		shim = &shim_exports_begin[i];
		shim_symbols[i].name = shim->symbol->name;
		shim_symbols[i].address = shim->symbol->address;
		shim_symbols[i].shim = shim;
		insert(&shim_symbols[i]);
	}
	mutex_unlock(&registry_mutex);
	return 0;
}

void symbols_exit(void)
{
	kvfree(shim_symbols);
}
