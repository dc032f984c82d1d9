// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/* 6.9: an opened block device is a file. */
#include <linux/blkdev.h>

struct file *probe(const char *path, void *holder);
struct file *probe(const char *path, void *holder)
{
	return bdev_file_open_by_path(path, BLK_OPEN_READ, holder, NULL);
}
