// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/* Until 5.17 a disk without minors has to ask for extended numbers. */
#include <linux/blkdev.h>
#include <linux/genhd.h>

unsigned int probe(void);
unsigned int probe(void)
{
	return GENHD_FL_EXT_DEVT;
}
