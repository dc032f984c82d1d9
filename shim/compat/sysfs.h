/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 The banos developers */
#ifndef BANOS_COMPAT_SYSFS_H
#define BANOS_COMPAT_SYSFS_H

#include <linux/sysfs.h>

#include "capabilities.h"

/*
 * COMPAT_BIN_ATTRIBUTE_CONST - of the attribute that read() and write() of a
 * bin_attribute are handed
 *
 * 6.16 made it const. Functions that only read it are the same either way.
 */
#if HAVE_BIN_ATTRIBUTE_CONST
#define COMPAT_BIN_ATTRIBUTE_CONST const
#else
#define COMPAT_BIN_ATTRIBUTE_CONST
#endif

#endif
