/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/* Offers a name that the sample driver provider offers as well. */
#include <banos/driver.h>

int64_t banos_x_provider_add(int64_t left, int64_t right);

int64_t banos_x_provider_add(int64_t left, int64_t right)
{
	return left + right;
}
BANOS_EXPORT(banos_x_provider_add);

static int init(struct banos_driver *driver)
{
	(void)driver;
	return 0;
}

BANOS_DRIVER(test_twin, .license = "GPL", .init = init);
