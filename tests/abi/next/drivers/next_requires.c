/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * Cannot do without what only the next version has, and says so.
 */
#include <banos/driver.h>
#include <banos/next.h>
#include <banos/print.h>

static int next_requires_init(struct banos_driver *driver)
{
	banos_print(driver, BANOS_PRINT_INFO, "the answer is %u",
		    banos_next_answer());
	return 0;
}

BANOS_DRIVER(next_requires, .version = BANOS_VERSION(1, 0, 0),
	     .license = "GPL", .init = next_requires_init);
