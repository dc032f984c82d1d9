/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * Uses what the next version has if it is there, and does without elsewhere.
 */
#include <banos/driver.h>
#include <banos/next.h>
#include <banos/print.h>

BANOS_WEAK uint32_t banos_next_answer(void);
BANOS_WEAK uint32_t banos_next_nowhere(void);

static int next_weak_init(struct banos_driver *driver)
{
	if (banos_next_nowhere)
		return -BANOS_EINVAL;
	if (banos_next_answer)
		banos_print(driver, BANOS_PRINT_INFO, "the answer is %u",
			    banos_next_answer());
	else
		banos_print(driver, BANOS_PRINT_INFO, "does without");
	return 0;
}

BANOS_DRIVER(next_weak, .version = BANOS_VERSION(1, 0, 0),
	     .minimal_banos_version = BANOS_VERSION(0, 9, 0),
	     .license = "GPL", .init = next_weak_init);
