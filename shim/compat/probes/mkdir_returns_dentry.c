// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/* 6.15: mkdir() of an inode answers a dentry; before, an error. */
#include <linux/fs.h>

static struct dentry *make(struct mnt_idmap *idmap, struct inode *directory,
			   struct dentry *dentry, umode_t mode)
{
	return NULL;
}

extern const struct inode_operations probe;
const struct inode_operations probe = { .mkdir = make };
