// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/*
 * Operations on directories: see filesystem.h.
 *
 * The kernel holds i_rwsem of the directories, for lookup() shared, otherwise
 * alone; of the node that is linked, removed or replaced as well. All that can
 * fail without the driver comes before it is called: what it has done is done.
 */
#include <linux/cred.h>
#include <linux/dcache.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include <banos/filesystem.h>

#include "compat/idmap.h"
#include "export.h"
#include "filesystem.h"

SHIM_STRUCT(banos_node_found);
SHIM_STRUCT(banos_node_creation);
SHIM_STRUCT(banos_rename);

static struct banos_node *node_of(const struct inode *inode)
{
	return &to_fs_node(inode)->use->driver;
}

/* The kernel keeps a name as long as its directory is locked. */
static struct banos_name name_of(const struct dentry *dentry)
{
	return (struct banos_name){ (const char *)dentry->d_name.name,
				    dentry->d_name.len };
}

static int call_lookup(struct inode *directory, struct dentry *dentry,
		       struct banos_node_found *found)
{
	struct mount_state *mount = mount_of(directory);
	const struct banos_name name = name_of(dentry);
	unsigned int flags;
	int error;

	if (!filesystem_enter(mount, &flags))
		return -EIO;
	error = operations_of(mount)->lookup(node_of(directory), &name, found);
	error = filesystem_answer(mount, error);
	filesystem_leave(mount, flags);
	return error;
}

static struct dentry *lookup(struct inode *directory, struct dentry *dentry,
			     unsigned int flags)
{
	struct banos_node_found found = { .size = sizeof(found) };
	struct inode *inode = NULL;
	int error;

	if (dentry->d_name.len > NAME_MAX)
		return ERR_PTR(-ENAMETOOLONG);
	error = call_lookup(directory, dentry, &found);
	if (error && error != -ENOENT)
		return ERR_PTR(error);
	if (!error)
		inode = node_get(directory->i_sb, found.id, found.context);
	return d_splice_alias(inode, dentry);
}

static int call_create(struct inode *directory, struct dentry *dentry,
		       const struct banos_node_creation *creation,
		       struct banos_node_found *found)
{
	struct mount_state *mount = mount_of(directory);
	const struct banos_name name = name_of(dentry);
	unsigned int flags;
	int error;

	if (!filesystem_enter(mount, &flags))
		return -EIO;
	error = operations_of(mount)->create(node_of(directory), &name, creation,
					     found);
	error = filesystem_answer(mount, error);
	filesystem_leave(mount, flags);
	return error;
}

/* As the kernel says who shall own it, and which bits are for nobody to have. */
static struct banos_node_creation describe(const struct inode *inode, dev_t number,
					   const char *target)
{
	return (struct banos_node_creation){
		.size = sizeof(struct banos_node_creation),
		.type = inode->i_mode >> 12,
		.mode = inode->i_mode & S_IALLUGO,
		.user = from_kuid(&init_user_ns, inode->i_uid),
		.group = from_kgid(&init_user_ns, inode->i_gid),
		.major = MAJOR(number),
		.minor = MINOR(number),
		.target = target,
	};
}

static int create_node(struct inode *directory, struct dentry *dentry,
		       umode_t mode, dev_t number, const char *target)
{
	struct banos_node_found found = { .size = sizeof(found) };
	struct inode *inode = new_inode(directory->i_sb);
	struct banos_node_creation creation;
	int error;

	if (!inode)
		return -ENOMEM;
	compat_inode_init_owner(inode, directory, mode);
	creation = describe(inode, number, target);
	error = call_create(directory, dentry, &creation, &found);
	if (error) {
		iput(inode);
		return error;
	}
	error = node_adopt(inode, found.id, found.context);
	if (!error)
		d_instantiate_new(dentry, inode);
	return error;
}

static int create(COMPAT_IDMAP struct inode *directory, struct dentry *dentry,
		  umode_t mode, bool exclusive)
{
	return create_node(directory, dentry, mode | S_IFREG, 0, NULL);
}

