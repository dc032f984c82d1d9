/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/* Calls a function of the shim's that test_shim_name offers, too. */
#include <banos/driver.h>
#include <banos/string.h>

static int init(struct banos_driver *driver)
{
	(void)driver;
	return banos_strlen("three") == 5 ? 0 : -BANOS_EIO;
}

BANOS_DRIVER(test_shim_name_user, .license = "GPL", .init = init);
