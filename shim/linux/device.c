// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/*
 * Devices: from probe() to the end of remove(). See device.h.
 */
#include <linux/device.h>
#include <linux/kernel.h>
#include <linux/pm.h>
#include <linux/slab.h>

#include "abi.h"
#include "device.h"
#include "export.h"
#include "instance.h"

int device_resource_add(struct banos_device *device,
			struct device_resource *resource)
{
	int error = 0;

	resource->device = device;
	mutex_lock(&device->lock);
	if (device->gone)
		error = -ENODEV;
	else
		list_add_tail(&resource->node, &device->resources);
	mutex_unlock(&device->lock);
	return error;
}

void device_resource_remove(struct device_resource *resource)
{
	mutex_lock(&resource->device->lock);
	list_del(&resource->node);
	mutex_unlock(&resource->device->lock);
}

/* The newest of a stage, off the list; or NULL. */
static struct device_resource *take_last(struct banos_device *device,
					 enum device_resource_stage stage)
{
	struct device_resource *resource, *last = NULL;

	mutex_lock(&device->lock);
	list_for_each_entry_reverse(resource, &device->resources, node) {
		if (resource->stage == stage) {
			list_del(&resource->node);
			last = resource;
			break;
		}
	}
	mutex_unlock(&device->lock);
	return last;
}

static void release_stage(struct banos_device *device,
			  enum device_resource_stage stage)
{
	struct device_resource *resource;

	while ((resource = take_last(device, stage)))
		resource->release(resource);
}

/*
 * What the driver did not give back. A device that it forgot to stop is kept
 * from memory before that is freed, and from a line that others share before
 * nobody is there who could silence it.
 */
static void release_resources(struct banos_device *device)
{
	const struct device_bus *bus = device->driver->bus;

	mutex_lock(&device->lock);
	device->gone = true;
	mutex_unlock(&device->lock);
	bus->quiet(device->kernel);
	release_stage(device, DEVICE_INTERRUPTS);
	if (device->vectors) {
		bus->free_vectors(device->kernel);
		/* Without messages, the line would be on again. */
		bus->quiet(device->kernel);
	}
	release_stage(device, DEVICE_OTHERS);
	bus->stop(device->kernel);
}

static struct banos_device *create(struct banos_device_driver *driver,
				   struct device *kernel)
{
	struct banos_device *device = kzalloc(sizeof(*device), GFP_KERNEL);

	if (!device)
		return NULL;
	device->driver = driver;
	device->kernel = kernel;
	mutex_init(&device->lock);
	INIT_LIST_HEAD(&device->resources);
	return device;
}

static void destroy(struct banos_device *device)
{
	dev_set_drvdata(device->kernel, NULL);
	mutex_destroy(&device->lock);
	kfree(device);
}

/* A positive answer of probe() means nothing. */
static int ask_probe(struct banos_device *device, u64 data)
{
	struct banos_device_driver *driver = device->driver;
	s64 answer = driver->operations.probe(device, data);

	return answer > 0 ? -EINVAL : abi_error(driver->handle.owner, answer);
}

static int bring_up(struct banos_device_driver *driver, struct device *kernel,
		    u64 data)
{
	struct banos_device *device = create(driver, kernel);
	int error;

	if (!device)
		return -ENOMEM;
	dev_set_drvdata(kernel, device);
	error = driver->bus->start(kernel);
	if (error)
		goto destroy;
	error = ask_probe(device, data);
	if (error)
		goto release;
	return 0;
release:
	release_resources(device);
destroy:
	destroy(device);
	return error;
}

int device_on_probe(struct banos_device_driver *driver, struct device *kernel,
		    u64 data)
{
	struct instance *owner = driver->handle.owner;
	int error;

	if (!instance_enter(owner))
		return -ENODEV;
	error = bring_up(driver, kernel, data);
	instance_exit(owner);
	return error;
}

/* Also while the instance leaves: see device.h. */
void device_on_remove(struct device *kernel)
{
	struct banos_device *device = dev_get_drvdata(kernel);
	struct banos_device_driver *driver = device->driver;
	bool entered = instance_enter(driver->handle.owner);

	if (driver->operations.remove && !READ_ONCE(driver->silent))
		driver->operations.remove(device);
	release_resources(device);
	destroy(device);
	if (entered)
		instance_exit(driver->handle.owner);
}

void device_on_shutdown(struct device *kernel)
{
	struct banos_device *device = dev_get_drvdata(kernel);
	struct banos_device_driver *driver;

	/* The kernel calls it for a device without a driver, too. */
	if (!device)
		return;
	driver = device->driver;
	if (driver->operations.shutdown && !READ_ONCE(driver->silent))
		driver->operations.shutdown(device);
	else
		driver->bus->quiet(kernel);
}

static int call_power(struct device *kernel,
		      int32_t (*callback)(struct banos_device *device))
{
	struct banos_device *device = dev_get_drvdata(kernel);
	struct banos_device_driver *driver = device->driver;
	s64 answer;

	if (!callback || READ_ONCE(driver->silent))
		return 0;
	answer = callback(device);
	return answer > 0 ? 0 : abi_error(driver->handle.owner, answer);
}

static const struct banos_device_operations *
operations_of(struct device *kernel)
{
	struct banos_device *device = dev_get_drvdata(kernel);

	return &device->driver->operations;
}

/* Its interfaces are stopped first, and opened again last. */
static int device_suspend(struct device *kernel)
{
	struct banos_device *device = dev_get_drvdata(kernel);
	int error;

	net_sleep(device);
	error = call_power(kernel, operations_of(kernel)->suspend);
	if (error)
		(void)!net_wake(device);
	return error;
}

static int device_resume(struct device *kernel)
{
	int error = call_power(kernel, operations_of(kernel)->resume);

	return error ?: net_wake(dev_get_drvdata(kernel));
}

/* Hibernation, too: the image must not have a device at work in it. */
const struct dev_pm_ops device_power_operations = {
	.suspend = device_suspend,
	.resume = device_resume,
	.freeze = device_suspend,
	.thaw = device_resume,
	.poweroff = device_suspend,
	.restore = device_resume,
};

uint32_t banos_device_bus(const struct banos_device *device)
{
	return device->driver->bus->number;
}
SHIM_EXPORT(banos_device_bus, BANOS_VERSION(0, 9, 1));

const char *banos_device_name(const struct banos_device *device)
{
	return dev_name(device->kernel);
}
SHIM_EXPORT(banos_device_name, BANOS_VERSION(0, 9, 1));

struct banos_driver *banos_device_driver(const struct banos_device *device)
{
	return instance_driver(device->driver->handle.owner);
}
SHIM_EXPORT(banos_device_driver, BANOS_VERSION(0, 9, 1));

void *banos_device_driver_context(const struct banos_device *device)
{
	return device->driver->context;
}
SHIM_EXPORT(banos_device_driver_context, BANOS_VERSION(0, 9, 1));

void *banos_device_context(const struct banos_device *device)
{
	return READ_ONCE(device->context);
}
SHIM_EXPORT(banos_device_context, BANOS_VERSION(0, 9, 1));

void banos_device_set_context(struct banos_device *device, void *context)
{
	WRITE_ONCE(device->context, context);
}
SHIM_EXPORT(banos_device_set_context, BANOS_VERSION(0, 9, 1));
