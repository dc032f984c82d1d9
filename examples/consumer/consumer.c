/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * A driver that uses what another driver offers: see ../provider.
 */
#include "../provider/provider.h"

#include <banos/driver.h>
#include <banos/print.h>

static int consumer_init(struct banos_driver *driver)
{
	uint64_t before = banos_x_provider_calls();
	int64_t sum = banos_x_provider_add(40, 2);

	banos_print(driver, BANOS_PRINT_INFO, "%s: 40 + 2 = %lld",
		    banos_x_provider_greeting, (long long)sum);
	if (sum != 42 || banos_x_provider_calls() <= before)
		return -BANOS_EIO;
	return 0;
}

BANOS_DRIVER(consumer, .version = BANOS_VERSION(1, 0, 0),
	     .license = "Dual MIT/GPL", .init = consumer_init,
	     .description = "uses functions of the driver provider");
