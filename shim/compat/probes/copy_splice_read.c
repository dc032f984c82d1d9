// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/* 6.5: copy_splice_read() and filemap_splice_read(). */
#include <linux/fs.h>

extern const struct file_operations probe[2];
const struct file_operations probe[2] = {
	{ .splice_read = copy_splice_read },
	{ .splice_read = filemap_splice_read },
};
