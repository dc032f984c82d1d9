// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/*
 * Tables for programs: see report.h.
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <linux/utsname.h>
#include <linux/vmalloc.h>

#include "arch/text.h"
#include "digest.h"
#include "instance_types.h"
#include "log.h"
#include "names.h"
#include "policy.h"
#include "relocate.h"
#include "report.h"
#include "handle_types.h"
#include "symbol_types.h"

/**
 * struct table - an array of a program that is being filled
 * @elements: its next element
 * @stride:   bytes from one to the next, and what the program knows of one
 * @skip:     elements to leave out first
 * @room:     elements that still fit
 * @count:    written
 */
struct table {
	void __user *elements;
	u32 stride;
	u64 skip;
	u32 room;
	u32 count;
};

/* Is there a point in going on? */
static bool is_full(const struct table *table)
{
	return !table->room;
}

/*
 * Write one element. The program gets the smaller of both sizes; what it knows
 * more is zeroed.
 */
static int emit(struct table *table, const void *element, size_t size)
{
	size_t common = min_t(size_t, size, table->stride);

	if (table->skip) {
		table->skip--;
		return 0;
	}
	if (!table->room)
		return 0;
	if (copy_to_user(table->elements, element, common) ||
	    clear_user(table->elements + common, table->stride - common))
		return -EFAULT;
	table->elements += table->stride;
	table->room--;
	table->count++;
	return 0;
}

/* No element that a program asks for is smaller than its size, or larger than
 * makes sense.
 */
static int table_begin(struct table *table, u64 elements, u32 stride, u64 first,
		       u32 capacity, struct log *log)
{
	if (stride < sizeof(u64) || stride > PAGE_SIZE)
		return log_error(log, EINVAL,
				 "stride of %u: expected 8 to %lu bytes", stride,
				 PAGE_SIZE);
	table->elements = u64_to_user_ptr(elements);
	table->stride = stride;
	table->skip = first;
	table->room = capacity;
	table->count = 0;
	return 0;
}

int report_list(struct banos_list_request *request)
{
	u64 __user *ids = u64_to_user_ptr(request->ids);
	u64 id = request->after;
	struct instance *instance;

	request->count = 0;
	while (request->count < request->capacity &&
	       (instance = instance_after(id))) {
		id = instance->id;
		instance_put(instance);
		if (put_user(id, ids + request->count))
			return -EFAULT;
		request->count++;
	}
	return 0;
}

static void fill_instance(struct instance *instance,
			  struct banos_instance_info *info)
{
	u32 i;

	info->size = sizeof(*info);
	info->state = READ_ONCE(instance->state);
	info->id = instance->id;
	info->version = instance->version;
	info->minimal_banos_version = instance->minimal_banos_version;
	info->features = instance->features;
	info->gpl_compatible = instance->gpl_compatible;
	info->text_size = instance->parts[IMAGE_TEXT].size;
	info->rodata_size = instance->parts[IMAGE_RODATA].size;
	info->data_size = instance->parts[IMAGE_DATA].size;
	info->heap_size = atomic_long_read(&instance->heap);
	info->exports = instance->export_count;
	for (i = 0; i < instance->import_count; i++)
		info->imports += !!instance->imports[i].name;
	info->dependents = READ_ONCE(instance->dependent_count);
	info->resources = handles_total(instance);
	info->holders = handles_holders(instance, NULL);
	info->installed_ns = instance->installed_ns;
	digest_wait(instance);
	memcpy(info->image_hash, instance->image_hash, sizeof(info->image_hash));
	strscpy(info->name, instance->name, sizeof(info->name));
	strscpy(info->license, instance->license, sizeof(info->license));
	strscpy(info->description, instance->description,
		sizeof(info->description));
	strscpy(info->author, instance->author, sizeof(info->author));
}

static u32 count_providers(struct instance *instance)
{
	struct dependency *dependency;
	u32 count = 0;

	mutex_lock(&registry_mutex);
	list_for_each_entry(dependency, &instance->providers, node)
		count++;
	mutex_unlock(&registry_mutex);
	return count;
}

static int report_instance(struct instance *instance, struct table *table)
{
	struct banos_instance_info *info = kzalloc(sizeof(*info), GFP_KERNEL);
	int error;

	if (!info)
		return -ENOMEM;
	fill_instance(instance, info);
	info->providers = count_providers(instance);
	error = emit(table, info, sizeof(*info));
	kfree(info);
	return error;
}

