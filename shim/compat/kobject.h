/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 The banos developers */
#ifndef BANOS_COMPAT_KOBJECT_H
#define BANOS_COMPAT_KOBJECT_H

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

#endif
