// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/*
 * Transfers between a device and ordinary memory. See device.h.
 */
#include <linux/dma-mapping.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/overflow.h>
#include <linux/scatterlist.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#include <banos/dma.h>

#include "abi.h"
#include "device.h"
#include "export.h"
#include "instance.h"

/* Memory that is added at once; so the length of a piece fits 32 bits. */
#define LARGEST_ADDITION ((u64)1 << 30)

/**
 * struct banos_dma_mapping - what a transfer is made from
 * @resource:  of the device
 * @direction: the kernel's, while it is mapped
 * @most:      elements of @pieces
 * @count:     pieces that were added
 * @segments:  that they became; 0: it is not mapped
 * @pieces:    memory, and, mapped, the segments of the device
 */
struct banos_dma_mapping {
	struct device_resource resource;
	enum dma_data_direction direction;
	u32 most;
	u32 count;
	u32 segments;
	struct scatterlist pieces[];
};

static struct device *kernel_device(const struct banos_dma_mapping *mapping)
{
	return mapping->resource.device->kernel;
}

static void forget(struct banos_dma_mapping *mapping)
{
	if (mapping->count)
		sg_unmark_end(&mapping->pieces[mapping->count - 1]);
	mapping->count = 0;
	mapping->segments = 0;
}

static void unmap(struct banos_dma_mapping *mapping)
{
	if (mapping->segments)
		dma_unmap_sg(kernel_device(mapping), mapping->pieces,
			     mapping->count, mapping->direction);
	forget(mapping);
}

static void release_mapping(struct device_resource *resource)
{
	struct banos_dma_mapping *mapping =
		container_of(resource, struct banos_dma_mapping, resource);

	unmap(mapping);
	kvfree(mapping);
}

int32_t banos_dma_mapping_create(struct banos_device *device,
				 uint32_t most_pieces,
				 struct banos_dma_mapping **out)
{
	struct banos_dma_mapping *mapping;
	int error;

	if (!device || !out || !most_pieces ||
	    most_pieces > BANOS_DMA_MOST_PIECES)
		return -EINVAL;
	if (!READ_ONCE(device->reaches_memory))
		return -EPERM;
	mapping = kvzalloc(struct_size(mapping, pieces, most_pieces),
			   GFP_KERNEL);
	if (!mapping)
		return -ENOMEM;
	sg_init_table(mapping->pieces, most_pieces);
	sg_unmark_end(&mapping->pieces[most_pieces - 1]);
	mapping->most = most_pieces;
	mapping->resource.stage = DEVICE_OTHERS;
	mapping->resource.release = release_mapping;
	error = device_resource_add(device, &mapping->resource);
	if (error) {
		kvfree(mapping);
		return error;
	}
	*out = mapping;
	return 0;
}
SHIM_EXPORT_GPL(banos_dma_mapping_create, BANOS_VERSION(0, 9, 1));

void banos_dma_mapping_destroy(struct banos_dma_mapping *mapping)
{
	if (!mapping)
		return;
	device_resource_remove(&mapping->resource);
	release_mapping(&mapping->resource);
}
SHIM_EXPORT_GPL(banos_dma_mapping_destroy, BANOS_VERSION(0, 9, 1));

/* Returns: false if there is no room. */
static bool add_piece(struct banos_dma_mapping *mapping, struct page *page,
		      u32 size, u32 offset)
{
	if (mapping->count == mapping->most)
		return false;
	sg_set_page(&mapping->pieces[mapping->count++], page, size, offset);
	return true;
}

/* Memory whose pages are anywhere. */
static int add_page_by_page(struct banos_dma_mapping *mapping,
			    const char *data, u64 size)
{
	struct page *page;
	u32 part;

	for (; size; data += part, size -= part) {
		part = min_t(u64, size, PAGE_SIZE - offset_in_page(data));
		page = vmalloc_to_page(data);
		/* Registers are no memory. */
		if (!page || !pfn_valid(page_to_pfn(page)))
			return -EINVAL;
		if (!add_piece(mapping, page, part, offset_in_page(data)))
			return -E2BIG;
	}
	return 0;
}

/* Images are in the area of modules, which is mapped page by page, too. */
static bool is_in_pages(const struct banos_dma_mapping *mapping,
			const void *data, u64 size)
{
	const struct banos_device_driver *driver =
		mapping->resource.device->driver;

	return is_vmalloc_addr(data) ||
	       instance_owns(driver->handle.owner, data, size, false);
}