/* Offset of an export in the part of the image that it lies in. */
static u64 offset_of(const struct instance *instance, const char *address)
{
	const struct placement *part;
	size_t i;

	for (i = 0; i < IMAGE_POOLS; i++) {
		part = &instance->parts[i];
		if (address >= part->address &&
		    address < part->address + part->size)
			return address - part->address;
	}
	return 0;
}

static int report_exports(struct instance *instance, struct table *table,
			  struct banos_symbol_info *info)
{
	int error = 0;
	u32 i;

	for (i = 0; !error && i < instance->export_count; i++) {
		if (is_full(table))
			break;
		memset(info, 0, sizeof(*info));
		info->size = sizeof(*info);
		info->provider = instance->id;
		info->offset = offset_of(instance, instance->exports[i].address);
		strscpy(info->name, instance->exports[i].name,
			sizeof(info->name));
		error = emit(table, info, sizeof(*info));
	}
	return error;
}

static int report_imports(struct instance *instance, struct table *table,
			  struct banos_symbol_info *info)
{
	const struct shim_export *shim;
	const struct import *import;
	int error = 0;
	u32 i;

	for (i = 0; !error && i < instance->import_count; i++) {
		import = &instance->imports[i];
		if (!import->name)
			continue;
		memset(info, 0, sizeof(*info));
		info->size = sizeof(*info);
		info->flags = import->flags;
		info->provider = import->provider;
		shim = import->provider ? NULL : symbol_shim(import->name);
		info->since = shim ? shim->since : 0;
		strscpy(info->name, import->name, sizeof(info->name));
		error = emit(table, info, sizeof(*info));
	}
	return error;
}

static int report_symbols(struct instance *instance, struct table *table,
			  bool exports)
{
	struct banos_symbol_info *info = kzalloc(sizeof(*info), GFP_KERNEL);
	int error;

	if (!info)
		return -ENOMEM;
	error = exports ? report_exports(instance, table, info) :
			  report_imports(instance, table, info);
	kfree(info);
	return error;
}

/* The ids are collected under the mutex, and copied out without it. */
static int report_neighbours(struct instance *instance, struct table *table,
			     bool providers)
{
	struct list_head *list = providers ? &instance->providers :
					     &instance->dependents;
	struct dependency *dependency;
	u32 i, count = 0, room = 0;
	struct list_head *node;
	int error = 0;
	u64 *ids;

	mutex_lock(&registry_mutex);
	list_for_each(node, list)
		room++;
	ids = kvmalloc_array(room + 1, sizeof(*ids), GFP_KERNEL);
	if (ids && providers) {
		list_for_each_entry(dependency, list, node)
			ids[count++] = dependency->provider->id;
	} else if (ids) {
		list_for_each_entry(dependency, list, user_node)
			ids[count++] = dependency->user->id;
	}
	mutex_unlock(&registry_mutex);
	if (!ids)
		return -ENOMEM;
	for (i = 0; !error && i < count; i++)
		error = emit(table, &ids[i], sizeof(ids[i]));
	kvfree(ids);
	return error;
}

static int report_resources(struct instance *instance, struct table *table)
{
	struct handle_kind kinds[HANDLE_KINDS_MAX];
	struct banos_resource_info info;
	unsigned int i, count;
	int error = 0;

	count = handles_count(instance, kinds);
	for (i = 0; !error && i < count; i++) {
		memset(&info, 0, sizeof(info));
		info.size = sizeof(info);
		info.count = kinds[i].count;
		info.holders = handles_holders_of(instance, kinds[i].class);
		strscpy(info.kind, kinds[i].class->name, sizeof(info.kind));
		error = emit(table, &info, sizeof(info));
	}
	return error;
}

static int report_kind(struct instance *instance, u32 kind, struct table *table,
		       struct log *log)
{
	switch (kind) {
	case BANOS_INFO_INSTANCE:
		return report_instance(instance, table);
	case BANOS_INFO_EXPORTS:
		return report_symbols(instance, table, true);
	case BANOS_INFO_IMPORTS:
		return report_symbols(instance, table, false);
	case BANOS_INFO_PROVIDERS:
		return report_neighbours(instance, table, true);
	case BANOS_INFO_DEPENDENTS:
		return report_neighbours(instance, table, false);
	case BANOS_INFO_RESOURCES:
		return report_resources(instance, table);
	}
	return log_error(log, EINVAL, "information of kind %u is unknown here",
			 kind);
}

int report_info(struct banos_info_request *request, struct log *log)
{
	struct instance *instance;
	struct table table;
	int error;

	error = table_begin(&table, request->elements, request->stride,
			    request->first, request->capacity, log);
	if (error)
		return error;
	instance = instance_find(request->id);
	if (!instance)
		return log_error(log, ENOENT, "there is no instance %llu",
				 request->id);
	error = report_kind(instance, request->kind, &table, log);
	instance_put(instance);
	request->count = table.count;
	return error;
}

