// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/*
 * What drives devices: from creating it to its end. See device.h.
 *
 * Devices are removed when the driver destroys it, in uninit() as a rule. If
 * it forgot, they go in handle_class.drain() without the driver being called.
 * --detach does nothing to a device by itself: what programs do with it comes
 * through nodes, disks and interfaces, which are detached.
 */
#include <linux/ctype.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "abi.h"
#include "compat/kobject.h"
#include "device.h"
#include "export.h"
#include "instance.h"

/* Of the structs, as they first appeared. */
#define OPTIONS_FIRST_SIZE 40
#define OPERATIONS_FIRST_SIZE 48

SHIM_STRUCT(banos_device_driver_options);
SHIM_STRUCT(banos_device_operations);

static const struct device_bus *find_bus(u32 number)
{
	switch (number) {
	case BANOS_BUS_PCI:
		return &device_bus_pci;
	case BANOS_BUS_PLATFORM:
	case BANOS_BUS_ACPI:
		return &device_bus_platform;
	}
	return NULL;
}

static struct banos_device_driver *to_driver(struct handle *handle)
{
	return container_of(handle, struct banos_device_driver, handle);
}

/* Whoever comes next may take the same name. */
static void free_driver(struct banos_device_driver *driver)
{
	compat_kobject_settle();
	driver->bus->destroy(driver);
	kfree(driver);
}

static void device_driver_drain(struct handle *handle)
{
	struct banos_device_driver *driver = to_driver(handle);

	WRITE_ONCE(driver->silent, true);
	driver->bus->remove(driver);
}

static void device_driver_release(struct handle *handle)
{
	free_driver(to_driver(handle));
}

static const struct handle_class device_driver_class = {
	.name = "device driver",
	.drain = device_driver_drain,
	.release = device_driver_release,
};

static bool is_name_character(char character)
{
	return (isascii(character) && isalnum(character)) ||
	       (character && strchr("_.-", character));
}

static int copy_name(char to[DEVICE_DRIVER_NAME_SIZE], const char *name)
{
	size_t length = strnlen(name, DEVICE_DRIVER_NAME_SIZE);
	size_t i;

	if (!length || length == DEVICE_DRIVER_NAME_SIZE ||
	    !strcmp(name, ".") || !strcmp(name, ".."))
		return -EINVAL;
	for (i = 0; i < length; i++) {
		if (!is_name_character(name[i]))
			return -EINVAL;
	}
	memcpy(to, name, length);
	return 0;
}

/* Takes a copy of all that the driver handed in but the operations. */
static int prepare(struct banos_device_driver *driver,
		   const struct banos_device_driver_options *options,
		   const char *default_name)
{
	struct device_matches matches;
	u32 bus = options->bus;
	int error;

	if (options->reserved)
		return -EINVAL;
	error = copy_name(driver->name, options->name ?: default_name);
	if (!error)
		error = device_matches_copy(&matches, &bus, options);
	if (error)
		return error;
	driver->bus = find_bus(bus);
	error = driver->bus ? driver->bus->create(driver, &matches) :
			      -EOPNOTSUPP;
	device_matches_free(&matches);
	return error;
}

static struct banos_device_driver *
allocate(struct instance *owner,
	 const struct banos_device_driver_options *options)
{
	struct banos_device_driver *driver;
	int error;

	driver = kzalloc(sizeof(*driver), GFP_KERNEL);
	if (!driver)
		return ERR_PTR(-ENOMEM);
	error = prepare(driver, options, instance_name(owner));
	if (!error)
		return driver;
	kfree(driver);
	return ERR_PTR(error);
}

/* From bus->add() on there are callbacks. */
static int publish(struct instance *owner, struct banos_device_driver *driver,
		   struct banos_device_driver **out)
{
	int error;

	handle_add(owner, &driver->handle, &device_driver_class);
	*out = driver;
	error = driver->bus->add(driver);
	if (!error)
		return 0;
	handle_remove(&driver->handle);
	*out = NULL;
	return error == -EBUSY ? -EEXIST : error;
}

int32_t
banos_device_driver_create(struct banos_driver *driver,
			   const struct banos_device_driver_options *given,
			   const struct banos_device_operations *operations,
			   void *context, struct banos_device_driver **out)
{
	struct instance *owner = instance_of(driver);
	struct banos_device_driver_options options;
	struct banos_device_operations callbacks;
	struct banos_device_driver *created;
	int error;

	if (!owner || !out)
		return -EINVAL;
	error = abi_copy_struct(&options, sizeof(options), OPTIONS_FIRST_SIZE,
				given);
	if (!error)
		error = abi_copy_callbacks(owner, &callbacks, sizeof(callbacks),
					   OPERATIONS_FIRST_SIZE, operations);
	if (!error && !callbacks.probe)
		error = -EINVAL;
	if (!error)
		error = handle_may_create(owner);
	if (error)
		return error;
	created = allocate(owner, &options);
	if (IS_ERR(created))
		return abi_error_from_kernel(PTR_ERR(created));
	created->operations = callbacks;
	created->context = context;
	error = publish(owner, created, out);
	if (error)
		free_driver(created);
	return abi_error_from_kernel(error);
}
SHIM_EXPORT_GPL(banos_device_driver_create, BANOS_VERSION(0, 9, 1));

void banos_device_driver_destroy(struct banos_device_driver *driver)
{
	if (!driver || !handle_remove(&driver->handle))
		return;
	driver->bus->remove(driver);
	free_driver(driver);
}
SHIM_EXPORT_GPL(banos_device_driver_destroy, BANOS_VERSION(0, 9, 1));
