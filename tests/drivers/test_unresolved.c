/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/* Needs a function that nobody offers. */
#include <banos/driver.h>

void banos_x_nobody_offers_this(void);

static int init(struct banos_driver *driver)
{
	(void)driver;
	banos_x_nobody_offers_this();
	return 0;
}

BANOS_DRIVER(test_unresolved, .license = "GPL", .init = init);
