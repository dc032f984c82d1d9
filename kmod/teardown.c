// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/*
 * The end of an instance: see teardown.h.
 */
#include <linux/delay.h>
#include <linux/printk.h>
#include <linux/string.h>

#include "arch/text.h"
#include "digest.h"
#include "instance_types.h"
#include "log.h"
#include "names.h"
#include "handle_types.h"
#include "symbol_types.h"
#include "sysfs.h"
#include "teardown.h"

/* How often, and how long after each other, to look for probes. */
#define PROBE_TRIES 25
#define PROBE_PAUSE_MS 20

int teardown_detach(struct instance *instance, unsigned int timeout_ms)
{
	int error;

	WRITE_ONCE(instance->detached, true);
	handles_detach(instance);
	error = instance_quiesce(instance, timeout_ms);
	if (error)
		return error;
	handles_sever(instance);
	return 0;
}

/* Offset of the first byte that is not as installed, or the size. */
static size_t find_change(const struct instance *instance)
{
	const struct placement *text = &instance->parts[IMAGE_TEXT];
	const char *copy = instance->text_copy;
	size_t i;

	if (!copy || !memcmp(text->address, copy, text->size))
		return text->size;
	/* The kernel may just be taking a probe out: then it is as before. */
	for (i = 0; i < text->size && text->address[i] == copy[i];)
		i++;
	return i;
}

/* The same, but the kernel takes an optimised probe out of the text only a
 * moment after it was removed.
 */
static size_t find_lasting_change(const struct instance *instance)
{
	unsigned int tries = PROBE_TRIES;
	size_t change = find_change(instance);

	while (change != instance->parts[IMAGE_TEXT].size && --tries) {
		msleep(PROBE_PAUSE_MS);
		change = find_change(instance);
	}
	return change;
}

int teardown_check_text(struct instance *instance, struct log *log)
{
	size_t change = find_lasting_change(instance);
	unsigned long offset;
	const char *name;

	if (change == instance->parts[IMAGE_TEXT].size)
		return 0;
	name = names_find(instance, (unsigned long)
			  instance->parts[IMAGE_TEXT].address + change,
			  &offset);
	return log_error(log, EBUSY, "probed at %s+0x%lx: remove the probe first",
			 name, offset);
}

/* After uninit(): a probe that came this late keeps the range for ever. */
static void free_text(struct instance *instance)
{
	struct placement *text = &instance->parts[IMAGE_TEXT];

	if (find_lasting_change(instance) == text->size) {
		arena_free(IMAGE_TEXT, text->address, text->size);
		return;
	}
	pr_warn("banos: %s (instance %llu) was probed while it was uninstalled: %zu bytes of text stay out of use\n",
		instance->name, instance->id, text->size);
	arena_quarantine(IMAGE_TEXT, text->address, text->size);
}

static void free_arenas(struct instance *instance)
{
	struct placement *part;
	enum image_pool pool;

	for (pool = 0; pool < IMAGE_POOLS; pool++) {
		part = &instance->parts[pool];
		if (!part->address)
			continue;
		if (pool == IMAGE_TEXT)
			free_text(instance);
		else
			arena_free(pool, part->address, part->size);
	}
	if (instance->parts[IMAGE_TEXT].address)
		text_synchronize();
}

void teardown(struct instance *instance)
{
	digest_give_up(instance);
	handles_reclaim(instance);
	sysfs_remove(instance);
	if (instance->registered)
		instance_unregister(instance);
	names_remove(instance);
	mutex_lock(&registry_mutex);
	if (instance->has_symbols)
		symbols_remove(instance);
	mutex_unlock(&registry_mutex);
	free_arenas(instance);
	/* Last: what it was bound to could have been called until now. */
	mutex_lock(&registry_mutex);
	dependencies_drop_all(instance);
	mutex_unlock(&registry_mutex);
	instance_put(instance);
}
