/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 The banos developers */
#ifndef BANOS_COMPAT_DEVICE_CLASS_H
#define BANOS_COMPAT_DEVICE_CLASS_H

#include <linux/device.h>
#include <linux/module.h>

#include "capabilities.h"

/**
 * compat_class_create - a class of devices, in /sys/class/<name>
 *
 * 6.4 dropped the owner, which the class did not use for anything that a
 * caller could see. Returns: the class, or an ERR_PTR().
 */
static inline struct class *compat_class_create(const char *name)
{
#if HAVE_CLASS_CREATE_NAME
	return class_create(name);
#else
	return class_create(THIS_MODULE, name);
#endif
}

/*
 * COMPAT_CLASS_CONST - of the device that class.devnode() and
 * class.dev_uevent() are handed: (COMPAT_CLASS_CONST struct device *device, ...)
 *
 * 6.2 made it const. Functions that only read it are the same either way.
 */
#if HAVE_CLASS_DEVNODE_CONST
#define COMPAT_CLASS_CONST const
#else
#define COMPAT_CLASS_CONST
#endif

#endif
