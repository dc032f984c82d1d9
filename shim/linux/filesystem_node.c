// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/*
 * Nodes and their attributes: see filesystem.h.
 *
 * The driver keeps the attributes. An inode has a copy of what the kernel looks
 * at by itself (type, mode, owner, size, links); stat(2) asks the driver.
 */
#include <linux/cred.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uidgid.h>

#include <banos/filesystem.h>

#include "compat/fs.h"
#include "compat/idmap.h"
#include "export.h"
#include "filesystem.h"

static_assert(S_IFIFO >> 12 == BANOS_NODE_FIFO &&
	      S_IFCHR >> 12 == BANOS_NODE_CHARACTER_DEVICE &&
	      S_IFDIR >> 12 == BANOS_NODE_DIRECTORY &&
	      S_IFBLK >> 12 == BANOS_NODE_BLOCK_DEVICE &&
	      S_IFREG >> 12 == BANOS_NODE_FILE &&
	      S_IFLNK >> 12 == BANOS_NODE_SYMLINK &&
	      S_IFSOCK >> 12 == BANOS_NODE_SOCKET);

/* The unit of stat(2), whatever the block size is. */
#define STAT_BLOCK 512

SHIM_STRUCT(banos_node_attributes);

static struct kmem_cache *inodes;
static struct kmem_cache *uses;

/* Inodes: memory, and their end. */

static void construct(void *memory)
{
	struct fs_node *node = memory;

	inode_init_once(&node->inode);
	init_rwsem(&node->content);
}

struct inode *node_allocate(struct super_block *super)
{
	struct fs_node *node = compat_alloc_inode(super, inodes);

	if (!node)
		return NULL;
	node->use = kmem_cache_zalloc(uses, GFP_KERNEL);
	if (!node->use) {
		kmem_cache_free(inodes, node);
		return NULL;
	}
	node->use->mount = super->s_fs_info;
	INIT_LIST_HEAD(&node->use->node);
	return &node->inode;
}

/* After a grace period, when no walk of paths looks at it any more. */
void node_free(struct inode *inode)
{
	kmem_cache_free(inodes, to_fs_node(inode));
}

static void call_forget(struct mount_state *mount, struct node_use *use)
{
	if (operations_of(mount)->forget)
		operations_of(mount)->forget(&use->driver);
}

/* The usual end. Returns: false if the mount is gone. */
static bool forget_normally(struct mount_state *mount, struct node_use *use)
{
	unsigned int flags;

	if (!filesystem_enter(mount, &flags))
		return false;
	spin_lock(&mount->nodes_lock);
	list_del_init(&use->node);
	spin_unlock(&mount->nodes_lock);
	if (use->state == NODE_LOADED)
		call_forget(mount, use);
	filesystem_leave(mount, flags);
	return true;
}

/* Returns: true if severing is over or not due: the caller frees it. */
static bool leave_to_severing(struct mount_state *mount, struct node_use *use)
{
	bool mine;

	spin_lock(&mount->nodes_lock);
	mine = use->state == NODE_SEVERED || use->state == NODE_FRESH;
	use->orphan = !mine;
	spin_unlock(&mount->nodes_lock);
	return mine;
}

void node_sever(struct mount_state *mount, struct node_use *use, bool call)
{
	bool orphan;

	if (call)
		call_forget(mount, use);
	spin_lock(&mount->nodes_lock);
	use->state = NODE_SEVERED;
	orphan = use->orphan;
	spin_unlock(&mount->nodes_lock);
	if (orphan)
		kmem_cache_free(uses, use);
}

void node_evict(struct inode *inode)
{
	struct mount_state *mount = mount_of(inode);
	struct node_use *use = to_fs_node(inode)->use;

	truncate_inode_pages_final(&inode->i_data);
	clear_inode(inode);
	if (forget_normally(mount, use) || leave_to_severing(mount, use))
		kmem_cache_free(uses, use);
}

/* Attributes. */

static int ask(const struct inode *inode,
	       struct banos_node_attributes *attributes)
{
	struct banos_node *node = &to_fs_node(inode)->use->driver;
	struct mount_state *mount = mount_of(inode);
	unsigned int flags;
	int error;

