/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/* Uses what test_hold offers. */
#include <banos/driver.h>

int32_t banos_x_test_hold_number(void);

static int init(struct banos_driver *driver)
{
	(void)driver;
	return banos_x_test_hold_number() == 4711 ? 0 : -BANOS_EIO;
}

BANOS_DRIVER(test_hold_user, .license = "GPL", .init = init);
