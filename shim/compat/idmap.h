/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 The banos developers */
/*
 * The map of user ids that operations of inodes are handed.
 *
 * 5.12 put a struct user_namespace in front of their arguments, 6.3 made it a
 * struct mnt_idmap. It says how a mount changes the owners of files; only file
 * systems with FS_ALLOW_IDMAP can be mounted so, and ours has not that flag. So
 * what comes in is always the map that changes nothing, and none is needed
 * where there is no such argument.
 */
#ifndef BANOS_COMPAT_IDMAP_H
#define BANOS_COMPAT_IDMAP_H

#include <linux/cred.h>
#include <linux/err.h>
#include <linux/fs.h>

#include "capabilities.h"

/*
 * COMPAT_IDMAP - the first parameter of an operation, with its comma, where
 * there is one: static int create(COMPAT_IDMAP struct inode *directory, ...)
 */
#if HAVE_INODE_MNT_IDMAP
#define COMPAT_IDMAP struct mnt_idmap *idmap,
#elif HAVE_INODE_USER_NAMESPACE
#define COMPAT_IDMAP struct user_namespace *namespace,
#else
#define COMPAT_IDMAP
#endif

/* compat_setattr_prepare() - setattr_prepare() */
static inline int compat_setattr_prepare(struct dentry *dentry,
					 struct iattr *attributes)
{
#if HAVE_INODE_MNT_IDMAP
	return setattr_prepare(&nop_mnt_idmap, dentry, attributes);
#elif HAVE_INODE_USER_NAMESPACE
	return setattr_prepare(&init_user_ns, dentry, attributes);
#else
	return setattr_prepare(dentry, attributes);
#endif
}

/* compat_inode_init_owner() - inode_init_owner() */
static inline void compat_inode_init_owner(struct inode *inode,
					   const struct inode *directory,
					   umode_t mode)
{
#if HAVE_INODE_MNT_IDMAP
	inode_init_owner(&nop_mnt_idmap, inode, directory, mode);
#elif HAVE_INODE_USER_NAMESPACE
	inode_init_owner(&init_user_ns, inode, directory, mode);
#else
	inode_init_owner(inode, directory, mode);
#endif
}

/*
 * COMPAT_MKDIR_ANSWER - the type of what mkdir() of an inode answers
 *
 * 6.15 made it a dentry: NULL stands for the one that was handed in.
 */
#if HAVE_MKDIR_RETURNS_DENTRY
#define COMPAT_MKDIR_ANSWER struct dentry *

static inline struct dentry *compat_mkdir_answer_of(int error)
{
	return error ? ERR_PTR(error) : NULL;
}
#else
#define COMPAT_MKDIR_ANSWER int

static inline int compat_mkdir_answer_of(int error)
{
	return error;
}
#endif

#endif
