// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/*
 * The bus PCI. See device.h.
 */
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/slab.h>

#include <banos/interrupt.h>
#include <banos/pci.h>

#include "abi.h"
#include "compat/pci.h"
#include "device.h"
#include "export.h"

#define CONFIG_SPACE_SIZE 4096

SHIM_STRUCT(banos_pci_match);

/**
 * struct on_pci - what drives devices, for the kernel
 * @kernel: its driver
 * @driver: ours
 * @ids:    its table; ends with zeroes
 */
struct on_pci {
	struct pci_driver kernel;
	struct banos_device_driver *driver;
	struct pci_device_id ids[];
};

static int probe(struct pci_dev *device, const struct pci_device_id *id)
{
	struct on_pci *on_pci = container_of(to_pci_driver(device->dev.driver),
					     struct on_pci, kernel);

	return device_on_probe(on_pci->driver, &device->dev, id->driver_data);
}

static void remove(struct pci_dev *device)
{
	device_on_remove(&device->dev);
}

static void shutdown(struct pci_dev *device)
{
	device_on_shutdown(&device->dev);
}

static void fill_ids(struct pci_device_id *ids,
		     const struct device_matches *matches)
{
	const struct banos_pci_match *match = matches->entries;
	u32 i;

	for (i = 0; i < matches->count; i++) {
		ids[i] = (struct pci_device_id) {
			.vendor = match->vendor,
			.device = match->device,
			.subvendor = match->subsystem_vendor,
			.subdevice = match->subsystem_device,
			.class = match->class_code,
			.class_mask = match->class_mask,
			.driver_data = match->data,
		};
		match = (const void *)match + match->size;
	}
}

/* A match of nothing would end the kernel's table. */
static bool is_nothing(const struct pci_device_id *id)
{
	return !id->vendor && !id->subvendor && !id->class_mask;
}

static int check_ids(const struct pci_device_id *ids, u32 count)
{
	u32 i;

	for (i = 0; i < count; i++) {
		if (is_nothing(&ids[i]))
			return -EINVAL;
	}
	return 0;
}

static int create(struct banos_device_driver *driver,
		  const struct device_matches *matches)
{
	struct on_pci *on_pci;

	on_pci = kvzalloc(struct_size(on_pci, ids, matches->count + 1),
			  GFP_KERNEL);
	if (!on_pci)
		return -ENOMEM;
	fill_ids(on_pci->ids, matches);
	if (check_ids(on_pci->ids, matches->count)) {
		kvfree(on_pci);
		return -EINVAL;
	}
	on_pci->driver = driver;
	on_pci->kernel.name = driver->name;
	on_pci->kernel.id_table = on_pci->ids;
	on_pci->kernel.probe = probe;
	on_pci->kernel.remove = remove;
	on_pci->kernel.shutdown = shutdown;
	on_pci->kernel.driver.pm = &device_power_operations;
	on_pci->kernel.driver.probe_type = PROBE_FORCE_SYNCHRONOUS;
	driver->on_bus = on_pci;
	return 0;
}

static void destroy(struct banos_device_driver *driver)
{
	kvfree(driver->on_bus);
}

static int add(struct banos_device_driver *driver)
{
	struct on_pci *on_pci = driver->on_bus;

	return pci_register_driver(&on_pci->kernel);
}

static void remove_driver(struct banos_device_driver *driver)
{
	struct on_pci *on_pci = driver->on_bus;

	pci_unregister_driver(&on_pci->kernel);
}

static int start(struct device *kernel)
{
	return pci_enable_device(to_pci_dev(kernel));
}

static void quiet(struct device *kernel)
{
	pci_clear_master(to_pci_dev(kernel));
	pci_intx(to_pci_dev(kernel), 0);
}

static void stop(struct device *kernel)
{
	pci_disable_device(to_pci_dev(kernel));
}

static void allow_dma(struct device *kernel)
{
	pci_set_master(to_pci_dev(kernel));
}

static struct resource *find(struct device *kernel, u32 number)
{
	if (number >= PCI_STD_NUM_BARS)
		return NULL;
	return &to_pci_dev(kernel)->resource[number];
}

static unsigned int to_kernel_kinds(u32 kinds)
{
	unsigned int flags = 0;

	if (!kinds || kinds & BANOS_INTERRUPT_LINE)
		flags |= COMPAT_PCI_IRQ_INTX;
	if (!kinds || kinds & BANOS_INTERRUPT_MSI)
		flags |= PCI_IRQ_MSI;
	if (!kinds || kinds & BANOS_INTERRUPT_MSIX)
		flags |= PCI_IRQ_MSIX;
	return flags;
}

