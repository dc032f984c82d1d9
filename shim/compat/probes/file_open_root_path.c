// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/* 5.12: file_open_root() takes a struct path; before, dentry and mount. */
#include <linux/fs.h>

struct file *probe(const struct path *root);
struct file *probe(const struct path *root)
{
	return file_open_root(root, "name", O_RDONLY, 0);
}
