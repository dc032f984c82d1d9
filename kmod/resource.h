/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 The banos developers */
/*
 * What an instance owns: each handle that the shim gives out begins with a
 * struct resource, which puts it on its owner's list. When the owner leaves,
 * what uninit() forgot is drained, released in reverse order, and reported.
 */
#ifndef BANOS_KMOD_RESOURCE_H
#define BANOS_KMOD_RESOURCE_H

#include <linux/list.h>
#include <linux/types.h>

#include "instance.h"

struct log;
struct resource;

/**
 * struct resource_class - what can be done to resources of one kind
 * @name:    what reports call one of them: "timer", "character device"
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
struct resource_class {
	const char *name;
	unsigned int (*holders)(struct resource *resource, struct log *log);
	void (*detach)(struct resource *resource);
	void (*sever)(struct resource *resource);
	void (*drain)(struct resource *resource);
	void (*release)(struct resource *resource);
};

struct resource {
	struct list_head node;
	const struct resource_class *class;
	struct instance *owner;
};

/* Puts it at the end of the owner's list. Context: any, also hard interrupt. */
void resource_add(struct instance *owner, struct resource *resource,
		  const struct resource_class *class);

/**
 * resource_remove - the driver destroys it by itself
 * @resource: on its owner's list, or taken off by the loader already
 *
 * Context: any.
 * Returns: false if the loader is just releasing it: then leave it alone.
 */
bool resource_remove(struct resource *resource);

/* -ENODEV while the instance leaves and may not create anything any more. */
int resource_may_create(struct instance *owner);

#endif
