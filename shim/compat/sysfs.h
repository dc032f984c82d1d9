/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 The banos developers */
#ifndef BANOS_COMPAT_SYSFS_H
#define BANOS_COMPAT_SYSFS_H

#include <linux/sysfs.h>

#include "capabilities.h"

/*
 * compat_bin_attribute - what read() and write() of a bin_attribute are handed
 *
 * 6.16 made it const. Functions that only read it can be declared with this
 * type everywhere.
 */
#if HAVE_BIN_ATTRIBUTE_CONST
typedef const struct bin_attribute compat_bin_attribute;
#else
typedef struct bin_attribute compat_bin_attribute;
#endif

#endif
