/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * Cannot do without what the next version knows and no kernel can offer.
 */
#include <banos/driver.h>
#include <banos/next.h>

static int next_nowhere_init(struct banos_driver *driver)
{
	(void)driver;
	return (int)banos_next_nowhere();
}

BANOS_DRIVER(next_nowhere, .version = BANOS_VERSION(1, 0, 0),
	     .minimal_banos_version = BANOS_VERSION(0, 9, 0),
	     .license = "GPL", .init = next_nowhere_init);
