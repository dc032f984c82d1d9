// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/*
 * Interrupts of devices. See device.h.
 *
 * The functions need no gate: free_irq() waits for those that run, and comes
 * before the driver's code goes, because its devices are removed before.
 */
#include <linux/ctype.h>
#include <linux/device.h>
#include <linux/interrupt.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/string.h>

#include <banos/interrupt.h>

#include "abi.h"
#include "device.h"
#include "export.h"

/* Of the struct, as it first appeared. */
#define OPTIONS_FIRST_SIZE 40

#define NAME_LENGTH 31
#define ALL_KINDS                                                             \
	(BANOS_INTERRUPT_LINE | BANOS_INTERRUPT_MSI | BANOS_INTERRUPT_MSIX)

SHIM_STRUCT(banos_interrupt_options);

/**
 * struct banos_interrupt - one vector with its functions
 * @resource: of the device
 * @number:   the kernel's
 * @handler:  the driver's, or NULL
 * @thread:   the same
 * @context:  for them
 * @name:     in /proc/interrupts
 */
struct banos_interrupt {
	struct device_resource resource;
	int number;
	u32 (*handler)(struct banos_interrupt *interrupt, void *context);
	void (*thread)(struct banos_interrupt *interrupt, void *context);
	void *context;
	char *name;
};

static irqreturn_t call_handler(int number, void *data)
{
	struct banos_interrupt *interrupt = data;

	switch (interrupt->handler(interrupt, interrupt->context)) {
	case BANOS_INTERRUPT_NOT_MINE:
		return IRQ_NONE;
	case BANOS_INTERRUPT_THREAD:
		return interrupt->thread ? IRQ_WAKE_THREAD : IRQ_HANDLED;
	}
	return IRQ_HANDLED;
}

static irqreturn_t call_thread(int number, void *data)
{
	struct banos_interrupt *interrupt = data;

	interrupt->thread(interrupt, interrupt->context);
	return IRQ_HANDLED;
}

static void free_interrupt(struct banos_interrupt *interrupt)
{
	kfree(interrupt->name);
	kfree(interrupt);
}

static void release_interrupt(struct device_resource *resource)
{
	struct banos_interrupt *interrupt =
		container_of(resource, struct banos_interrupt, resource);

	free_irq(interrupt->number, interrupt);
	free_interrupt(interrupt);
}

static int take_vectors(struct banos_device *device, u32 least, u32 most,
			u32 kinds)
{
	const struct device_bus *bus = device->driver->bus;
	int count;

	if (device->gone)
		return -ENODEV;
	if (device->vectors)
		return -EALREADY;
	count = bus->vectors(device->kernel, least, most, kinds,
			     &device->vector_kind);
	if (count > 0)
		device->vectors = count;
	return count;
}

int32_t banos_interrupt_vectors(struct banos_device *device, uint32_t least,
				uint32_t most, uint32_t kinds)
{
	int count;

	if (!device || !least || least > most ||
	    most > BANOS_INTERRUPT_MOST_VECTORS || kinds & ~ALL_KINDS)
		return -EINVAL;
	mutex_lock(&device->lock);
	count = take_vectors(device, least, most, kinds);
	mutex_unlock(&device->lock);
	return abi_error_from_kernel(count);
}
SHIM_EXPORT_GPL(banos_interrupt_vectors, BANOS_VERSION(0, 9, 1));

uint32_t banos_interrupt_kind(const struct banos_device *device)
{
	return device->vector_kind;
}
SHIM_EXPORT(banos_interrupt_kind, BANOS_VERSION(0, 9, 1));

static bool is_name(const char *name)
{
	size_t length = strnlen(name, NAME_LENGTH + 1);
	size_t i;

	for (i = 0; i < length; i++) {
		if (!isascii(name[i]) || !isgraph(name[i]) || name[i] == '/')
			return false;
	}
	return length && length <= NAME_LENGTH;
}

