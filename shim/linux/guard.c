// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/*
 * The stack protector of driver images. Where the kernel keeps its own guard
 * depends on the kernel, so images use this one, by name:
 * -mstack-protector-guard=global, and banos-ld renames __stack_chk_guard and
 * __stack_chk_fail.
 */
#include <linux/cache.h>
#include <linux/kernel.h>
#include <linux/random.h>
#include <linux/rcupdate.h>

#include "areas.h"
#include "export.h"
#include "guard.h"
#include "instance.h"

/* Lowest byte 0, as the kernel's: no string can write it. */
#define GUARD_MASK (~0xffUL)

/* Set once, before any image is there; images only read it. */
unsigned long banos_stack_chk_guard __ro_after_init;
SHIM_EXPORT(banos_stack_chk_guard, BANOS_VERSION(0, 9, 0));

/*
 * A function of a driver found its guard changed: nothing can be trusted. Its
 * instance lives while the function runs; panic() of 5.10-rt sleeps, so no
 * lock is held.
 */
void banos_stack_chk_fail(void)
{
	struct instance *instance;

	rcu_read_lock();
	instance = instance_at(_RET_IP_);
	rcu_read_unlock();
	panic("stack-protector: the stack of banos driver %s is corrupted in %pB",
	      instance ? instance_name(instance) : "?", (void *)_RET_IP_);
}
SHIM_EXPORT(banos_stack_chk_fail, BANOS_VERSION(0, 9, 0));

static int guard_init(void)
{
	banos_stack_chk_guard = get_random_long() & GUARD_MASK;
	return 0;
}

const struct area guard_area = { .name = "guard", .init = guard_init };