	memset(attributes, 0, sizeof(*attributes));
	attributes->size = sizeof(*attributes);
	if (!filesystem_enter(mount, &flags))
		return -EIO;
	error = operations_of(mount)->get_attributes(node, attributes);
	error = filesystem_answer(mount, error);
	filesystem_leave(mount, flags);
	return error;
}

static bool is_type(u32 type)
{
	switch (type) {
	case BANOS_NODE_FIFO:
	case BANOS_NODE_CHARACTER_DEVICE:
	case BANOS_NODE_DIRECTORY:
	case BANOS_NODE_BLOCK_DEVICE:
	case BANOS_NODE_FILE:
	case BANOS_NODE_SYMLINK:
	case BANOS_NODE_SOCKET:
		return true;
	}
	return false;
}

/* A new inode has no type yet; that of others cannot change. */
static bool is_sane(const struct inode *inode, bool fresh,
		    const struct banos_node_attributes *attributes)
{
	return is_type(attributes->type) &&
	       (fresh || attributes->type == inode->i_mode >> 12) &&
	       !(attributes->mode & ~S_IALLUGO) &&
	       uid_valid(make_kuid(&init_user_ns, attributes->user)) &&
	       gid_valid(make_kgid(&init_user_ns, attributes->group)) &&
	       attributes->links <= U32_MAX &&
	       attributes->file_size <= MAX_LFS_FILESIZE &&
	       attributes->major < 1 << (32 - MINORBITS) &&
	       attributes->minor <= MINORMASK;
}

static void apply(struct inode *inode,
		  const struct banos_node_attributes *attributes)
{
	spin_lock(&inode->i_lock);
	inode->i_mode = attributes->type << 12 | attributes->mode;
	inode->i_uid = make_kuid(&init_user_ns, attributes->user);
	inode->i_gid = make_kgid(&init_user_ns, attributes->group);
	set_nlink(inode, attributes->links);
	i_size_write(inode, attributes->file_size);
	spin_unlock(&inode->i_lock);
}

static int refresh(struct inode *inode, struct banos_node_attributes *attributes,
		   bool fresh)
{
	int error = ask(inode, attributes);

	if (error)
		return error;
	if (!is_sane(inode, fresh, attributes))
		return -EIO;
	apply(inode, attributes);
	return 0;
}

int node_refresh(struct inode *inode)
{
	struct banos_node_attributes attributes;

	return refresh(inode, &attributes, false);
}

static void fill_stat(const struct inode *inode, struct kstat *to,
		      const struct banos_node_attributes *from)
{
	to->dev = inode->i_sb->s_dev;
	to->ino = inode->i_ino;
	to->mode = from->type << 12 | from->mode;
	to->nlink = from->links;
	to->uid = make_kuid(&init_user_ns, from->user);
	to->gid = make_kgid(&init_user_ns, from->group);
	to->rdev = MKDEV(from->major, from->minor);
	to->size = from->file_size;
	to->atime = ns_to_timespec64(from->accessed_ns);
	to->mtime = ns_to_timespec64(from->modified_ns);
	to->ctime = ns_to_timespec64(from->changed_ns);
	to->blksize = mount_of(inode)->block_size;
	to->blocks = DIV_ROUND_UP_ULL(from->allocated, STAT_BLOCK);
}

int node_getattr(COMPAT_IDMAP const struct path *path, struct kstat *to,
		 u32 request_mask, unsigned int query_flags)
{
	const struct inode *inode = d_inode(path->dentry);
	struct banos_node_attributes attributes;
	int error = ask(inode, &attributes);

	if (error)
		return error;
	if (!is_sane(inode, false, &attributes))
		return -EIO;
	fill_stat(inode, to, &attributes);
	return 0;
}

/* Within the limits of the superblock. The kernel's own takes less than 0 for
 * too much, until 5.19.
 */
static s64 to_ns(struct timespec64 time)
{
	return (s64)time.tv_sec * NSEC_PER_SEC + time.tv_nsec;
}

