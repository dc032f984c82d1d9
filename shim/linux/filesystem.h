/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 The banos developers */
/*
 * File systems, among their own files:
 *
 *	filesystem.c            types: from creating one to its end
 *	filesystem_type.c       their names, as the kernel knows them
 *	filesystem_mount.c      what is mounted: from mount(2) to its end
 *	filesystem_options.c    the options that it was mounted with
 *	filesystem_node.c       nodes and their attributes
 *	filesystem_directory.c  operations on directories
 *	filesystem_list.c       listing them
 *	filesystem_file.c       operations on files and symbolic links
 *	filesystem_source.c     what a file system lies on
 *
 * A mount is gone when its type was destroyed or its driver detached. Then its
 * gate is closed, and nothing of the driver is called any more but, once,
 * forget() for each node in use and unmount(): that is what severing does. The
 * kernel's superblock and inodes stay until programs have let go of them.
 *
 * Locks: those of the kernel (i_rwsem, the page lock), then content of a node,
 * then the gate, and in it the driver's own locks. What a program's page may be
 * needed for happens outside of all of them, see filesystem_file.c.
 */
#ifndef BANOS_SHIM_FILESYSTEM_H
#define BANOS_SHIM_FILESYSTEM_H

#include <linux/fs.h>
#include <linux/fs_context.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/refcount.h>
#include <linux/rwsem.h>
#include <linux/sched.h>
#include <linux/sched/mm.h>
#include <linux/spinlock.h>

#include <banos/filesystem.h>

#include "compat/idmap.h"
#include "gate.h"
#include "handle.h"

struct filesystem_options;
struct filesystem_type;

/**
 * struct banos_filesystem - a type of file system
 * @handle:     the driver's handle
 * @operations: the driver's; those that are required, and those that have an
 *              error for their default, are never NULL
 * @context:    the driver's
 * @type:       the kernel's side of it
 * @references: of the driver, of mounts, of mounts that are being made
 * @lock:       guards the next two, and gone of mounts
 * @mounts:     struct mount_state, each with a reference
 * @gone:       no new mounts
 */
struct banos_filesystem {
	struct handle handle;
	struct banos_filesystem_operations operations;
	void *context;
	struct filesystem_type *type;
	refcount_t references;
	struct mutex lock; /* of the next two */
	struct list_head mounts;
	bool gone;
};

/**
 * struct mount_state - a file system that is mounted
 * @driver:     what the driver sees of it
 * @gate:       what each operation passes. The mount holds a reference on the
 *              instance's calls, which goes when the gate is drained
 * @filesystem: holds a reference
 * @node:       in filesystem->mounts, under filesystem->lock
 * @references: of the superblock, of the list
 * @gone:       under filesystem->lock; read without it as a hint
 * @mounted:    mount() succeeded, unmount() was not called yet. Changes with
 *              the gate passed, or when it is drained
 * @read_only:  for ever, so that reading goes through the page cache
 * @block_size: for stat(2)
 * @nodes_lock: guards the next one, and state and orphan of its entries
 * @nodes:      struct node_use, those that are loaded
 * @source:     as the program gave it
 * @options:    as the program gave them
 * @number:     of the device that the kernel made up for it
 * @process:    who mounted it
 * @command:    and what it ran
 */
struct mount_state {
	struct banos_mount driver;
	struct gate gate;
	struct banos_filesystem *filesystem;
	struct list_head node;
	refcount_t references;
	bool gone;
	bool mounted;
	bool read_only;
	u32 block_size;
	spinlock_t nodes_lock; /* of the next one */
	struct list_head nodes;
	char *source;
	struct filesystem_options *options;
	dev_t number;
	pid_t process;
	char command[TASK_COMM_LEN];
};

/**
 * enum node_state - whose business the end of a node is
 * @NODE_FRESH:    load() was not called, or failed
 * @NODE_LOADED:   on the list of its mount: who takes it off calls forget()
 * @NODE_SEVERING: the mount is gone, and forget() is running or about to
 * @NODE_SEVERED:  forget() was called
 */
enum node_state {
	NODE_FRESH,
	NODE_LOADED,
	NODE_SEVERING,
	NODE_SEVERED,
};

/**
 * struct node_use - a node in use, as the driver knows it
 * @driver: what the driver sees of it
 * @id:     the driver's
 * @mount:  lives as long as this
 * @node:   in mount->nodes, under mount->nodes_lock
 * @state:  see there; under mount->nodes_lock
 * @orphan: the inode is gone: severing frees this. Under mount->nodes_lock
 *
 * Apart from the inode, because severing must not keep the kernel from freeing
 * that one.
 */
struct node_use {
	struct banos_node driver;
	u64 id;
	struct mount_state *mount;
	struct list_head node;
	enum node_state state;
	bool orphan;
};

