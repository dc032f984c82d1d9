/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/* Does nothing, and has nothing but an init(). */
#include <banos/driver.h>

static int init(struct banos_driver *driver)
{
	(void)driver;
	return 0;
}

BANOS_DRIVER(test_empty, .license = "GPL", .version = BANOS_VERSION(1, 2, 3),
	     .init = init);
