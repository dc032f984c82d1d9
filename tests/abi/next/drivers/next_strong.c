/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * Cannot do without what only the next version has, and claims that it can.
 */
#include <banos/driver.h>
#include <banos/next.h>
#include <banos/print.h>

static int next_strong_init(struct banos_driver *driver)
{
	banos_print(driver, BANOS_PRINT_INFO, "the answer is %u",
		    banos_next_answer());
	return 0;
}

BANOS_DRIVER(next_strong, .version = BANOS_VERSION(1, 0, 0),
	     .minimal_banos_version = BANOS_VERSION(0, 9, 0),
	     .license = "GPL", .init = next_strong_init);
