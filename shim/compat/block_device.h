/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 The banos developers */
/*
 * Opening block devices, bios for them, and who else has one.
 */
#ifndef BANOS_COMPAT_BLOCK_DEVICE_H
#define BANOS_COMPAT_BLOCK_DEVICE_H

#include <linux/bio.h>
#include <linux/blkdev.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/rcupdate.h>
#include <linux/string.h>

#include "capabilities.h"

/**
 * struct compat_block_device - a block device that was opened
 * @device: to send bios to
 * @opened: what closing needs
 *
 * Four ways to open: 6.9 made an opened device a file, 6.7 a struct
 * bdev_handle; 6.5 brought operations of the holder, and closing by holder
 * instead of by mode.
 */
struct compat_block_device {
	struct block_device *device;
#if HAVE_BDEV_FILE_OPEN
	struct file *opened;
#elif HAVE_BDEV_OPEN_HANDLE
	struct bdev_handle *opened;
#elif HAVE_BLKDEV_GET_HOLDER_OPERATIONS
	void *opened;
#else
	fmode_t opened;
#endif
};

/* For the holder alone. Returns: 0 or an error. */
static inline int __must_check
compat_block_device_open(struct compat_block_device *out, const char *path,
			 bool write, void *holder)
{
#if HAVE_BDEV_FILE_OPEN || HAVE_BDEV_OPEN_HANDLE || \
	HAVE_BLKDEV_GET_HOLDER_OPERATIONS
	blk_mode_t mode = BLK_OPEN_READ | (write ? BLK_OPEN_WRITE : 0);
#else
	fmode_t mode = FMODE_READ | FMODE_EXCL | (write ? FMODE_WRITE : 0);
#endif

#if HAVE_BDEV_FILE_OPEN
	out->opened = bdev_file_open_by_path(path, mode, holder, NULL);
	if (IS_ERR(out->opened))
		return PTR_ERR(out->opened);
	out->device = file_bdev(out->opened);
	return 0;
#elif HAVE_BDEV_OPEN_HANDLE
	out->opened = bdev_open_by_path(path, mode, holder, NULL);
	if (IS_ERR(out->opened))
		return PTR_ERR(out->opened);
	out->device = out->opened->bdev;
	return 0;
#elif HAVE_BLKDEV_GET_HOLDER_OPERATIONS
	out->opened = holder;
	out->device = blkdev_get_by_path(path, mode, holder, NULL);
	return PTR_ERR_OR_ZERO(out->device);
#else
	out->opened = mode;
	out->device = blkdev_get_by_path(path, mode, holder);
	return PTR_ERR_OR_ZERO(out->device);
#endif
}

static inline void compat_block_device_close(struct compat_block_device *opened)
{
#if HAVE_BDEV_FILE_OPEN
	bdev_fput(opened->opened);
#elif HAVE_BDEV_OPEN_HANDLE
	bdev_release(opened->opened);
#else
	blkdev_put(opened->device, opened->opened);
#endif
}

/* 5.16 took the size from the inode to the device. Returns: bytes. */
static inline u64 compat_block_device_size(struct block_device *device)
{
#if HAVE_BDEV_NR_BYTES
	return bdev_nr_bytes(device);
#else
	return i_size_read(device->bd_inode);
#endif
}

/*
 * 5.18 wants device and operation at once; from 6.0 on that has a type of its
 * own. Returns: a bio or NULL.
 */
static inline struct bio *
compat_bio_alloc(struct block_device *device, unsigned short segments,
		 unsigned int operation, gfp_t flags, struct bio_set *set)
{
#if HAVE_BIO_ALLOC_DEVICE
	typeof(((struct bio *)NULL)->bi_opf) opf = (__force typeof(opf))operation;

	return bio_alloc_bioset(device, segments, opf, flags, set);
#else
	struct bio *bio = bio_alloc_bioset(flags, segments, set);

	if (bio) {
		bio_set_dev(bio, device);
		bio->bi_opf = operation;
	}
	return bio;
#endif
}

/* 5.11 gave a disk a pointer to its block device; before, it is looked up. */
static inline struct block_device *compat_disk_device(struct gendisk *disk)
{
#if HAVE_GENDISK_PART0_POINTER
	return disk->part0;
#else
	return bdget_disk(disk, 0);
#endif
}

static inline void compat_disk_device_put(struct block_device *device)
{
#if !HAVE_GENDISK_PART0_POINTER
	if (device)
		bdput(device);
#endif
}

/**
 * compat_block_device_filesystem - which filesystem is mounted from it?
 * @name: out: its type, "ext4", or nothing
 *
 * From 6.6 on a filesystem holds its device with operations of its own. Before,
 * some of them left a pointer in the device.
 */
static inline void
compat_block_device_filesystem(struct block_device *device, char *name,
			       size_t size)
{
	struct super_block *super = NULL;

	*name = '\0';
#if HAVE_BLOCK_DEVICE_SUPER
	rcu_read_lock();
	super = READ_ONCE(device->bd_super);
	if (super)
		strscpy(name, super->s_type->name, size);
	rcu_read_unlock();
#elif HAVE_FS_HOLDER_OPERATIONS
	mutex_lock(&device->bd_holder_lock);
	if (device->bd_holder_ops == &fs_holder_ops)
		super = device->bd_holder;
	if (super)
		strscpy(name, super->s_type->name, size);
	mutex_unlock(&device->bd_holder_lock);
#endif
}

#endif
