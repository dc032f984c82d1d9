/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 The banos developers */
#ifndef BANOS_COMPAT_PLATFORM_H
#define BANOS_COMPAT_PLATFORM_H

#include <linux/platform_device.h>

#include "capabilities.h"

/*
 * COMPAT_PLATFORM_REMOVE_RESULT, COMPAT_PLATFORM_REMOVED - what
 * platform_driver.remove() returns
 *
 * 6.11 made it return nothing; before, it returned an int, which never stopped
 * a removal: anything but 0 was a warning.
 */
#if HAVE_PLATFORM_REMOVE_VOID
#define COMPAT_PLATFORM_REMOVE_RESULT void
#define COMPAT_PLATFORM_REMOVED
#else
#define COMPAT_PLATFORM_REMOVE_RESULT int
#define COMPAT_PLATFORM_REMOVED 0
#endif

#endif
