/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 The banos developers */
/*
 * Instances, as the shim sees them: who owns a handle, and may a call enter
 * the driver's code? Their inside is instance_types.h, the loader's own.
 */
#ifndef BANOS_KMOD_INSTANCE_H
#define BANOS_KMOD_INSTANCE_H

#include <linux/types.h>

struct banos_driver;
struct device;
struct instance;
struct kobject;

/**
 * instance_of - the instance that a driver's pointer names
 * @driver: as a driver handed it in: any value at all
 *
 * The driver that calls keeps the instance alive; so no reference is taken.
 *
 * Context: any.
 * Returns: NULL if no instance has this address.
 */
struct instance *instance_of(const struct banos_driver *driver);

/* Whose text is this? Under rcu_read_lock(); any context, also an oops. */
struct instance *instance_at(unsigned long address);

/* What the instance's own init() and callbacks know it by. */
struct banos_driver *instance_driver(const struct instance *instance);

/* The driver's name: copied before init(), never changes. */
const char *instance_name(const struct instance *instance);
u64 instance_id(const struct instance *instance);

/* The driver's own version, BANOS_VERSION(). */
u32 instance_version(const struct instance *instance);

/**
 * instance_enter - may a call from outside enter the driver's code?
 * @instance: its owner is alive, as resources of an instance keep it
 *
 * For calls that come from outside at any time, but not often: opens, writes
 * of parameters. The reference keeps the code in place until instance_exit();
 * it is one atomic operation, so the operations of a device have a gate of
 * their own instead (shim/linux/gate.h). Not for what the instance started itself and owns
 * (timers, work, threads): these are drained before the code goes.
 *
 * Context: any.
 * Returns: false once the instance is leaving: answer -ENODEV.
 */
bool __must_check instance_enter(struct instance *instance);
void instance_exit(struct instance *instance);

/* Has --detach begun? Waits of the shim end with -ENODEV then. */
bool instance_detaching(const struct instance *instance);

/* Keeps struct instance itself (not the code): for open files and the like. */
void instance_get(struct instance *instance);
void instance_put(struct instance *instance);

/* Is this range inside the instance's rodata or data; writable if asked? */
bool instance_owns(const struct instance *instance, const void *start,
		   size_t size, bool writable);

/* Is this an address inside its text? Checked for callbacks at creation. */
bool instance_owns_code(const struct instance *instance, const void *code);

/* Memory that it holds from banos_memory_*(): for lists and sysfs. */
void instance_charge(struct instance *instance, long bytes);

#endif
