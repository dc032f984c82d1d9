// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/*
 * File systems that are mounted: from mount(2) to the end. See filesystem.h.
 */
#include <linux/fs.h>
#include <linux/fs_context.h>
#include <linux/kernel.h>
#include <linux/log2.h>
#include <linux/slab.h>
#include <linux/statfs.h>
#include <linux/string.h>
#include <linux/time64.h>

#include <banos/filesystem.h>

#include "export.h"
#include "filesystem.h"
#include "instance.h"

#define BLOCK_SIZE_LEAST 512
#define BLOCK_SIZE_LARGEST SZ_1G

SHIM_STRUCT(banos_mount_result);
SHIM_STRUCT(banos_mount_statistics);

/**
 * struct mount_request - a mount(2) that is under way
 * @filesystem: holds a reference
 * @options:    so far
 */
struct mount_request {
	struct banos_filesystem *filesystem;
	struct filesystem_options *options;
};

/* Mounts: from their creation to their last reference. */

static void gate_drained(struct gate *gate)
{
	struct mount_state *mount =
		container_of(gate, struct mount_state, gate);

	instance_exit(mount->filesystem->handle.owner);
}

static struct mount_state *create(struct fs_context *context)
{
	struct mount_request *request = context->fs_private;
	struct mount_state *mount = kzalloc(sizeof(*mount), GFP_KERNEL);

	if (!mount)
		return NULL;
	if (gate_create(&mount->gate, gate_drained))
		goto free;
	mount->source = kstrdup(context->source ?: "none", GFP_KERNEL);
	if (!mount->source)
		goto destroy_gate;
	filesystem_get(request->filesystem);
	mount->filesystem = request->filesystem;
	mount->options = request->options;
	request->options = NULL;
	mount->driver.context = mount->filesystem->context;
	refcount_set(&mount->references, 1);
	INIT_LIST_HEAD(&mount->node);
	spin_lock_init(&mount->nodes_lock);
	INIT_LIST_HEAD(&mount->nodes);
	mount->process = task_tgid_nr(current);
	get_task_comm(mount->command, current);
	return mount;
destroy_gate:
	gate_destroy(&mount->gate);
free:
	kfree(mount);
	return NULL;
}

void mount_put(struct mount_state *mount)
{
	if (!refcount_dec_and_test(&mount->references))
		return;
	/* Until it is drained a callback of RCU looks at it. */
	if (mount->gone)
		gate_wait(&mount->gate);
	gate_destroy(&mount->gate);
	filesystem_options_destroy(mount->options);
	filesystem_put(mount->filesystem);
	kfree(mount->source);
	kfree(mount);
}

/* From now on the driver is kept from leaving, and can find it. */
static int list(struct mount_state *mount)
{
	struct banos_filesystem *filesystem = mount->filesystem;
	int error = 0;

	mutex_lock(&filesystem->lock);
	if (filesystem->gone || !instance_enter(filesystem->handle.owner)) {
		error = -ENODEV;
	} else {
		refcount_inc(&mount->references);
		list_add_tail(&mount->node, &filesystem->mounts);
	}
	mutex_unlock(&filesystem->lock);
	return error;
}

void mount_retire(struct mount_state *mount)
{
	if (mount->gone)
		return;
	WRITE_ONCE(mount->gone, true);
	gate_close(&mount->gate);
}

static void call_unmount(struct mount_state *mount)
{
	if (mount->mounted && operations_of(mount)->unmount)
		operations_of(mount)->unmount(&mount->driver);
	mount->mounted = false;
}

static struct node_use *take_node(struct mount_state *mount)
{
	struct node_use *use;

	spin_lock(&mount->nodes_lock);
	use = list_first_entry_or_null(&mount->nodes, struct node_use, node);
	if (use) {
		list_del_init(&use->node);
		use->state = NODE_SEVERING;
	}
	spin_unlock(&mount->nodes_lock);
	return use;
}

void mount_sever(struct mount_state *mount, bool call)
{
	struct node_use *use;

	while ((use = take_node(mount)))
		node_sever(mount, use, call);
	if (call)
		call_unmount(mount);
}

