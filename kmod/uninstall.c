// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/*
 * Uninstalling an instance. A plain uninstall does nothing to one that is in
 * use; with --detach, what outside holds becomes dead first.
 */
#include <linux/errno.h>
#include <linux/printk.h>

#include "install.h"
#include "instance_types.h"
#include "log.h"
#include "names.h"
#include "handle_types.h"
#include "shim.h"
#include "sysfs.h"
#include "teardown.h"

#define DETACH_TIMEOUT_MS 10000

/* How long calls that have no holder, such as an open(2) under way, may take
 * before a plain uninstall gives up.
 */
#define PLAIN_TIMEOUT_MS 200

static int refuse(struct instance *instance, int error, struct log *log,
		  const char *why)
{
	return log_error(log, error, "%s (instance %llu) %s", instance->name,
			 instance->id, why);
}

/* LIVE to LEAVING: from now on this task alone ends it. */
static int begin(struct instance *instance, bool detach, struct log *log)
{
	int error = 0;

	if (dependents_say(instance, log))
		return -EBUSY;
	mutex_lock(&registry_mutex);
	if (instance->dependent_count)
		error = refuse(instance, EBUSY, log, "has dependents");
	else if (instance->state == BANOS_INSTALLING)
		error = refuse(instance, EBUSY, log, "is just being installed");
	else if (instance->state == BANOS_LEAVING && instance->ending)
		error = refuse(instance, EALREADY, log,
			       "is just being uninstalled");
	else if (instance->state == BANOS_LEAVING && !detach)
		error = refuse(instance, EBUSY, log,
			       "was detached, and calls into it still run: use --detach");
	if (!error) {
		WRITE_ONCE(instance->state, BANOS_LEAVING);
		instance->ending = true;
	}
	mutex_unlock(&registry_mutex);
	return error;
}

/* It stays; @state: live as before, or leaving but for another try. */
static void give_up(struct instance *instance, u32 state)
{
	mutex_lock(&registry_mutex);
	WRITE_ONCE(instance->state, state);
	instance->ending = false;
	mutex_unlock(&registry_mutex);
}

/* No probe in its text, and hardly one to come: the names are gone. */
static int hide_text(struct instance *instance, struct log *log)
{
	int error;

	names_hide(instance);
	error = teardown_check_text(instance, log);
	if (error)
		names_show(instance);
	return error;
}

/* Nobody outside uses it, and nobody gets in any more. */
static int end_plainly(struct instance *instance, struct log *log)
{
	if (handles_holders(instance, log))
		return -EBUSY;
	if (!instance_quiesce(instance, PLAIN_TIMEOUT_MS)) {
		/* One that came in between the two. */
		if (!handles_holders(instance, log))
			return 0;
	} else {
		log_say(log, "a call into %s is running", instance->name);
	}
	instance_resume(instance);
	return -EBUSY;
}

static void call_uninit(struct instance *instance)
{
	int answer;

	if (!instance->uninit)
		return;
	answer = instance->uninit(instance->driver);
	if (answer)
		pr_notice("banos: uninit() of %s (instance %llu) returned %d\n",
			  instance->name, instance->id, answer);
}

static int end(struct instance *instance, bool detach, unsigned int timeout_ms,
	       struct log *log)
{
	int error = hide_text(instance, log);

	if (error) {
		give_up(instance, instance->detached ? BANOS_LEAVING : BANOS_LIVE);
		return error;
	}
	if (!detach) {
		error = end_plainly(instance, log);
		if (error) {
			names_show(instance);
			give_up(instance, BANOS_LIVE);
		}
		return error;
	}
	error = teardown_detach(instance, timeout_ms ?: DETACH_TIMEOUT_MS);
	if (error) {
		log_say(log, "%s (instance %llu) is detached, but calls into it still run",
			instance->name, instance->id);
		names_show(instance);
		give_up(instance, BANOS_LEAVING);
	}
	return error;
}

int uninstall(u64 id, bool detach, unsigned int timeout_ms, struct log *log)
{
	struct instance *instance = instance_find(id);
	int error;

	if (!instance)
		return log_error(log, ENOENT, "there is no instance %llu", id);
	error = begin(instance, detach, log);
	if (!error)
		error = end(instance, detach, timeout_ms, log);
	if (!error) {
		call_uninit(instance);
		sysfs_announce(instance, KOBJ_REMOVE);
		teardown(instance);
	}
	instance_put(instance);
	return error;
}