/* Translates what is to change. Returns: of enum banos_attribute. */
static u32 read_change(const struct iattr *from,
		       struct banos_node_attributes *to)
{
	u32 which = 0;

	if (from->ia_valid & ATTR_MODE) {
		to->mode = from->ia_mode & S_IALLUGO;
		which |= BANOS_ATTRIBUTE_MODE;
	}
	if (from->ia_valid & ATTR_UID) {
		to->user = from_kuid(&init_user_ns, from->ia_uid);
		which |= BANOS_ATTRIBUTE_USER;
	}
	if (from->ia_valid & ATTR_GID) {
		to->group = from_kgid(&init_user_ns, from->ia_gid);
		which |= BANOS_ATTRIBUTE_GROUP;
	}
	if (from->ia_valid & ATTR_SIZE) {
		to->file_size = from->ia_size;
		which |= BANOS_ATTRIBUTE_FILE_SIZE;
	}
	if (from->ia_valid & ATTR_ATIME) {
		to->accessed_ns = to_ns(from->ia_atime);
		which |= BANOS_ATTRIBUTE_ACCESSED;
	}
	if (from->ia_valid & ATTR_MTIME) {
		to->modified_ns = to_ns(from->ia_mtime);
		which |= BANOS_ATTRIBUTE_MODIFIED;
	}
	if (from->ia_valid & ATTR_CTIME) {
		to->changed_ns = to_ns(from->ia_ctime);
		which |= BANOS_ATTRIBUTE_CHANGED;
	}
	return which;
}

static int change(struct inode *inode, u32 which,
		  const struct banos_node_attributes *to)
{
	struct banos_node *node = &to_fs_node(inode)->use->driver;
	struct mount_state *mount = mount_of(inode);
	unsigned int flags;
	int error;

	if (!filesystem_enter(mount, &flags))
		return -EIO;
	error = operations_of(mount)->set_attributes(node, which, to);
	error = filesystem_answer(mount, error);
	filesystem_leave(mount, flags);
	return error;
}

/* With the size the content changes, which pages may just be filled with. */
static int change_size(struct inode *inode, u32 which,
		       const struct banos_node_attributes *to)
{
	struct fs_node *node = to_fs_node(inode);
	int error;

	down_write(&node->content);
	error = change(inode, which, to);
	if (!error)
		error = node_refresh(inode);
	up_write(&node->content);
	truncate_pagecache(inode, i_size_read(inode));
	return error;
}

/* truncate(2) leaves the times to the file system, if the size changes. */
static void set_times_of_size(struct inode *inode, struct iattr *attributes)
{
	if (attributes->ia_size == i_size_read(inode))
		return;
	if (!(attributes->ia_valid & ATTR_MTIME))
		attributes->ia_mtime = current_time(inode);
	if (!(attributes->ia_valid & ATTR_CTIME))
		attributes->ia_ctime = current_time(inode);
	attributes->ia_valid |= ATTR_MTIME | ATTR_CTIME;
}

int node_setattr(COMPAT_IDMAP struct dentry *dentry, struct iattr *from)
{
	struct banos_node_attributes to = { .size = sizeof(to) };
	struct inode *inode = d_inode(dentry);
	int error = compat_setattr_prepare(dentry, from);
	u32 which;

	if (error)
		return error;
	if (from->ia_valid & ATTR_SIZE)
		set_times_of_size(inode, from);
	to.type = inode->i_mode >> 12;
	which = read_change(from, &to);
	if (which & BANOS_ATTRIBUTE_FILE_SIZE)
		return change_size(inode, which, &to);
	error = change(inode, which, &to);
	return error ?: node_refresh(inode);
}

const struct inode_operations node_special_operations = {
	.getattr = node_getattr,
	.setattr = node_setattr,
};

/* Nodes: from lookup() or create() to an inode. */

static void set_up_file(struct inode *inode)
{
	inode->i_op = &file_operations_of_inode;
	inode->i_fop = mount_of(inode)->read_only ? &file_cached_operations :
						    &file_direct_operations;
	inode->i_mapping->a_ops = &file_page_operations;
}

