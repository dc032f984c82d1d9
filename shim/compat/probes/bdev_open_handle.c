// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/* 6.7 and 6.8: an opened block device is a struct bdev_handle. */
#include <linux/blkdev.h>

struct bdev_handle *probe(const char *path, void *holder);
struct bdev_handle *probe(const char *path, void *holder)
{
	return bdev_open_by_path(path, BLK_OPEN_READ, holder, NULL);
}