static int add(struct banos_dma_mapping *mapping, void *data, u64 size)
{
	if (is_in_pages(mapping, data, size))
		return add_page_by_page(mapping, data, size);
	if (!virt_addr_valid(data) || !virt_addr_valid(data + size - 1))
		return -EINVAL;
	return add_piece(mapping, virt_to_page(data), size,
			 offset_in_page(data)) ? 0 : -E2BIG;
}

int32_t banos_dma_mapping_add(struct banos_dma_mapping *mapping, void *data,
			      uint64_t size)
{
	u32 before = mapping->count;
	int error;

	if (mapping->segments)
		return -EBUSY;
	if (!size)
		return 0;
	if (!data || size > LARGEST_ADDITION)
		return -EINVAL;
	error = add(mapping, data, size);
	if (error)
		mapping->count = before;
	return error;
}
SHIM_EXPORT_GPL(banos_dma_mapping_add, BANOS_VERSION(0, 9, 1));

static bool is_below(struct banos_dma_mapping *mapping, u64 mask)
{
	struct scatterlist *piece;
	u32 i;

	for (i = 0; i < mapping->count; i++) {
		piece = &mapping->pieces[i];
		if (page_to_phys(sg_page(piece)) + piece->offset +
		    piece->length - 1 > mask)
			return false;
	}
	return true;
}

/*
 * The kernel warns of memory that the device cannot address, if neither an
 * IOMMU nor buffers in between help, which it tells by a limit of their size.
 */
static bool is_reachable(struct banos_dma_mapping *mapping)
{
	struct device *kernel = kernel_device(mapping);

	return device_iommu_mapped(kernel) ||
	       dma_max_mapping_size(kernel) != SIZE_MAX ||
	       is_below(mapping, dma_get_mask(kernel));
}

static enum dma_data_direction to_kernel_direction(u32 direction)
{
	switch (direction) {
	case BANOS_DMA_TO_DEVICE:
		return DMA_TO_DEVICE;
	case BANOS_DMA_FROM_DEVICE:
		return DMA_FROM_DEVICE;
	case BANOS_DMA_BOTH:
		return DMA_BIDIRECTIONAL;
	}
	return DMA_NONE;
}

static int map(struct banos_dma_mapping *mapping)
{
	int segments;

	if (mapping->direction == DMA_NONE || !mapping->count)
		return -EINVAL;
	sg_mark_end(&mapping->pieces[mapping->count - 1]);
	if (!is_reachable(mapping))
		return -EIO;
	segments = dma_map_sg(kernel_device(mapping), mapping->pieces,
			      mapping->count, mapping->direction);
	return segments > 0 ? segments : -EIO;
}

int32_t banos_dma_mapping_map(struct banos_dma_mapping *mapping,
			      uint32_t direction)
{
	int segments;

	if (mapping->segments)
		return -EBUSY;
	mapping->direction = to_kernel_direction(direction);
	segments = map(mapping);
	if (segments > 0)
		mapping->segments = segments;
	else
		forget(mapping);
	return segments;
}
SHIM_EXPORT_GPL(banos_dma_mapping_map, BANOS_VERSION(0, 9, 1));

struct banos_dma_segment
banos_dma_mapping_segment(const struct banos_dma_mapping *mapping,
			  uint32_t index)
{
	struct banos_dma_segment segment = { 0, 0 };

	if (index < mapping->segments) {
		segment.address = sg_dma_address(&mapping->pieces[index]);
		segment.size = sg_dma_len(&mapping->pieces[index]);
	}
	return segment;
}
SHIM_EXPORT_GPL(banos_dma_mapping_segment, BANOS_VERSION(0, 9, 1));

void banos_dma_mapping_to_driver(struct banos_dma_mapping *mapping)
{
	if (mapping->segments)
		dma_sync_sg_for_cpu(kernel_device(mapping), mapping->pieces,
				    mapping->count, mapping->direction);
}
SHIM_EXPORT_GPL(banos_dma_mapping_to_driver, BANOS_VERSION(0, 9, 1));

void banos_dma_mapping_to_device(struct banos_dma_mapping *mapping)
{
	if (mapping->segments)
		dma_sync_sg_for_device(kernel_device(mapping), mapping->pieces,
				       mapping->count, mapping->direction);
}
SHIM_EXPORT_GPL(banos_dma_mapping_to_device, BANOS_VERSION(0, 9, 1));

void banos_dma_mapping_unmap(struct banos_dma_mapping *mapping)
{
	unmap(mapping);
}
SHIM_EXPORT_GPL(banos_dma_mapping_unmap, BANOS_VERSION(0, 9, 1));
