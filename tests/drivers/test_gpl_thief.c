/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/* Calls a function that is for GPL-compatible drivers only, and is none. */
#include <banos/driver.h>
#include <banos/time.h>

static int init(struct banos_driver *driver)
{
	(void)driver;
	return banos_time_monotonic() ? 0 : -BANOS_EIO;
}

BANOS_DRIVER(test_gpl_thief, .license = "Proprietary", .init = init);