/**
 * struct fs_node - an inode
 * @use:     see there; never NULL
 * @content: held for reading by reads of the content, also by those of the page
 *           cache, for writing by whatever changes it. Taken with a page locked,
 *           so no page is waited for while it is held
 * @inode:   the kernel's
 */
struct fs_node {
	struct node_use *use;
	struct rw_semaphore content;
	struct inode inode;
};

static inline struct fs_node *to_fs_node(const struct inode *inode)
{
	return container_of(inode, struct fs_node, inode);
}

static inline struct mount_state *mount_of(const struct inode *inode)
{
	return inode->i_sb->s_fs_info;
}

static inline const struct banos_filesystem_operations *
operations_of(const struct mount_state *mount)
{
	return &mount->filesystem->operations;
}

/*
 * Around each call of the driver. What it allocates must not have the kernel
 * evict inodes to make room: their forget() may take locks that it holds.
 * Returns: false: the mount is gone. Answer -EIO, and do not leave.
 */
static __always_inline bool __must_check
filesystem_enter(struct mount_state *mount, unsigned int *flags)
{
	if (!gate_enter(&mount->gate))
		return false;
	*flags = memalloc_nofs_save();
	return true;
}

static __always_inline void filesystem_leave(struct mount_state *mount,
					     unsigned int flags)
{
	memalloc_nofs_restore(flags);
	gate_end(&mount->gate);
}

/* filesystem.c */

void filesystem_get(struct banos_filesystem *filesystem);
void filesystem_put(struct banos_filesystem *filesystem);

/*
 * What the driver answered, as a program gets it: 0 or a negative error. With
 * the gate passed, so that its instance is there.
 */
int filesystem_answer(const struct mount_state *mount, s64 answer);

/* filesystem_type.c */

/* Have the kernel know a name. Returns: 0, -EEXIST, -ENOMEM. */
int __must_check filesystem_type_take(const char *name,
				      struct banos_filesystem *filesystem);
void filesystem_type_give_back(struct banos_filesystem *filesystem);

/* Whose type is it now? With a reference, or NULL: nobody's any more. */
struct banos_filesystem *filesystem_of_type(struct file_system_type *type);

const char *filesystem_type_name(const struct filesystem_type *type);
void filesystem_types_exit(void);

/* filesystem_mount.c */

int filesystem_init_context(struct fs_context *context);
void filesystem_kill_super(struct super_block *super);

/* With the gate closed: nothing gets in any more. Under filesystem->lock. */
void mount_retire(struct mount_state *mount);

/* It is off the list: forget its nodes, and unmount it, if @call says so. */
void mount_sever(struct mount_state *mount, bool call);
void mount_put(struct mount_state *mount);

/* filesystem_options.c */

struct filesystem_options *filesystem_options_create(void);
void filesystem_options_destroy(struct filesystem_options *options);
int __must_check filesystem_options_add(struct filesystem_options *options,
					struct fs_parameter *parameter);
/* Are those of @some all among @options? */
bool filesystem_options_contain(const struct filesystem_options *options,
				const struct filesystem_options *some);
void filesystem_options_show(const struct filesystem_options *options,
			     struct seq_file *file);

/* filesystem_node.c */

int filesystem_nodes_init(void);
void filesystem_nodes_exit(void);

struct inode *node_allocate(struct super_block *super);
void node_free(struct inode *inode);
void node_evict(struct inode *inode);

/* The inode of a node, loaded if it is not in use yet. Or ERR_PTR(). */
struct inode *node_get(struct super_block *super, u64 id, void *context);

/*
 * Make a new inode that of a node which create() made. Returns: 0, or an error,
 * and then the inode is gone.
 */
int __must_check node_adopt(struct inode *inode, u64 id, void *context);

/* Ask the driver anew. With i_rwsem held. Returns: 0 or an error. */
int node_refresh(struct inode *inode);

/* It is off the list: forget() is due. See node_use.orphan for its memory. */
void node_sever(struct mount_state *mount, struct node_use *use, bool call);

int node_getattr(COMPAT_IDMAP const struct path *path, struct kstat *to,
		 u32 request_mask, unsigned int query_flags);
int node_setattr(COMPAT_IDMAP struct dentry *dentry, struct iattr *from);

extern const struct inode_operations node_special_operations;

/* filesystem_directory.c and filesystem_list.c */

extern const struct inode_operations directory_operations;
extern const struct file_operations directory_file_operations;

/* filesystem_file.c */

extern const struct address_space_operations file_page_operations;
extern const struct inode_operations file_operations_of_inode;
extern const struct inode_operations symlink_operations;
extern const struct file_operations file_direct_operations;
extern const struct file_operations file_cached_operations;

/* open() of whatever kind of node, and fsync() of them. */
int node_open(struct inode *inode, struct file *file);
int node_fsync(struct file *file, loff_t start, loff_t end, int datasync);

#endif
