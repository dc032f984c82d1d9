// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/* 5.14: ends disk and queue; 6.0 left that to put_disk(). */
#include <linux/blkdev.h>

void probe(struct gendisk *disk);
void probe(struct gendisk *disk)
{
	blk_cleanup_disk(disk);
}
