// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/* 6.3: operations of inodes take a struct mnt_idmap first. */
#include <linux/fs.h>

int probe(struct dentry *dentry, struct iattr *attributes);
int probe(struct dentry *dentry, struct iattr *attributes)
{
	return setattr_prepare(&nop_mnt_idmap, dentry, attributes);
}
