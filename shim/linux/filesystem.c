// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/*
 * Types of file systems: from creating one to its end. See filesystem.h.
 */
#include <linux/ctype.h>
#include <linux/kernel.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/string.h>

#include <banos/filesystem.h>

#include "abi.h"
#include "areas.h"
#include "export.h"
#include "filesystem.h"
#include "instance.h"
#include "log.h"

#define NAME_SIZE 32

/* Of the structs, as they first appeared. */
#define OPTIONS_FIRST_SIZE 24
#define OPERATIONS_FIRST_SIZE 136

SHIM_STRUCT(banos_filesystem_options);
SHIM_STRUCT(banos_filesystem_operations);

/* Structs; the last reference may be put after the driver is gone. */
static atomic_t existing;
static DECLARE_WAIT_QUEUE_HEAD(none_exists);

static struct banos_filesystem *to_filesystem(struct handle *handle)
{
	return container_of(handle, struct banos_filesystem, handle);
}

void filesystem_get(struct banos_filesystem *filesystem)
{
	refcount_inc(&filesystem->references);
}

void filesystem_put(struct banos_filesystem *filesystem)
{
	if (!refcount_dec_and_test(&filesystem->references))
		return;
	kfree(filesystem);
	if (atomic_dec_and_test(&existing))
		wake_up(&none_exists);
}

int filesystem_answer(const struct mount_state *mount, s64 answer)
{
	if (likely(!answer))
		return 0;
	if (answer > 0)
		return -EIO;
	if (answer == -EINTR && signal_pending(current))
		return -ERESTARTSYS;
	return abi_error(mount->filesystem->handle.owner, answer);
}

/* Operations that the driver left out. */

static int32_t cannot_set(struct banos_node *node, uint32_t which,
			  const struct banos_node_attributes *attributes)
{
	return -EPERM;
}

static int32_t cannot_create(struct banos_node *directory,
			     const struct banos_name *name,
			     const struct banos_node_creation *creation,
			     struct banos_node_found *found)
{
	return -EPERM;
}

static int32_t cannot_link(struct banos_node *directory,
			   const struct banos_name *name,
			   struct banos_node *node)
{
	return -EPERM;
}

static int32_t cannot_rename(const struct banos_rename *rename)
{
	return -EPERM;
}

static int64_t cannot_read(struct banos_node *node,
			   struct banos_user_buffer *to, uint64_t position)
{
	return -EINVAL;
}

static int64_t cannot_write(struct banos_node *node,
			    struct banos_user_buffer *from, uint64_t position)
{
	return -EPERM;
}

static void default_operations(struct banos_filesystem_operations *operations)
{
	if (!operations->set_attributes)
		operations->set_attributes = cannot_set;
	if (!operations->create)
		operations->create = cannot_create;
	if (!operations->link)
		operations->link = cannot_link;
	if (!operations->remove)
		operations->remove = cannot_link;
	if (!operations->rename)
		operations->rename = cannot_rename;
	if (!operations->read)
		operations->read = cannot_read;
	if (!operations->write)
		operations->write = cannot_write;
}

static int read_operations(const struct instance *owner,
			   struct banos_filesystem_operations *operations,
			   const struct banos_filesystem_operations *given)
{
	int error = abi_copy_callbacks(owner, operations, sizeof(*operations),
				       OPERATIONS_FIRST_SIZE, given);

	if (error)
		return error;
	if (!operations->mount || !operations->get_attributes ||
	    !operations->lookup || !operations->list)
		return -EINVAL;
	default_operations(operations);
	return 0;
}

/* The kernel takes what is behind a '.' for something else. */
static bool is_name(const char *name)
{
	size_t length = name ? strnlen(name, NAME_SIZE) : 0;
	size_t i;

	for (i = 0; i < length; i++) {
		if (!isascii(name[i]) ||
		    (!isalnum(name[i]) && name[i] != '_' && name[i] != '-'))
			return false;
	}
	return length && length < NAME_SIZE;
}

static int read_options(struct banos_filesystem_options *options,
			const struct banos_filesystem_options *given)
{
	int error = abi_copy_struct(options, sizeof(*options),
				    OPTIONS_FIRST_SIZE, given);

	if (error)
		return error;
	return options->flags || !is_name(options->name) ? -EINVAL : 0;
}

/* Nothing gets in any more. Again does no harm. */
static void retire(struct banos_filesystem *filesystem)
{
	struct mount_state *mount;

	mutex_lock(&filesystem->lock);
	filesystem->gone = true;
	list_for_each_entry(mount, &filesystem->mounts, node)
		mount_retire(mount);
	mutex_unlock(&filesystem->lock);
}