static void set_up(struct inode *inode,
		   const struct banos_node_attributes *attributes)
{
	switch (inode->i_mode & S_IFMT) {
	case S_IFREG:
		set_up_file(inode);
		break;
	case S_IFDIR:
		inode->i_op = &directory_operations;
		inode->i_fop = &directory_file_operations;
		break;
	case S_IFLNK:
		inode->i_op = &symlink_operations;
		break;
	default:
		inode->i_op = &node_special_operations;
		init_special_inode(inode, inode->i_mode,
				   MKDEV(attributes->major, attributes->minor));
	}
}

static int call_load(struct mount_state *mount, struct node_use *use)
{
	unsigned int flags;
	int error = 0;

	if (!filesystem_enter(mount, &flags))
		return -EIO;
	if (operations_of(mount)->load)
		error = filesystem_answer(mount,
					  operations_of(mount)->load(&use->driver));
	if (!error) {
		spin_lock(&mount->nodes_lock);
		list_add_tail(&use->node, &mount->nodes);
		use->state = NODE_LOADED;
		spin_unlock(&mount->nodes_lock);
	}
	filesystem_leave(mount, flags);
	return error;
}

/* If it fails after load(), forget() comes as always, when it is evicted. */
static int load(struct inode *inode, void *context)
{
	struct banos_node_attributes attributes;
	struct node_use *use = to_fs_node(inode)->use;
	int error;

	use->driver.context = context;
	error = call_load(use->mount, use);
	if (!error)
		error = refresh(inode, &attributes, true);
	if (!error)
		set_up(inode, &attributes);
	return error;
}

static int has_id(struct inode *inode, void *id)
{
	return to_fs_node(inode)->use->id == *(u64 *)id;
}

static int set_id(struct inode *inode, void *id)
{
	to_fs_node(inode)->use->id = *(u64 *)id;
	inode->i_ino = *(u64 *)id;
	return 0;
}

struct inode *node_get(struct super_block *super, u64 id, void *context)
{
	struct inode *inode;
	int error;

	if (!id)
		return ERR_PTR(-EIO);
	/* Waits, if a node of that id is just being forgotten. */
	inode = iget5_locked(super, id, has_id, set_id, &id);
	if (!inode)
		return ERR_PTR(-ENOMEM);
	if (!compat_inode_is_new(inode))
		return inode;
	error = load(inode, context);
	if (error) {
		iget_failed(inode);
		return ERR_PTR(error);
	}
	unlock_new_inode(inode);
	return inode;
}

int node_adopt(struct inode *inode, u64 id, void *context)
{
	int error;

	set_id(inode, &id);
	/* Busy: the driver answered the id of a node that is in use. */
	if (!id || insert_inode_locked4(inode, id, has_id, &id)) {
		iput(inode);
		return -EIO;
	}
	error = load(inode, context);
	if (error)
		iget_failed(inode);
	return error;
}

uint64_t banos_node_id(const struct banos_node *node)
{
	return container_of(node, struct node_use, driver)->id;
}
SHIM_EXPORT_GPL(banos_node_id, BANOS_VERSION(0, 9, 1));

struct banos_mount *banos_node_mount(const struct banos_node *node)
{
	return &container_of(node, struct node_use, driver)->mount->driver;
}
SHIM_EXPORT_GPL(banos_node_mount, BANOS_VERSION(0, 9, 1));

int filesystem_nodes_init(void)
{
	inodes = kmem_cache_create("banos_inode", sizeof(struct fs_node), 0,
				   SLAB_RECLAIM_ACCOUNT | SLAB_ACCOUNT,
				   construct);
	if (!inodes)
		return -ENOMEM;
	uses = KMEM_CACHE(node_use, SLAB_ACCOUNT);
	if (!uses) {
		kmem_cache_destroy(inodes);
		return -ENOMEM;
	}
	return 0;
}

void filesystem_nodes_exit(void)
{
	/* node_free() runs after a grace period. */
	rcu_barrier();
	kmem_cache_destroy(uses);
	kmem_cache_destroy(inodes);
}
