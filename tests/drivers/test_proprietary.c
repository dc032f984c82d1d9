/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/* Not compatible with the GPL, and content with what everybody may call. */
#include <banos/driver.h>
#include <banos/print.h>

static int init(struct banos_driver *driver)
{
	banos_print(driver, BANOS_PRINT_INFO, "a proprietary driver runs");
	return 0;
}

BANOS_DRIVER(test_proprietary, .license = "Proprietary", .init = init);
