/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/* Offers a name as drivers of revision 0 did: without banos_x_ before it. */
#include <banos/driver.h>

int32_t test_odd_name(void);

int32_t test_odd_name(void)
{
	return 1;
}
BANOS_EXPORT(test_odd_name);

static int init(struct banos_driver *driver)
{
	(void)driver;
	return 0;
}

BANOS_DRIVER(test_odd_export, .license = "GPL", .init = init);
