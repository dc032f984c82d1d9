// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/*
 * Memory of whole pages: the second half of <banos/memory.h>, and pages.h.
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#include <banos/memory.h>

#include "export.h"
#include "instance.h"
#include "pages.h"

void pages_get(struct pages *pages)
{
	refcount_inc(&pages->references);
}

void pages_put(struct pages *pages)
{
	if (!refcount_dec_and_test(&pages->references))
		return;
	vfree(pages->address);
	kfree(pages);
}

struct page *pages_page(const struct pages *pages, size_t index)
{
	return vmalloc_to_page(pages->address + index * PAGE_SIZE);
}

static struct pages *pages_allocate(size_t count)
{
	struct pages *pages = kzalloc(sizeof(*pages), GFP_KERNEL);

	if (!pages)
		return NULL;
	refcount_set(&pages->references, 1);
	pages->count = count;
	pages->address = __vmalloc(count * PAGE_SIZE,
				   GFP_KERNEL | __GFP_ZERO | __GFP_NOWARN |
				   __GFP_RETRY_MAYFAIL);
	if (pages->address)
		return pages;
	kfree(pages);
	return NULL;
}

/* The driver's handle goes; the pages stay as long as they are mapped. */
static void pages_release(struct handle *handle)
{
	struct banos_pages *pages = container_of(handle, struct banos_pages,
						 handle);

	instance_charge(handle->owner,
			-(long)(pages->pages->count * PAGE_SIZE));
	pages_put(pages->pages);
	kfree(pages);
}

static const struct handle_class pages_class = {
	.name = "page memory",
	.release = pages_release,
};

u64 banos_page_size(void)
{
	return PAGE_SIZE;
}
SHIM_EXPORT(banos_page_size, BANOS_VERSION(0, 9, 0));

static int create(struct instance *instance, size_t count,
		  struct banos_pages **out)
{
	struct banos_pages *pages = kzalloc(sizeof(*pages), GFP_KERNEL);

	if (!pages)
		return -ENOMEM;
	pages->pages = pages_allocate(count);
	if (!pages->pages) {
		kfree(pages);
		return -ENOMEM;
	}
	instance_charge(instance, count * PAGE_SIZE);
	handle_add(instance, &pages->handle, &pages_class);
	*out = pages;
	return 0;
}

s32 banos_pages_create(struct banos_driver *driver, u64 count, u32 flags,
		       struct banos_pages **pages)
{
	struct instance *instance = instance_of(driver);
	int error;

	if (!instance || !pages || flags || !count ||
	    count > BANOS_MEMORY_LARGEST / PAGE_SIZE)
		return -EINVAL;
	error = handle_may_create(instance);
	return error ?: create(instance, count, pages);
}
SHIM_EXPORT(banos_pages_create, BANOS_VERSION(0, 9, 0));

void banos_pages_destroy(struct banos_pages *pages)
{
	if (pages && handle_remove(&pages->handle))
		pages_release(&pages->handle);
}
SHIM_EXPORT(banos_pages_destroy, BANOS_VERSION(0, 9, 0));

void *banos_pages_address(const struct banos_pages *pages)
{
	return pages->pages->address;
}
SHIM_EXPORT(banos_pages_address, BANOS_VERSION(0, 9, 0));

u64 banos_pages_count(const struct banos_pages *pages)
{
	return pages->pages->count;
}
SHIM_EXPORT(banos_pages_count, BANOS_VERSION(0, 9, 0));
