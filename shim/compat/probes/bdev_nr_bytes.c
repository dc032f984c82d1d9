// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/* 5.16: how large a block device is; before, its inode knew. */
#include <linux/blkdev.h>

loff_t probe(struct block_device *device);
loff_t probe(struct block_device *device)
{
	return bdev_nr_bytes(device);
}
