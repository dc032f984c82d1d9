/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 The banos developers */
/*
 * The loader's half of handle.h: walking what an instance owns.
 *
 * While a walker is at a handle, another task that destroys the same one
 * waits in handle_remove(). So destroying a handle whose class has a
 * callback other than release() may sleep, and one without may not.
 */
#ifndef BANOS_KMOD_HANDLE_TYPES_H
#define BANOS_KMOD_HANDLE_TYPES_H

#include <linux/types.h>

#include "handle.h"

/* Users from outside; the log gets a sentence for each. May sleep. */
unsigned int handles_holders(struct instance *instance, struct log *log);

/* The same for resources of one kind only; nothing is said. */
unsigned int handles_holders_of(struct instance *instance,
				const struct handle_class *class);

/* The two steps of --detach, see struct handle_class. */
void handles_detach(struct instance *instance);
void handles_sever(struct instance *instance);

/**
 * handles_reclaim - release what is left, newest first, and report it
 *
 * The instance's uninit() has returned, or its init() has failed.
 *
 * Returns: how many there were
 */
unsigned int handles_reclaim(struct instance *instance);

/* Kinds of resources of one instance, and how many there are of each. */
#define HANDLE_KINDS_MAX 32

struct handle_kind {
	const struct handle_class *class;
	unsigned int count;
};

unsigned int handles_count(struct instance *instance,
			   struct handle_kind kinds[HANDLE_KINDS_MAX]);

/* Total over all kinds. */
unsigned int handles_total(struct instance *instance);

u64 handles_reclaimed(void);

#endif
