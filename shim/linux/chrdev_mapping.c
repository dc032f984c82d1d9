// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/*
 * What programs map of character devices. See chrdev.h.
 *
 * Pages are put into a mapping one by one, when they are touched first, with
 * the device's gate passed: so once the gate is drained, no page comes any
 * more, and those that came can be taken away. They are found by the address
 * space of an inode that each device has for itself; the inodes of its nodes
 * would not do, because a device can have many. The inodes live in a file
 * system that nobody can mount.
 */
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/mount.h>
#include <linux/pseudo_fs.h>
#include <linux/slab.h>

#include <banos/chrdev.h>

#include "abi.h"
#include "chrdev.h"
#include "compat/mm.h"
#include "export.h"
#include "pages.h"

/* "bano" */
#define BANOS_FS_MAGIC 0x62616e6f

static struct vfsmount *mount;
static int mount_users;

static int init_fs_context(struct fs_context *context)
{
	return init_pseudo(context, BANOS_FS_MAGIC) ? 0 : -ENOMEM;
}

static struct file_system_type file_system = {
	.name = "banos",
	.owner = THIS_MODULE,
	.init_fs_context = init_fs_context,
	.kill_sb = kill_anon_super,
};

int chrdev_mappings_create(struct banos_chrdev *device)
{
	int error = simple_pin_fs(&file_system, &mount, &mount_users);
	struct inode *inode;

	if (error)
		return error;
	inode = alloc_anon_inode(mount->mnt_sb);
	if (IS_ERR(inode)) {
		simple_release_fs(&mount, &mount_users);
		return PTR_ERR(inode);
	}
	device->mappings = inode;
	return 0;
}

void chrdev_mappings_destroy(struct banos_chrdev *device)
{
	if (!device->mappings)
		return;
	iput(device->mappings);
	simple_release_fs(&mount, &mount_users);
}

void chrdev_mappings_zap(struct banos_chrdev *device)
{
	if (device->mappings)
		unmap_mapping_range(device->mappings->i_mapping, 0, 0, 1);
}

/**
 * struct banos_mapping - an mmap(2) that is under way
 * @area:  the kernel's
 * @pages: with a reference, or NULL: the driver has not said yet
 * @first: number of the page that is seen first
 */
struct banos_mapping {
	struct vm_area_struct *area;
	struct pages *pages;
	u64 first;
};

/**
 * struct mapped - what an area shows; shared by all areas that it is split
 * into or copied to
 * @references: of areas
 * @file:       alive as long as an area is
 * @pages:      with a reference
 * @first:      number of the page that is seen at @offset
 * @offset:     in the file, pages
 */
struct mapped {
	refcount_t references;
	struct chrdev_file *file;
	struct pages *pages;
	u64 first;
	pgoff_t offset;
};

static void area_open(struct vm_area_struct *area)
{
	struct mapped *mapped = area->vm_private_data;

	refcount_inc(&mapped->references);
	atomic_inc(&mapped->file->mappings);
}

static void area_close(struct vm_area_struct *area)
{
	struct mapped *mapped = area->vm_private_data;

	atomic_dec(&mapped->file->mappings);
	if (!refcount_dec_and_test(&mapped->references))
		return;
	pages_put(mapped->pages);
	kfree(mapped);
}

static vm_fault_t insert(struct vm_fault *fault, const struct mapped *mapped)
{
	u64 index = mapped->first + (fault->pgoff - mapped->offset);
	struct page *page;
	int error;

	if (index >= mapped->pages->count)
		return VM_FAULT_SIGBUS;
	page = pages_page(mapped->pages, index);
	error = vm_insert_page(fault->vma, fault->address & PAGE_MASK, page);
	/* Busy: another thread was faster. */
	if (!error || error == -EBUSY)
		return VM_FAULT_NOPAGE;
	return error == -ENOMEM ? VM_FAULT_OOM : VM_FAULT_SIGBUS;
}

