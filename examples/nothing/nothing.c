/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * The smallest driver: it does nothing. What is left is what every installed
 * image costs; the benchmarks measure it.
 */
#include <banos/driver.h>

static int nothing_init(struct banos_driver *driver)
{
	(void)driver;
	return 0;
}

BANOS_DRIVER(nothing, .version = BANOS_VERSION(1, 0, 0),
	     .license = "Dual MIT/GPL", .init = nothing_init,
	     .description = "does nothing");
