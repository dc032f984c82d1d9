// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/* 6.5 and 6.6: blkdev_get_by_path() is handed operations of the holder. */
#include <linux/blkdev.h>

struct block_device *probe(const char *path, void *holder);
struct block_device *probe(const char *path, void *holder)
{
	return blkdev_get_by_path(path, BLK_OPEN_READ, holder, NULL);
}
