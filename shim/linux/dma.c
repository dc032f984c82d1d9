// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/*
 * Memory that a device reaches, and memory that it shares with its driver.
 * See device.h; transfers are in dma_mapping.c.
 */
#include <linux/dma-mapping.h>
#include <linux/kernel.h>
#include <linux/slab.h>

#include <asm/barrier.h>

#include <banos/dma.h>

#include "abi.h"
#include "device.h"
#include "export.h"

/**
 * struct banos_dma_memory - memory that driver and device share
 * @resource: of the device
 * @data:     for the driver
 * @address:  for the device
 * @size:     bytes
 */
struct banos_dma_memory {
	struct device_resource resource;
	void *data;
	dma_addr_t address;
	size_t size;
};

int32_t banos_dma_enable(struct banos_device *device, uint32_t address_bits)
{
	int error = 0;

	if (!device || !address_bits || address_bits > 64)
		return -EINVAL;
	mutex_lock(&device->lock);
	if (device->gone)
		error = -ENODEV;
	else if (dma_set_mask_and_coherent(device->kernel,
					   DMA_BIT_MASK(address_bits)))
		error = -EIO;
	if (!error) {
		/* A segment may be as long as its length can say. */
		dma_set_max_seg_size(device->kernel, UINT_MAX);
		device->driver->bus->allow_dma(device->kernel);
		WRITE_ONCE(device->reaches_memory, true);
	}
	mutex_unlock(&device->lock);
	return error;
}
SHIM_EXPORT_GPL(banos_dma_enable, BANOS_VERSION(0, 9, 1));

static void free_memory(struct banos_dma_memory *memory)
{
	dma_free_coherent(memory->resource.device->kernel, memory->size,
			  memory->data, memory->address);
	kfree(memory);
}

static void release_memory(struct device_resource *resource)
{
	free_memory(container_of(resource, struct banos_dma_memory, resource));
}

static struct banos_dma_memory *allocate(struct banos_device *device, u64 size)
{
	struct banos_dma_memory *memory = kzalloc(sizeof(*memory), GFP_KERNEL);

	if (!memory)
		return NULL;
	memory->data = dma_alloc_coherent(device->kernel, size,
					  &memory->address,
					  GFP_KERNEL | __GFP_NOWARN);
	if (!memory->data) {
		kfree(memory);
		return NULL;
	}
	memory->size = size;
	memory->resource.device = device;
	memory->resource.stage = DEVICE_OTHERS;
	memory->resource.release = release_memory;
	return memory;
}

int32_t banos_dma_memory_create(struct banos_device *device, uint64_t size,
				struct banos_dma_memory **out)
{
	struct banos_dma_memory *memory;
	int error;

	if (!device || !out || !size || size > BANOS_DMA_MEMORY_LARGEST)
		return -EINVAL;
	if (!READ_ONCE(device->reaches_memory))
		return -EPERM;
	memory = allocate(device, size);
	if (!memory)
		return -ENOMEM;
	error = device_resource_add(device, &memory->resource);
	if (error) {
		free_memory(memory);
		return error;
	}
	*out = memory;
	return 0;
}
SHIM_EXPORT_GPL(banos_dma_memory_create, BANOS_VERSION(0, 9, 1));

void banos_dma_memory_destroy(struct banos_dma_memory *memory)
{
	if (!memory)
		return;
	device_resource_remove(&memory->resource);
	free_memory(memory);
}
SHIM_EXPORT_GPL(banos_dma_memory_destroy, BANOS_VERSION(0, 9, 1));

void *banos_dma_memory_data(const struct banos_dma_memory *memory)
{
	return memory->data;
}
SHIM_EXPORT(banos_dma_memory_data, BANOS_VERSION(0, 9, 1));

uint64_t banos_dma_memory_address(const struct banos_dma_memory *memory)
{
	return memory->address;
}
SHIM_EXPORT(banos_dma_memory_address, BANOS_VERSION(0, 9, 1));

uint64_t banos_dma_memory_size(const struct banos_dma_memory *memory)
{
	return memory->size;
}
SHIM_EXPORT(banos_dma_memory_size, BANOS_VERSION(0, 9, 1));

void banos_dma_write_barrier(void)
{
	dma_wmb();
}
SHIM_EXPORT(banos_dma_write_barrier, BANOS_VERSION(0, 9, 1));

void banos_dma_read_barrier(void)
{
	dma_rmb();
}
SHIM_EXPORT(banos_dma_read_barrier, BANOS_VERSION(0, 9, 1));
