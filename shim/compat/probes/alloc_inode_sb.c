// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/* 5.18: alloc_inode_sb(), which charges the right group for an inode. */
#include <linux/fs.h>

void *probe(struct super_block *super, struct kmem_cache *cache);
void *probe(struct super_block *super, struct kmem_cache *cache)
{
	return alloc_inode_sb(super, cache, GFP_KERNEL);
}
