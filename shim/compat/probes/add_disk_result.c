// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/* 5.15: add_disk() says whether it worked. */
#include <linux/blkdev.h>

int probe(struct gendisk *disk);
int probe(struct gendisk *disk)
{
	return add_disk(disk);
}