static int mknod(COMPAT_IDMAP struct inode *directory, struct dentry *dentry,
		 umode_t mode, dev_t number)
{
	return create_node(directory, dentry, mode, number, NULL);
}

static COMPAT_MKDIR_ANSWER
mkdir(COMPAT_IDMAP struct inode *directory, struct dentry *dentry, umode_t mode)
{
	return compat_mkdir_answer_of(create_node(directory, dentry,
						  mode | S_IFDIR, 0, NULL));
}

static int symlink(COMPAT_IDMAP struct inode *directory, struct dentry *dentry,
		   const char *target)
{
	return create_node(directory, dentry, S_IFLNK | 0777, 0, target);
}

static int call_link(struct inode *directory, struct dentry *dentry,
		     struct inode *inode)
{
	struct mount_state *mount = mount_of(directory);
	const struct banos_name name = name_of(dentry);
	unsigned int flags;
	int error;

	if (!filesystem_enter(mount, &flags))
		return -EIO;
	error = operations_of(mount)->link(node_of(directory), &name,
					   node_of(inode));
	error = filesystem_answer(mount, error);
	filesystem_leave(mount, flags);
	return error;
}

static int link(struct dentry *old, struct inode *directory,
		struct dentry *dentry)
{
	struct inode *inode = d_inode(old);
	int error = call_link(directory, dentry, inode);

	if (error)
		return error;
	node_refresh(inode);
	ihold(inode);
	d_instantiate(dentry, inode);
	return 0;
}

/* Once it has no links left, the kernel forgets it when it is closed. */
static int remove(struct inode *directory, struct dentry *dentry)
{
	struct mount_state *mount = mount_of(directory);
	const struct banos_name name = name_of(dentry);
	struct inode *inode = d_inode(dentry);
	unsigned int flags;
	int error;

	if (!filesystem_enter(mount, &flags))
		return -EIO;
	error = operations_of(mount)->remove(node_of(directory), &name,
					     node_of(inode));
	error = filesystem_answer(mount, error);
	filesystem_leave(mount, flags);
	if (!error)
		node_refresh(inode);
	return error;
}

static int call_rename(struct mount_state *mount,
		       const struct banos_rename *request)
{
	unsigned int flags;
	int error;

	if (!filesystem_enter(mount, &flags))
		return -EIO;
	error = filesystem_answer(mount, operations_of(mount)->rename(request));
	filesystem_leave(mount, flags);
	return error;
}

/* The kernel has looked whether the name is there: NOREPLACE is done with. */
static int rename(COMPAT_IDMAP struct inode *from, struct dentry *old,
		  struct inode *to, struct dentry *new, unsigned int flags)
{
	const struct banos_name old_name = name_of(old);
	const struct banos_name new_name = name_of(new);
	struct inode *replaced = d_inode(new);
	const struct banos_rename request = {
		.size = sizeof(request),
		.from = node_of(from),
		.old_name = &old_name,
		.node = node_of(d_inode(old)),
		.to = node_of(to),
		.new_name = &new_name,
		.replaced = replaced ? node_of(replaced) : NULL,
		.flags = flags & RENAME_EXCHANGE ? BANOS_RENAME_EXCHANGE : 0,
	};
	int error;

	if (flags & ~(RENAME_NOREPLACE | RENAME_EXCHANGE))
		return -EINVAL;
	error = call_rename(mount_of(from), &request);
	if (!error && replaced && !request.flags)
		node_refresh(replaced);
	return error;
}

const struct inode_operations directory_operations = {
	.lookup = lookup,
	.create = create,
	.link = link,
	.unlink = remove,
	.symlink = symlink,
	.mkdir = mkdir,
	.rmdir = remove,
	.mknod = mknod,
	.rename = rename,
	.getattr = node_getattr,
	.setattr = node_setattr,
};
