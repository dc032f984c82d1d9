// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/* 5.11: a disk knows its block device. */
#include <linux/blkdev.h>

struct block_device *probe(struct gendisk *disk);
struct block_device *probe(struct gendisk *disk)
{
	return disk->part0;
}