static int check_options(const struct banos_device *device,
			 const struct banos_interrupt_options *options)
{
	const struct instance *owner = device->driver->handle.owner;

	if (options->flags & ~BANOS_INTERRUPT_HARD ||
	    options->vector >= device->vectors ||
	    (options->name && !is_name(options->name)))
		return -EINVAL;
	if (!options->handler &&
	    (!options->thread ||
	     device->vector_kind == BANOS_INTERRUPT_LINE))
		return -EINVAL;
	if (abi_check_callback(owner, options->handler) ||
	    abi_check_callback(owner, options->thread))
		return -EINVAL;
	return 0;
}

static struct banos_interrupt *
allocate(struct banos_device *device,
	 const struct banos_interrupt_options *options, void *context)
{
	struct banos_interrupt *interrupt =
		kzalloc(sizeof(*interrupt), GFP_KERNEL);

	if (!interrupt)
		return NULL;
	interrupt->name = kasprintf(GFP_KERNEL, "%s:%s", device->driver->name,
				    options->name ?: dev_name(device->kernel));
	if (!interrupt->name) {
		kfree(interrupt);
		return NULL;
	}
	interrupt->handler = options->handler;
	interrupt->thread = options->thread;
	interrupt->context = context;
	interrupt->resource.stage = DEVICE_INTERRUPTS;
	interrupt->resource.release = release_interrupt;
	return interrupt;
}

static unsigned long kernel_flags(const struct banos_device *device,
				  const struct banos_interrupt_options *options)
{
	unsigned long flags = 0;

	if (device->vector_kind == BANOS_INTERRUPT_LINE)
		flags |= IRQF_SHARED;
	if (options->flags & BANOS_INTERRUPT_HARD)
		flags |= IRQF_NO_THREAD;
	if (!options->handler)
		flags |= IRQF_ONESHOT;
	return flags;
}

static int request(struct banos_device *device,
		   struct banos_interrupt *interrupt,
		   const struct banos_interrupt_options *options)
{
	int number = device->driver->bus->vector(device->kernel,
						 options->vector);

	if (number < 0)
		return number;
	interrupt->number = number;
	return request_threaded_irq(number,
				    options->handler ? call_handler : NULL,
				    options->thread ? call_thread : NULL,
				    kernel_flags(device, options),
				    interrupt->name, interrupt);
}

/* Interrupts may come from request() on. */
static int publish(struct banos_device *device,
		   struct banos_interrupt *interrupt,
		   const struct banos_interrupt_options *options,
		   struct banos_interrupt **out)
{
	int error;

	*out = interrupt;
	error = request(device, interrupt, options);
	if (error)
		goto forget;
	error = device_resource_add(device, &interrupt->resource);
	if (error)
		goto free_irq;
	return 0;
free_irq:
	free_irq(interrupt->number, interrupt);
forget:
	*out = NULL;
	return error;
}

int32_t banos_interrupt_create(struct banos_device *device,
			       const struct banos_interrupt_options *given,
			       void *context, struct banos_interrupt **out)
{
	struct banos_interrupt_options options;
	struct banos_interrupt *interrupt;
	int error;

	if (!device || !out)
		return -EINVAL;
	error = abi_copy_struct(&options, sizeof(options), OPTIONS_FIRST_SIZE,
				given);
	if (!error)
		error = check_options(device, &options);
	if (error)
		return error;
	interrupt = allocate(device, &options, context);
	if (!interrupt)
		return -ENOMEM;
	error = publish(device, interrupt, &options, out);
	if (error)
		free_interrupt(interrupt);
	return abi_error_from_kernel(error);
}
SHIM_EXPORT_GPL(banos_interrupt_create, BANOS_VERSION(0, 9, 1));

void banos_interrupt_destroy(struct banos_interrupt *interrupt)
{
	if (!interrupt)
		return;
	device_resource_remove(&interrupt->resource);
	release_interrupt(&interrupt->resource);
}
SHIM_EXPORT_GPL(banos_interrupt_destroy, BANOS_VERSION(0, 9, 1));

void banos_interrupt_synchronize(struct banos_interrupt *interrupt)
{
	synchronize_irq(interrupt->number);
}
SHIM_EXPORT_GPL(banos_interrupt_synchronize, BANOS_VERSION(0, 9, 1));
