// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/* Until 6.14 a set of tags has to ask for requests to be merged. */
#include <linux/blk-mq.h>
#include <linux/blkdev.h>

unsigned int probe(void);
unsigned int probe(void)
{
	return BLK_MQ_F_SHOULD_MERGE;
}
