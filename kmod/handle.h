/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 The banos developers */
/*
 * What an instance owns: each handle that the shim gives out begins with a
 * struct handle, which puts it on its owner's list. When the owner leaves,
 * what uninit() forgot is drained, released in reverse order, and reported.
 */
#ifndef BANOS_KMOD_HANDLE_H
#define BANOS_KMOD_HANDLE_H

#include <linux/list.h>
#include <linux/types.h>

#include "instance.h"

struct log;
struct handle;

/**
 * struct handle_class - what can be done to resources of one kind
 * @name:    what reports call one of them: "timer", "character device". NULL:
 *           the shim's own bookkeeping, which is released and not reported
 * @holders: how many users from outside the driver hold it (open files,
 *           mappings); says in the log, a sentence each, who they are
 *           ("/dev/ring0 is open in process 312 (cat)"). NULL: never any
 * @detach:  of --detach, first step: refuse new calls, wake every wait inside
 *           the shim with -ENODEV, unmap mappings. Must not wait for running
 *           calls. NULL: nothing to do
 * @sever:   of --detach, second step, when no call from outside runs any
 *           more: call the driver for what outside still holds, such as
 *           release() of files that stay open. NULL: nothing to do
 * @drain:   after uninit(), for what it forgot: stop what runs by itself
 *           (timer, work, thread) and wait until it has ended. NULL: nothing
 * @release: after all of the instance's resources were drained: free it. It
 *           is off the list already; the class frees the memory
 *
 * Context: all may sleep; no lock of the loader is held.
 */
struct handle_class {
	const char *name;
	unsigned int (*holders)(struct handle *handle, struct log *log);
	void (*detach)(struct handle *handle);
	void (*sever)(struct handle *handle);
	void (*drain)(struct handle *handle);
	void (*release)(struct handle *handle);
};

struct handle {
	struct list_head node;
	const struct handle_class *class;
	struct instance *owner;
};

/* Puts it at the end of the owner's list. Context: any, also hard interrupt. */
void handle_add(struct instance *owner, struct handle *handle,
		const struct handle_class *class);

/**
 * handle_remove - the driver destroys it by itself
 * @handle: on its owner's list, or taken off by the loader already
 *
 * Context: any.
 * Returns: false if the loader is just releasing it: then leave it alone.
 */
bool handle_remove(struct handle *handle);

/* -ENODEV while the instance leaves and may not create anything any more. */
int handle_may_create(struct instance *owner);

#endif
