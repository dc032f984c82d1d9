// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/*
 * Registers of devices, in memory or in ports. See device.h.
 */
#include <linux/io.h>
#include <linux/ioport.h>
#include <linux/kernel.h>
#include <linux/slab.h>

#include <banos/registers.h>

#include "abi.h"
#include "device.h"
#include "export.h"

/**
 * struct banos_registers - some registers
 * @resource: of the device
 * @taken:    the kernel's, which says that they are ours
 * @base:     to be given to ioread32() and its like
 * @size:     bytes
 * @ports:    they are not in memory
 */
struct banos_registers {
	struct device_resource resource;
	struct resource *taken;
	void __iomem *base;
	u64 size;
	bool ports;
};

static void unmap(struct banos_registers *registers)
{
	if (registers->ports)
		ioport_unmap(registers->base);
	else
		iounmap(registers->base);
}

static void give_back(struct banos_registers *registers)
{
	if (registers->ports)
		release_region(registers->taken->start, registers->size);
	else
		release_mem_region(registers->taken->start, registers->size);
}

static void release_registers(struct device_resource *resource)
{
	struct banos_registers *registers =
		container_of(resource, struct banos_registers, resource);

	unmap(registers);
	give_back(registers);
	kfree(registers);
}

static int take(struct banos_registers *registers, const struct resource *found,
		const char *name)
{
	registers->size = resource_size(found);
	registers->ports = resource_type(found) == IORESOURCE_IO;
	if (registers->ports)
		registers->taken = request_region(found->start,
						  registers->size, name);
	else
		registers->taken = request_mem_region(found->start,
						      registers->size, name);
	return registers->taken ? 0 : -EBUSY;
}

static int map(struct banos_registers *registers)
{
	if (registers->ports)
		registers->base = ioport_map(registers->taken->start,
					     registers->size);
	else
		registers->base = ioremap(registers->taken->start,
					  registers->size);
	return registers->base ? 0 : -ENOMEM;
}

static int take_and_map(struct banos_device *device,
			struct banos_registers *registers,
			const struct resource *found)
{
	int error = take(registers, found, device->driver->name);

	if (error)
		return error;
	error = map(registers);
	if (error)
		goto give_back;
	registers->resource.stage = DEVICE_OTHERS;
	registers->resource.release = release_registers;
	error = device_resource_add(device, &registers->resource);
	if (error)
		goto unmap;
	return 0;
unmap:
	unmap(registers);
give_back:
	give_back(registers);
	return error;
}

static bool is_usable(const struct resource *found)
{
	return found && found->start && resource_size(found) &&
	       (resource_type(found) == IORESOURCE_IO ||
		resource_type(found) == IORESOURCE_MEM) &&
	       !(found->flags & (IORESOURCE_UNSET | IORESOURCE_DISABLED));
}

int32_t banos_registers_map(struct banos_device *device, uint32_t number,
			    struct banos_registers **out)
{
	struct banos_registers *registers;
	const struct resource *found;
	int error;

	if (!device || !out)
		return -EINVAL;
	found = device->driver->bus->find(device->kernel, number);
	if (!is_usable(found))
		return -ENOENT;
	registers = kzalloc(sizeof(*registers), GFP_KERNEL);
	if (!registers)
		return -ENOMEM;
	error = take_and_map(device, registers, found);
	if (error) {
		kfree(registers);
		return error;
	}
	*out = registers;
	return 0;
}
SHIM_EXPORT_GPL(banos_registers_map, BANOS_VERSION(0, 9, 1));

void banos_registers_unmap(struct banos_registers *registers)
{
	if (!registers)
		return;
	device_resource_remove(&registers->resource);
	release_registers(&registers->resource);
}
SHIM_EXPORT_GPL(banos_registers_unmap, BANOS_VERSION(0, 9, 1));

uint64_t banos_registers_size(const struct banos_registers *registers)
{
	return registers->size;
}
SHIM_EXPORT(banos_registers_size, BANOS_VERSION(0, 9, 1));

/* Is there a register of so many bytes? Sizes are no less than that. */
static __always_inline bool has(const struct banos_registers *registers,
				u64 offset, u64 width)
{
	return likely(offset < registers->size &&
		      registers->size - offset >= width && !(offset % width));
}

uint8_t banos_registers_read8(const struct banos_registers *registers,
			      uint64_t offset)
{
	if (!has(registers, offset, 1))
		return U8_MAX;
	return ioread8(registers->base + offset);
}
SHIM_EXPORT(banos_registers_read8, BANOS_VERSION(0, 9, 1));

uint16_t banos_registers_read16(const struct banos_registers *registers,
				uint64_t offset)
{
	if (!has(registers, offset, 2))
		return U16_MAX;
	return ioread16(registers->base + offset);
}
SHIM_EXPORT(banos_registers_read16, BANOS_VERSION(0, 9, 1));

uint32_t banos_registers_read32(const struct banos_registers *registers,
				uint64_t offset)
{
	if (!has(registers, offset, 4))
		return U32_MAX;
	return ioread32(registers->base + offset);
}
SHIM_EXPORT(banos_registers_read32, BANOS_VERSION(0, 9, 1));

uint64_t banos_registers_read64(const struct banos_registers *registers,
				uint64_t offset)
{
	u64 lower;

	if (!has(registers, offset, 8))
		return U64_MAX;
	if (!registers->ports)
		return readq(registers->base + offset);
	lower = ioread32(registers->base + offset);
	return lower | (u64)ioread32(registers->base + offset + 4) << 32;
}
SHIM_EXPORT(banos_registers_read64, BANOS_VERSION(0, 9, 1));

void banos_registers_write8(struct banos_registers *registers, uint64_t offset,
			    uint8_t value)
{
	if (has(registers, offset, 1))
		iowrite8(value, registers->base + offset);
}
SHIM_EXPORT(banos_registers_write8, BANOS_VERSION(0, 9, 1));

void banos_registers_write16(struct banos_registers *registers, uint64_t offset,
			     uint16_t value)
{
	if (has(registers, offset, 2))
		iowrite16(value, registers->base + offset);
}
SHIM_EXPORT(banos_registers_write16, BANOS_VERSION(0, 9, 1));

void banos_registers_write32(struct banos_registers *registers, uint64_t offset,
			     uint32_t value)
{
	if (has(registers, offset, 4))
		iowrite32(value, registers->base + offset);
}
SHIM_EXPORT(banos_registers_write32, BANOS_VERSION(0, 9, 1));

void banos_registers_write64(struct banos_registers *registers, uint64_t offset,
			     uint64_t value)
{
	if (!has(registers, offset, 8))
		return;
	if (!registers->ports) {
		writeq(value, registers->base + offset);
		return;
	}
	iowrite32(lower_32_bits(value), registers->base + offset);
	iowrite32(upper_32_bits(value), registers->base + offset + 4);
}
SHIM_EXPORT(banos_registers_write64, BANOS_VERSION(0, 9, 1));