static struct mount_state *take_mount(struct banos_filesystem *filesystem)
{
	struct mount_state *mount;

	mutex_lock(&filesystem->lock);
	mount = list_first_entry_or_null(&filesystem->mounts,
					 struct mount_state, node);
	if (mount)
		list_del_init(&mount->node);
	mutex_unlock(&filesystem->lock);
	return mount;
}

static void finish(struct banos_filesystem *filesystem, bool call)
{
	struct mount_state *mount;

	while ((mount = take_mount(filesystem))) {
		gate_wait(&mount->gate);
		mount_sever(mount, call);
		mount_put(mount);
	}
}

static void say_holder(struct log *log, const struct banos_filesystem *filesystem,
		       const struct mount_state *mount)
{
	log_say(log, "file system %s is mounted (device %u:%u, source %s) by process %d (%s)",
		filesystem_type_name(filesystem->type), MAJOR(mount->number),
		MINOR(mount->number), mount->source, (int)mount->process,
		mount->command);
}

static unsigned int filesystem_holders(struct handle *handle, struct log *log)
{
	struct banos_filesystem *filesystem = to_filesystem(handle);
	struct mount_state *mount;
	unsigned int count = 0;

	mutex_lock(&filesystem->lock);
	list_for_each_entry(mount, &filesystem->mounts, node) {
		say_holder(log, filesystem, mount);
		count++;
	}
	mutex_unlock(&filesystem->lock);
	return count;
}

static void filesystem_detach(struct handle *handle)
{
	retire(to_filesystem(handle));
}

static void filesystem_sever(struct handle *handle)
{
	finish(to_filesystem(handle), true);
}

/* uninit() has run: the driver is not called any more, for nothing. */
static void filesystem_drain(struct handle *handle)
{
	retire(to_filesystem(handle));
	finish(to_filesystem(handle), false);
}

static void remove(struct banos_filesystem *filesystem)
{
	filesystem_type_give_back(filesystem);
	filesystem_put(filesystem);
}

static void filesystem_release(struct handle *handle)
{
	remove(to_filesystem(handle));
}

static const struct handle_class filesystem_handle_class = {
	.name = "file system",
	.holders = filesystem_holders,
	.detach = filesystem_detach,
	.sever = filesystem_sever,
	.drain = filesystem_drain,
	.release = filesystem_release,
};

static struct banos_filesystem *
allocate(const struct banos_filesystem_operations *operations, void *context)
{
	struct banos_filesystem *filesystem;

	filesystem = kzalloc(sizeof(*filesystem), GFP_KERNEL);
	if (!filesystem)
		return NULL;
	filesystem->operations = *operations;
	filesystem->context = context;
	refcount_set(&filesystem->references, 1);
	mutex_init(&filesystem->lock);
	INIT_LIST_HEAD(&filesystem->mounts);
	atomic_inc(&existing);
	return filesystem;
}

int32_t banos_filesystem_create(struct banos_driver *driver,
				const struct banos_filesystem_options *given,
				const struct banos_filesystem_operations *given_operations,
				void *context, struct banos_filesystem **out)
{
	struct instance *owner = instance_of(driver);
	struct banos_filesystem_operations operations;
	struct banos_filesystem_options options;
	struct banos_filesystem *filesystem;
	int error;

	if (!owner || !out)
		return -EINVAL;
	error = read_options(&options, given);
	if (!error)
		error = read_operations(owner, &operations, given_operations);
	if (!error)
		error = handle_may_create(owner);
	if (error)
		return error;
	filesystem = allocate(&operations, context);
	if (!filesystem)
		return -ENOMEM;
	handle_add(owner, &filesystem->handle, &filesystem_handle_class);
	*out = filesystem;
	error = filesystem_type_take(options.name, filesystem);
	if (error) {
		*out = NULL;
		handle_remove(&filesystem->handle);
		filesystem_put(filesystem);
	}
	return abi_error_from_kernel(error);
}
SHIM_EXPORT_GPL(banos_filesystem_create, BANOS_VERSION(0, 9, 1));

void banos_filesystem_destroy(struct banos_filesystem *filesystem)
{
	if (!filesystem || !handle_remove(&filesystem->handle))
		return;
	retire(filesystem);
	finish(filesystem, true);
	remove(filesystem);
}
SHIM_EXPORT_GPL(banos_filesystem_destroy, BANOS_VERSION(0, 9, 1));

static void filesystem_exit(void)
{
	wait_event(none_exists, !atomic_read(&existing));
	filesystem_nodes_exit();
	filesystem_types_exit();
}

const struct area filesystem_area = {
	.name = "filesystem",
	.init = filesystem_nodes_init,
	.exit = filesystem_exit,
};
