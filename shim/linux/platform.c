// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/*
 * The bus of platform devices. See device.h.
 */
#include <linux/acpi.h>
#include <linux/interrupt.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mod_devicetable.h>
#include <linux/slab.h>
#include <linux/string.h>

#include <banos/interrupt.h>
#include <banos/platform.h>

#include "compat/platform.h"
#include "device.h"
#include "export.h"

SHIM_STRUCT(banos_platform_match);

/* As long as all kernels can take it; with the NUL. */
#define ACPI_NAME_SIZE 9

/**
 * struct on_platform - what drives devices, for the kernel
 * @kernel: its driver
 * @driver: ours
 * @names:  its table of names; the last one is empty
 * @ids:    its table of ACPI identifiers; the same
 */
struct on_platform {
	struct platform_driver kernel;
	struct banos_device_driver *driver;
	struct platform_device_id *names;
	struct acpi_device_id *ids;
};

static u64 data_of(struct platform_device *device)
{
	const struct acpi_device_id *id;

	if (device->id_entry)
		return device->id_entry->driver_data;
	id = acpi_match_device(device->dev.driver->acpi_match_table,
			       &device->dev);
	return id ? id->driver_data : 0;
}

static int probe(struct platform_device *device)
{
	struct on_platform *on_platform =
		container_of(device->dev.driver, struct on_platform,
			     kernel.driver);

	return device_on_probe(on_platform->driver, &device->dev,
			    data_of(device));
}

static COMPAT_PLATFORM_REMOVE_RESULT remove(struct platform_device *device)
{
	device_on_remove(&device->dev);
	return COMPAT_PLATFORM_REMOVED;
}

static void shutdown(struct platform_device *device)
{
	device_on_shutdown(&device->dev);
}

static bool is_name(const char name[BANOS_PLATFORM_NAME_SIZE], size_t size)
{
	size_t length = strnlen(name, BANOS_PLATFORM_NAME_SIZE);
	size_t i;

	for (i = 0; i < length; i++) {
		if (!isascii(name[i]) ||
		    (!isalnum(name[i]) && !strchr("_.-", name[i])))
			return false;
	}
	return length && length < size &&
	       !memchr_inv(name + length, 0, BANOS_PLATFORM_NAME_SIZE - length);
}

static int fill_name(struct on_platform *on_platform, u32 *count,
		     const struct banos_platform_match *match)
{
	struct platform_device_id *id = &on_platform->names[*count];

	if (!is_name(match->name, sizeof(id->name)))
		return -EINVAL;
	strscpy(id->name, match->name, sizeof(id->name));
	id->driver_data = match->data;
	++*count;
	return 0;
}

static int fill_id(struct on_platform *on_platform, u32 *count,
		   const struct banos_platform_match *match)
{
	struct acpi_device_id *id = &on_platform->ids[*count];

	if (!is_name(match->name, ACPI_NAME_SIZE))
		return -EINVAL;
	strscpy(id->id, match->name, sizeof(id->id));
	id->driver_data = match->data;
	++*count;
	return 0;
}

static int fill_tables(struct on_platform *on_platform,
		       const struct device_matches *matches)
{
	const struct banos_platform_match *match = matches->entries;
	u32 names = 0, ids = 0;
	u32 i;
	int error;

	for (i = 0; i < matches->count; i++) {
		error = match->bus == BANOS_BUS_ACPI ?
			fill_id(on_platform, &ids, match) :
			fill_name(on_platform, &names, match);
		if (error)
			return error;
		match = (const void *)match + match->size;
	}
	return 0;
}

static void free_on_platform(struct on_platform *on_platform)
{
	kvfree(on_platform->names);
	kvfree(on_platform->ids);
	kfree(on_platform);
}

static struct on_platform *allocate(u32 count)
{
	struct on_platform *on_platform;

	on_platform = kzalloc(sizeof(*on_platform), GFP_KERNEL);
	if (!on_platform)
		return NULL;
	on_platform->names = kvcalloc(count + 1, sizeof(*on_platform->names),
				      GFP_KERNEL);
	on_platform->ids = kvcalloc(count + 1, sizeof(*on_platform->ids),
				    GFP_KERNEL);
	if (on_platform->names && on_platform->ids)
		return on_platform;
	free_on_platform(on_platform);
	return NULL;
}

static void describe(struct on_platform *on_platform,
		     struct banos_device_driver *driver)
{
	struct platform_driver *kernel = &on_platform->kernel;

	on_platform->driver = driver;
	kernel->probe = probe;
	kernel->remove = remove;
	kernel->shutdown = shutdown;
	kernel->driver.name = driver->name;
	kernel->driver.pm = &device_power_operations;
	kernel->driver.probe_type = PROBE_FORCE_SYNCHRONOUS;
	if (on_platform->ids[0].id[0])
		kernel->driver.acpi_match_table = on_platform->ids;
	/* Without a table the kernel would compare the driver's own name. */
	kernel->id_table = on_platform->names;
}

static int create(struct banos_device_driver *driver,
		  const struct device_matches *matches)
{
	struct on_platform *on_platform = allocate(matches->count);
	int error;

	if (!on_platform)
		return -ENOMEM;
	error = fill_tables(on_platform, matches);
	if (error) {
		free_on_platform(on_platform);
		return error;
	}
	describe(on_platform, driver);
	driver->on_bus = on_platform;
	return 0;
}

static void destroy(struct banos_device_driver *driver)
{
	free_on_platform(driver->on_bus);
}

static int add(struct banos_device_driver *driver)
{
	struct on_platform *on_platform = driver->on_bus;

	return platform_driver_register(&on_platform->kernel);
}

static void remove_driver(struct banos_device_driver *driver)
{
	struct on_platform *on_platform = driver->on_bus;

	platform_driver_unregister(&on_platform->kernel);
}

/* The bus itself does all that there is to do: clocks, domains of power. */
static int start(struct device *kernel)
{
	return 0;
}

static void nothing(struct device *kernel)
{
}

/* Number @number of those that are memory or ports, in their order. */
static struct resource *find(struct device *kernel, u32 number)
{
	struct platform_device *device = to_platform_device(kernel);
	struct resource *found;
	u32 i;

	for (i = 0; i < device->num_resources; i++) {
		found = &device->resource[i];
		if (resource_type(found) != IORESOURCE_MEM &&
		    resource_type(found) != IORESOURCE_IO)
			continue;
		if (!number--)
			return found;
	}
	return NULL;
}

static int vectors(struct device *kernel, u32 least, u32 most, u32 kinds,
		   u32 *kind)
{
	int count = platform_irq_count(to_platform_device(kernel));

	if (count < 0)
		return count;
	if (count < least)
		return -ENOSPC;
	*kind = BANOS_INTERRUPT_LINE;
	return min_t(u32, count, most);
}

static int vector(struct device *kernel, u32 number)
{
	return platform_get_irq(to_platform_device(kernel), number);
}

const struct device_bus device_bus_platform = {
	.number = BANOS_BUS_PLATFORM,
	.create = create,
	.destroy = destroy,
	.add = add,
	.remove = remove_driver,
	.start = start,
	.quiet = nothing,
	.stop = nothing,
	.allow_dma = nothing,
	.find = find,
	.vectors = vectors,
	.free_vectors = nothing,
	.vector = vector,
};
