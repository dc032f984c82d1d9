// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/* 6.5: open() of a disk is handed the disk; before, a block device. */
#include <linux/blkdev.h>

static int open(struct gendisk *disk, blk_mode_t mode)
{
	return 0;
}

const struct block_device_operations probe = {
	.open = open,
};