/* The usual end: all inodes are gone. Returns: false: severing sees to it. */
static bool end_normally(struct mount_state *mount)
{
	struct banos_filesystem *filesystem = mount->filesystem;
	unsigned int flags;
	bool gone;

	if (!filesystem_enter(mount, &flags))
		return false;
	call_unmount(mount);
	mutex_lock(&filesystem->lock);
	list_del_init(&mount->node);
	gone = mount->gone;
	mutex_unlock(&filesystem->lock);
	filesystem_leave(mount, flags);
	/* If it went in between, draining the gate does this. */
	if (!gone)
		instance_exit(filesystem->handle.owner);
	return true;
}

void filesystem_kill_super(struct super_block *super)
{
	struct mount_state *mount = super->s_fs_info;

	kill_anon_super(super);
	if (!mount)
		return;
	if (!list_empty_careful(&mount->node) && end_normally(mount))
		mount_put(mount);
	mount_put(mount);
}

/* mount(2). */

/* Is what the driver says of it possible? */
static bool is_sane(const struct banos_mount_result *result)
{
	return result->root && !(result->flags & ~BANOS_MOUNT_READ_ONLY) &&
	       is_power_of_2(result->block_size) &&
	       result->block_size >= BLOCK_SIZE_LEAST &&
	       result->block_size <= BLOCK_SIZE_LARGEST &&
	       result->largest_file <= MAX_LFS_FILESIZE;
}

static int call_mount(struct mount_state *mount,
		      struct banos_mount_result *result)
{
	unsigned int flags;
	int error;

	if (!filesystem_enter(mount, &flags))
		return -ENODEV;
	error = operations_of(mount)->mount(&mount->driver, result);
	error = filesystem_answer(mount, error);
	mount->mounted = !error;
	filesystem_leave(mount, flags);
	if (!error && !is_sane(result))
		error = -EIO;
	return error;
}

static int statfs(struct dentry *dentry, struct kstatfs *to)
{
	struct mount_state *mount = mount_of(d_inode(dentry));
	struct banos_mount_statistics statistics = {
		.size = sizeof(statistics),
	};
	unsigned int flags;
	int error = 0;

	if (!filesystem_enter(mount, &flags))
		return -EIO;
	if (operations_of(mount)->get_statistics)
		error = operations_of(mount)->get_statistics(&mount->driver,
							     &statistics);
	error = filesystem_answer(mount, error);
	filesystem_leave(mount, flags);
	to->f_type = dentry->d_sb->s_magic;
	to->f_bsize = statistics.block_size ?: mount->block_size;
	to->f_blocks = statistics.blocks;
	to->f_bfree = statistics.blocks_free;
	to->f_bavail = statistics.blocks_available;
	to->f_files = statistics.nodes;
	to->f_ffree = statistics.nodes_free;
	to->f_namelen = NAME_MAX;
	to->f_fsid = u64_to_fsid(huge_encode_dev(dentry->d_sb->s_dev));
	return error;
}

static int sync_fs(struct super_block *super, int wait)
{
	struct mount_state *mount = super->s_fs_info;
	unsigned int flags;
	int error;

	if (!wait || !operations_of(mount)->sync)
		return 0;
	if (!filesystem_enter(mount, &flags))
		return -EIO;
	error = operations_of(mount)->sync(&mount->driver, NULL);
	error = filesystem_answer(mount, error);
	filesystem_leave(mount, flags);
	return error;
}

static int show_options(struct seq_file *file, struct dentry *root)
{
	const struct mount_state *mount = root->d_sb->s_fs_info;

	filesystem_options_show(mount->options, file);
	return 0;
}

static const struct super_operations super_operations = {
	.alloc_inode = node_allocate,
	.free_inode = node_free,
	.evict_inode = node_evict,
	.statfs = statfs,
	.sync_fs = sync_fs,
	.show_options = show_options,
};