static int report_shim_symbols(struct table *table)
{
	const struct shim_export *shim;
	struct banos_symbol_info *info;
	int error = 0;

	info = kzalloc(sizeof(*info), GFP_KERNEL);
	if (!info)
		return -ENOMEM;
	for (shim = shim_exports_begin; !error && shim < shim_exports_end;
	     shim++) {
		if (is_full(table))
			break;
		memset(info, 0, sizeof(*info));
		info->size = sizeof(*info);
		info->flags = shim->gpl_only ? BANOS_SYMBOL_GPL_ONLY : 0;
		if (!shim->symbol->address)
			info->flags |= BANOS_SYMBOL_ABSENT;
		info->since = shim->since;
		strscpy(info->name, shim->symbol->name, sizeof(info->name));
		strscpy(info->reason, shim->reason ?: "", sizeof(info->reason));
		error = emit(table, info, sizeof(*info));
	}
	kfree(info);
	return error;
}

static int report_shim_structs(struct table *table)
{
	const struct shim_struct *known;
	struct banos_struct_info info;
	int error = 0;

	for (known = shim_structs_begin; !error && known < shim_structs_end;
	     known++) {
		memset(&info, 0, sizeof(info));
		info.size = sizeof(info);
		info.struct_size = known->size;
		strscpy(info.name, known->name, sizeof(info.name));
		error = emit(table, &info, sizeof(info));
	}
	return error;
}

static int report_shim(struct table *table)
{
	struct banos_shim_info info = {
		.size = sizeof(info),
		.version = BANOS_VERSION_CURRENT,
		.machine = relocate_machine,
	};

	if (text_ibt_enforced())
		info.flags |= BANOS_SHIM_IBT_ENFORCED;
	if (policy_unsigned(NULL))
		info.flags |= BANOS_SHIM_SIGNATURES_ENFORCED;
	if (policy_locked_down())
		info.flags |= BANOS_SHIM_LOCKED_DOWN;
	strscpy(info.kernel_release, utsname()->release,
		sizeof(info.kernel_release));
	strscpy(info.kernel_flavour, IS_ENABLED(CONFIG_PREEMPT_RT) ?
		"rt" : "generic", sizeof(info.kernel_flavour));
	return emit(table, &info, sizeof(info));
}

int report_abi(struct banos_abi_request *request, struct log *log)
{
	struct table table;
	int error;

	error = table_begin(&table, request->elements, request->stride,
			    request->first, request->capacity, log);
	if (error)
		return error;
	switch (request->kind) {
	case BANOS_ABI_SYMBOLS:
		error = report_shim_symbols(&table);
		break;
	case BANOS_ABI_STRUCTS:
		error = report_shim_structs(&table);
		break;
	case BANOS_ABI_SHIM:
		error = report_shim(&table);
		break;
	default:
		return log_error(log, EINVAL, "a listing of kind %u is unknown here",
				 request->kind);
	}
	request->count = table.count;
	return error;
}

static u64 total_heap(void)
{
	struct instance *instance;
	u64 id = 0, total = 0;

	while ((instance = instance_after(id))) {
		id = instance->id;
		total += atomic_long_read(&instance->heap);
		instance_put(instance);
	}
	return total;
}

int report_statistics(const struct banos_statistics_request *request,
		      const struct banos_statistics *counters, struct log *log)
{
	struct arena_usage text = arena_usage(IMAGE_TEXT);
	struct arena_usage rodata = arena_usage(IMAGE_RODATA);
	struct arena_usage data = arena_usage(IMAGE_DATA);
	struct banos_statistics statistics = *counters;
	struct names_usage names = names_usage();
	struct table table;
	int error;

	error = table_begin(&table, request->elements, request->stride, 0, 1,
			    log);
	if (error)
		return error;
	statistics.size = sizeof(statistics);
	statistics.instances = instance_count();
	statistics.symbols = symbol_count();
	statistics.text_size = text.size;
	statistics.text_used = text.used;
	statistics.rodata_size = rodata.size;
	statistics.rodata_used = rodata.used;
	statistics.data_size = data.size;
	statistics.data_used = data.used;
	statistics.heap_used = total_heap();
	statistics.names = names.used;
	statistics.names_capacity = names.capacity;
	statistics.names_left_out = names.left_out;
	statistics.quarantined_size = arena_quarantined();
	statistics.resources_reclaimed = handles_reclaimed();
	return emit(&table, &statistics, sizeof(statistics));
}
