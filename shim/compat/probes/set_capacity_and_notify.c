// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/* 5.11, and later releases of 5.10: another size of a disk, in one call. */
#include <linux/blkdev.h>

bool probe(struct gendisk *disk);
bool probe(struct gendisk *disk)
{
	return set_capacity_and_notify(disk, 8);
}
