// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/* 6.11: platform_driver.remove() returns nothing. */
#include <linux/platform_device.h>

static void remove_device(struct platform_device *device)
{
}

extern const struct platform_driver probe;
const struct platform_driver probe = { .remove = remove_device };
