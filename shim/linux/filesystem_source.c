// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/*
 * What a file system lies on: a block device or a file. See
 * <banos/filesystem.h>.
 */
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/slab.h>

#include <banos/filesystem.h>

#include "abi.h"
#include "export.h"
#include "handle.h"
#include "instance.h"

#define LARGEST_READ ((u64)0x7ffff000)

struct banos_source {
	struct handle handle;
	struct file *file;
};

static void close_source(struct banos_source *source)
{
	fput(source->file);
	kfree(source);
}

static void source_release(struct handle *handle)
{
	close_source(container_of(handle, struct banos_source, handle));
}

static const struct handle_class source_handle_class = {
	.name = "source",
	.release = source_release,
};

static struct file *open_file(const char *path)
{
	struct file *file = filp_open(path, O_RDONLY | O_LARGEFILE, 0);
	umode_t mode;

	if (IS_ERR(file))
		return file;
	mode = file_inode(file)->i_mode;
	if (S_ISREG(mode) || S_ISBLK(mode))
		return file;
	fput(file);
	return ERR_PTR(-ENXIO);
}

int32_t banos_source_open(struct banos_driver *driver, const char *path,
			  struct banos_source **out)
{
	struct instance *owner = instance_of(driver);
	struct banos_source *source;
	struct file *file;
	int error;

	if (!owner || !path || !out)
		return -EINVAL;
	error = handle_may_create(owner);
	if (error)
		return error;
	source = kzalloc(sizeof(*source), GFP_KERNEL);
	if (!source)
		return -ENOMEM;
	file = open_file(path);
	if (IS_ERR(file)) {
		kfree(source);
		return abi_error_from_kernel(PTR_ERR(file));
	}
	source->file = file;
	handle_add(owner, &source->handle, &source_handle_class);
	*out = source;
	return 0;
}
SHIM_EXPORT_GPL(banos_source_open, BANOS_VERSION(0, 9, 1));

void banos_source_close(struct banos_source *source)
{
	if (source && handle_remove(&source->handle))
		close_source(source);
}
SHIM_EXPORT_GPL(banos_source_close, BANOS_VERSION(0, 9, 1));

/* The file of a block device is not where its bytes are. */
uint64_t banos_source_size(const struct banos_source *source)
{
	return i_size_read(source->file->f_mapping->host);
}
SHIM_EXPORT_GPL(banos_source_size, BANOS_VERSION(0, 9, 1));

int32_t banos_source_read(struct banos_source *source, uint64_t offset,
			  void *to, uint64_t size)
{
	loff_t position = offset;
	ssize_t read;

	if (size > LARGEST_READ)
		return -EINVAL;
	while (size) {
		read = position < 0 ? -EINVAL :
		       kernel_read(source->file, to, size, &position);
		if (read <= 0)
			return read == -EINTR || read == -ENOMEM ? read : -EIO;
		to += read;
		size -= read;
	}
	return 0;
}
SHIM_EXPORT_GPL(banos_source_read, BANOS_VERSION(0, 9, 1));