/* Access times are not kept: reading changes nothing that the driver keeps. */
static void fill_limits(struct super_block *super,
			const struct banos_mount_result *result)
{
	super->s_flags |= SB_NOATIME;
	if (result->flags & BANOS_MOUNT_READ_ONLY)
		super->s_flags |= SB_RDONLY;
	super->s_maxbytes = result->largest_file;
	super->s_magic = result->magic;
	super->s_blocksize = PAGE_SIZE;
	super->s_blocksize_bits = PAGE_SHIFT;
	super->s_time_gran = 1;
	super->s_time_min = S64_MIN / NSEC_PER_SEC;
	/* Seconds that fit 64 bits as nanoseconds, whatever comes behind. */
	super->s_time_max = S64_MAX / NSEC_PER_SEC - 1;
	super->s_op = &super_operations;
}

static int fill_root(struct super_block *super,
		     const struct banos_mount_result *result)
{
	struct inode *root = node_get(super, result->root,
				      result->root_context);

	if (IS_ERR(root))
		return PTR_ERR(root);
	if (!S_ISDIR(root->i_mode)) {
		iput(root);
		return -EIO;
	}
	super->s_root = d_make_root(root);
	return super->s_root ? 0 : -ENOMEM;
}

static int fill_mounted(struct super_block *super, struct mount_state *mount)
{
	struct banos_mount_result result = {
		.size = sizeof(result),
		.block_size = PAGE_SIZE,
		.largest_file = MAX_LFS_FILESIZE,
	};
	int error = call_mount(mount, &result);

	if (error)
		return error;
	mount->read_only = result.flags & BANOS_MOUNT_READ_ONLY;
	mount->block_size = result.block_size;
	fill_limits(super, &result);
	return fill_root(super, &result);
}

/* Whatever this leaves behind, filesystem_kill_super() undoes. */
static int fill_super(struct super_block *super, struct fs_context *context)
{
	struct mount_state *mount = create(context);
	int error;

	if (!mount)
		return -ENOMEM;
	super->s_fs_info = mount;
	mount->number = super->s_dev;
	error = list(mount);
	return error ?: fill_mounted(super, mount);
}

static int get_tree(struct fs_context *context)
{
	return get_tree_nodev(context, fill_super);
}

static int parse_param(struct fs_context *context,
		       struct fs_parameter *parameter)
{
	struct mount_request *request = context->fs_private;

	/* The kernel takes it, if nobody else does. */
	if (!strcmp(parameter->key, "source"))
		return -ENOPARAM;
	return filesystem_options_add(request->options, parameter);
}

/* mount -o remount: options stay as they are. */
static int reconfigure(struct fs_context *context)
{
	struct mount_request *request = context->fs_private;
	struct super_block *super = context->root->d_sb;
	struct mount_state *mount = super->s_fs_info;

	if (!filesystem_options_contain(mount->options, request->options))
		return -EINVAL;
	if (mount->read_only && !(context->sb_flags & SB_RDONLY))
		return -EROFS;
	return sync_filesystem(super);
}

static void free_context(struct fs_context *context)
{
	struct mount_request *request = context->fs_private;

	if (!request)
		return;
	filesystem_options_destroy(request->options);
	filesystem_put(request->filesystem);
	kfree(request);
}

static const struct fs_context_operations context_operations = {
	.parse_param = parse_param,
	.get_tree = get_tree,
	.reconfigure = reconfigure,
	.free = free_context,
};

int filesystem_init_context(struct fs_context *context)
{
	struct mount_request *request = kzalloc(sizeof(*request), GFP_KERNEL);

	if (!request)
		return -ENOMEM;
	request->options = filesystem_options_create();
	if (!request->options) {
		kfree(request);
		return -ENOMEM;
	}
	request->filesystem = filesystem_of_type(context->fs_type);
	if (!request->filesystem) {
		filesystem_options_destroy(request->options);
		kfree(request);
		return -ENODEV;
	}
	context->fs_private = request;
	context->ops = &context_operations;
	return 0;
}

const char *banos_mount_source(const struct banos_mount *mount)
{
	return container_of(mount, struct mount_state, driver)->source;
}
SHIM_EXPORT_GPL(banos_mount_source, BANOS_VERSION(0, 9, 1));
