// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/* 6.6: a filesystem holds its block device with these operations. */
#include <linux/blkdev.h>

bool probe(struct block_device *device);
bool probe(struct block_device *device)
{
	return device->bd_holder_ops == &fs_holder_ops;
}
