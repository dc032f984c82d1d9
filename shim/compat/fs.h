/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 The banos developers */
#ifndef BANOS_COMPAT_FS_H
#define BANOS_COMPAT_FS_H

#include <linux/fs.h>
#include <linux/module.h>
#include <linux/mount.h>

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

#endif
