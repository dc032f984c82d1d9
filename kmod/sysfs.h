/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 The banos developers */
/*
 * /sys/kernel/banos/instances/<id>/: read-only files about each instance (its
 * parameters may be writable), and the uevents of installs and uninstalls.
 */
#ifndef BANOS_KMOD_SYSFS_H
#define BANOS_KMOD_SYSFS_H

#include <linux/kobject.h>

struct instance;

int sysfs_init(void);
void sysfs_exit(void);

/* Initialise an instance's kobject: the first reference. */
void sysfs_prepare(struct kobject *kobject);

/* Its files appear; and disappear, when all readers have left them. */
int sysfs_add(struct instance *instance);
void sysfs_remove(struct instance *instance);

/* Tell udev and "banosctl monitor": KOBJ_ADD or KOBJ_REMOVE. */
void sysfs_announce(struct instance *instance, enum kobject_action action);

#endif
