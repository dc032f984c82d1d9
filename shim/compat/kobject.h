/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 The banos developers */
#ifndef BANOS_COMPAT_KOBJECT_H
#define BANOS_COMPAT_KOBJECT_H

#include <linux/delay.h>
#include <linux/kobject.h>

/*
 * compat_kobject_init() - the first reference of a kobject
 *
 * 6.3 made the type const; before, it was only ever read as well.
 */
static inline void compat_kobject_init(struct kobject *kobject,
				       const struct kobj_type *type)
{
	kobject_init(kobject, (void *)type);
}

/**
 * compat_kobject_settle - what was put is released
 *
 * A kernel that is told to (DEBUG_KOBJECT_RELEASE) releases what nobody uses
 * any more up to four seconds late, to find those who do not wait for it. The
 * kernel itself is one of them: the name of a device driver is taken until
 * then, a disk is freed without having released its queue, which is a part of
 * it, and one that could not be added looks at its tags that late. Other
 * kernels do all that at once.
 */
static inline void compat_kobject_settle(void)
{
	if (IS_ENABLED(CONFIG_DEBUG_KOBJECT_RELEASE))
		msleep(5000);
}

#endif