static int vectors(struct device *kernel, u32 least, u32 most, u32 kinds,
		   u32 *kind)
{
	struct pci_dev *device = to_pci_dev(kernel);
	int count = pci_alloc_irq_vectors(device, least, most,
					  to_kernel_kinds(kinds));

	if (count < 0)
		return count;
	*kind = device->msix_enabled ? BANOS_INTERRUPT_MSIX :
		device->msi_enabled ? BANOS_INTERRUPT_MSI :
				      BANOS_INTERRUPT_LINE;
	if (*kind != BANOS_INTERRUPT_LINE)
		pci_set_master(device);
	return count;
}

static void free_vectors(struct device *kernel)
{
	pci_free_irq_vectors(to_pci_dev(kernel));
}

static int vector(struct device *kernel, u32 number)
{
	return pci_irq_vector(to_pci_dev(kernel), number);
}

const struct device_bus device_bus_pci = {
	.number = BANOS_BUS_PCI,
	.create = create,
	.destroy = destroy,
	.add = add,
	.remove = remove_driver,
	.start = start,
	.quiet = quiet,
	.stop = stop,
	.allow_dma = allow_dma,
	.find = find,
	.vectors = vectors,
	.free_vectors = free_vectors,
	.vector = vector,
};

/* Returns: the kernel's device, or NULL: it is on another bus. */
static struct pci_dev *on_pci(const struct banos_device *device)
{
	if (device->driver->bus != &device_bus_pci)
		return NULL;
	return to_pci_dev(device->kernel);
}

static bool is_config_place(u32 offset, u32 size)
{
	return (size == 1 || size == 2 || size == 4) && !(offset % size) &&
	       offset < CONFIG_SPACE_SIZE;
}

/* The kernel's numbers are PCI BIOS's, and positive. */
static int config_error(int status)
{
	return status ? -EIO : 0;
}

/* On some machines zeroes are read where a device has nothing. */
static bool has_config_place(const struct pci_dev *device, u32 offset)
{
	return offset < device->cfg_size;
}

static int config_read(struct pci_dev *device, u32 offset, u32 size, u32 *value)
{
	u16 word;
	u8 byte;
	int status;

	if (!has_config_place(device, offset))
		return -EIO;
	switch (size) {
	case 1:
		status = pci_read_config_byte(device, offset, &byte);
		*value = byte;
		break;
	case 2:
		status = pci_read_config_word(device, offset, &word);
		*value = word;
		break;
	default:
		status = pci_read_config_dword(device, offset, value);
	}
	return config_error(status);
}

int32_t banos_pci_config_read(struct banos_device *device, uint32_t offset,
			      uint32_t size, uint32_t *value)
{
	struct pci_dev *kernel = on_pci(device);
	int error = -EINVAL;

	if (!value)
		return -EINVAL;
	if (kernel && is_config_place(offset, size))
		error = config_read(kernel, offset, size, value);
	if (error)
		*value = ~0U;
	return error;
}
SHIM_EXPORT_GPL(banos_pci_config_read, BANOS_VERSION(0, 9, 1));

int32_t banos_pci_config_write(struct banos_device *device, uint32_t offset,
			       uint32_t size, uint32_t value)
{
	struct pci_dev *kernel = on_pci(device);

	if (!kernel || !is_config_place(offset, size))
		return -EINVAL;
	if (!has_config_place(kernel, offset))
		return -EIO;
	switch (size) {
	case 1:
		return config_error(pci_write_config_byte(kernel, offset,
							  value));
	case 2:
		return config_error(pci_write_config_word(kernel, offset,
							  value));
	}
	return config_error(pci_write_config_dword(kernel, offset, value));
}
SHIM_EXPORT_GPL(banos_pci_config_write, BANOS_VERSION(0, 9, 1));

uint32_t banos_pci_find_capability(struct banos_device *device, uint32_t id)
{
	struct pci_dev *kernel = on_pci(device);

	return kernel && id <= U8_MAX ? pci_find_capability(kernel, id) : 0;
}
SHIM_EXPORT_GPL(banos_pci_find_capability, BANOS_VERSION(0, 9, 1));

uint32_t banos_pci_find_extended_capability(struct banos_device *device,
					    uint32_t id)
{
	struct pci_dev *kernel = on_pci(device);

	return kernel && id <= U16_MAX ? pci_find_ext_capability(kernel, id) : 0;
}
SHIM_EXPORT_GPL(banos_pci_find_extended_capability, BANOS_VERSION(0, 9, 1));
