/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 The banos developers */
#ifndef BANOS_COMPAT_FS_H
#define BANOS_COMPAT_FS_H

#include <linux/fs.h>
#include <linux/lockdep.h>
#include <linux/module.h>
#include <linux/mount.h>
#include <linux/slab.h>

#include "capabilities.h"

/*
 * compat_put_filesystem() - the end of get_fs_type()
 *
 * put_filesystem() is exported nowhere; all that it does is to drop the module
 * reference that get_fs_type() took.
 */
static inline void compat_put_filesystem(struct file_system_type *type)
{
	module_put(type->owner);
}

/*
 * compat_file_open_root() - open a file below the root of a mount
 *
 * 5.12 made file_open_root() take a struct path instead of its two members.
 */
static inline struct file *compat_file_open_root(struct vfsmount *mount,
						 const char *name, int flags)
{
#if HAVE_FILE_OPEN_ROOT_PATH
	struct path root = { .mnt = mount, .dentry = mount->mnt_root };

	return file_open_root(&root, name, flags, 0);
#else
	return file_open_root(mount->mnt_root, mount, name, flags, 0);
#endif
}

/*
 * compat_alloc_inode() - memory for an inode, in alloc_inode()
 *
 * 5.18 brought alloc_inode_sb(), which charges the group that the list of
 * unused inodes is kept for; before, kmem_cache_alloc() was all of it.
 */
static inline void *compat_alloc_inode(struct super_block *super,
				       struct kmem_cache *cache)
{
#if HAVE_ALLOC_INODE_SB
	return alloc_inode_sb(super, cache, GFP_KERNEL);
#else
	return kmem_cache_alloc(cache, GFP_KERNEL);
#endif
}

/*
 * compat_inode_is_new() - did iget5_locked() make it just now?
 *
 * 6.19 wrapped i_state, which nobody is to read directly any more.
 */
static inline bool compat_inode_is_new(struct inode *inode)
{
#if HAVE_INODE_STATE_READ_ONCE
	return inode_state_read_once(inode) & I_NEW;
#else
	return inode->i_state & I_NEW;
#endif
}

/*
 * compat_filesystem_keys_register() - for a file_system_type in memory that was
 * allocated: the checker of locks wants to know of keys that are not static.
 * compat_filesystem_keys_unregister() is the mirror.
 *
 * Which keys there are differs (5.15 added invalidate_lock_key, others will
 * follow), but not the first and the last of them, nor that only keys are in
 * between. Without the checker they take no room.
 */
#ifdef CONFIG_LOCKDEP
static inline void compat_filesystem_keys_register(struct file_system_type *type)
{
	struct lock_class_key *key = &type->s_lock_key;

	while (key <= &type->i_mutex_dir_key)
		lockdep_register_key(key++);
}

static inline void
compat_filesystem_keys_unregister(struct file_system_type *type)
{
	struct lock_class_key *key = &type->s_lock_key;

	while (key <= &type->i_mutex_dir_key)
		lockdep_unregister_key(key++);
}
#else
static inline void compat_filesystem_keys_register(struct file_system_type *type)
{
}

static inline void
compat_filesystem_keys_unregister(struct file_system_type *type)
{
}
#endif

#endif
