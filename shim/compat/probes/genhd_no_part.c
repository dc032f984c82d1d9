// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/* 5.17: GENHD_FL_NO_PART; before, GENHD_FL_NO_PART_SCAN. */
#include <linux/blkdev.h>

unsigned int probe(void);
unsigned int probe(void)
{
	return GENHD_FL_NO_PART;
}