static vm_fault_t area_fault(struct vm_fault *fault)
{
	const struct mapped *mapped = fault->vma->vm_private_data;
	struct gate *gate = &mapped->file->device->gate;
	vm_fault_t result;

	if (!gate_enter(gate))
		return VM_FAULT_SIGBUS;
	result = insert(fault, mapped);
	gate_end(gate);
	return result;
}

static const struct vm_operations_struct area_operations = {
	.open = area_open,
	.close = area_close,
	.fault = area_fault,
};

/* From here on the kernel calls area_close() in the end. */
static int map(struct chrdev_file *file, const struct banos_mapping *mapping)
{
	struct mapped *mapped = kzalloc(sizeof(*mapped), GFP_KERNEL);

	if (!mapped)
		return -ENOMEM;
	refcount_set(&mapped->references, 1);
	mapped->file = file;
	mapped->pages = mapping->pages;
	mapped->first = mapping->first;
	mapped->offset = mapping->area->vm_pgoff;
	atomic_inc(&file->mappings);
	mapping->area->vm_private_data = mapped;
	mapping->area->vm_ops = &area_operations;
	compat_vm_flags_set(mapping->area, VM_MIXEDMAP | VM_DONTEXPAND);
	return 0;
}

static int ask_driver(struct chrdev_file *file, struct banos_mapping *mapping)
{
	struct banos_chrdev *device = file->device;
	s64 answer = chrdev_answer(device,
				   device->operations.mmap(&file->driver,
							   mapping));

	if (answer)
		return answer < 0 ? answer : -EIO;
	return mapping->pages ? map(file, mapping) : -ENXIO;
}

int chrdev_mmap(struct file *kernel_file, struct vm_area_struct *area)
{
	struct chrdev_file *file = kernel_file->private_data;
	struct banos_chrdev *device = file->device;
	struct banos_mapping mapping = { .area = area };
	int error;

	if (!gate_enter(&device->gate))
		return -ENODEV;
	error = device->operations.mmap ? ask_driver(file, &mapping) : -ENODEV;
	gate_end(&device->gate);
	if (error && mapping.pages)
		pages_put(mapping.pages);
	return error;
}

uint64_t banos_mapping_offset(const struct banos_mapping *mapping)
{
	return (u64)mapping->area->vm_pgoff << PAGE_SHIFT;
}
SHIM_EXPORT(banos_mapping_offset, BANOS_VERSION(0, 9, 0));

uint64_t banos_mapping_size(const struct banos_mapping *mapping)
{
	return mapping->area->vm_end - mapping->area->vm_start;
}
SHIM_EXPORT(banos_mapping_size, BANOS_VERSION(0, 9, 0));

uint32_t banos_mapping_flags(const struct banos_mapping *mapping)
{
	unsigned long area_flags = mapping->area->vm_flags;
	u32 flags = 0;

	if (area_flags & VM_READ)
		flags |= BANOS_MAPPING_READ;
	if (area_flags & VM_WRITE)
		flags |= BANOS_MAPPING_WRITE;
	if (area_flags & VM_EXEC)
		flags |= BANOS_MAPPING_EXECUTE;
	if (area_flags & VM_SHARED)
		flags |= BANOS_MAPPING_SHARED;
	return flags;
}
SHIM_EXPORT(banos_mapping_flags, BANOS_VERSION(0, 9, 0));

int32_t banos_mapping_set_pages(struct banos_mapping *mapping,
				struct banos_pages *pages, uint64_t first)
{
	u64 count = vma_pages(mapping->area);

	if (!pages || mapping->pages || first > pages->pages->count ||
	    count > pages->pages->count - first)
		return -EINVAL;
	pages_get(pages->pages);
	mapping->pages = pages->pages;
	mapping->first = first;
	return 0;
}
SHIM_EXPORT(banos_mapping_set_pages, BANOS_VERSION(0, 9, 0));

int32_t banos_mapping_forbid_writing(struct banos_mapping *mapping)
{
	if (mapping->area->vm_flags & VM_WRITE)
		return -EACCES;
	compat_vm_flags_clear(mapping->area, VM_MAYWRITE);
	return 0;
}
SHIM_EXPORT(banos_mapping_forbid_writing, BANOS_VERSION(0, 9, 0));
