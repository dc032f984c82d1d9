/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 The banos developers */
/*
 * Devices, among their own files:
 *
 *	device.c         devices: from probe() to the end of remove()
 *	device_driver.c  what drives devices
 *	device_match.c   tables of matches, as drivers hand them in
 *	pci.c            the bus PCI
 *	platform.c       the bus of platform devices
 *	registers.c      registers
 *	interrupt.c      interrupts
 *	dma.c            memory that driver and device share
 *	dma_mapping.c    transfers
 *
 * The kernel calls a driver's callbacks for a device one at a time (with the
 * device's lock held), and none after the driver was unregistered, which waits
 * for them. So their code stays where it is without a reference on the
 * instance's calls; they take one if they can get it, so that a plain
 * uninstall finds them.
 */
#ifndef BANOS_SHIM_DEVICE_H
#define BANOS_SHIM_DEVICE_H

#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/types.h>

#include <banos/device_driver.h>

#include "handle.h"

struct device;
struct device_bus;
struct resource;

#define DEVICE_DRIVER_NAME_SIZE 64

/**
 * struct device_matches - a table of matches, checked
 * @entries: a copy of the table
 * @size:    bytes
 * @count:   matches in it, all of one bus
 */
struct device_matches {
	void *entries;
	u32 size;
	u32 count;
};

/**
 * struct banos_device_driver - what drives devices
 * @handle:     the driver's handle
 * @operations: the driver's
 * @context:    the driver's
 * @bus:        where the devices are
 * @on_bus:     what the bus keeps for it
 * @silent:     the driver is not called any more; devices just go
 * @name:       in sysfs
 */
struct banos_device_driver {
	struct handle handle;
	struct banos_device_operations operations;
	void *context;
	const struct device_bus *bus;
	void *on_bus;
	bool silent;
	char name[DEVICE_DRIVER_NAME_SIZE];
};

/**
 * struct banos_device - a device that a driver has
 * @driver:    of it
 * @kernel:    the kernel's
 * @context:   the driver's
 * @lock:      guards the next four
 * @resources: that the driver took, oldest first
 * @gone:      remove() is over: nothing can be taken any more
 * @vectors:   of interrupts, that there are
 * @vector_kind: of enum banos_interrupt_kinds
 * @reaches_memory: banos_dma_enable() was made
 */
struct banos_device {
	struct banos_device_driver *driver;
	struct device *kernel;
	void *context;
	struct mutex lock; /* of the rest */
	struct list_head resources;
	bool gone;
	u32 vectors;
	u32 vector_kind;
	bool reaches_memory;
};

/* net_power.c: the interfaces on a device stop; and go on, or an error. */
void net_sleep(const struct banos_device *device);
int net_wake(const struct banos_device *device);

/* Which resources go first when a device goes. */
enum device_resource_stage {
	DEVICE_INTERRUPTS,
	DEVICE_OTHERS,
	DEVICE_STAGES,
};

struct device_resource;

/**
 * struct device_resource - something that a driver took for a device
 * @node:    in the device's resources
 * @device:  whose
 * @stage:   when to release it
 * @release: gives it back and frees it; it is off the list. May sleep
 */
struct device_resource {
	struct list_head node;
	struct banos_device *device;
	enum device_resource_stage stage;
	void (*release)(struct device_resource *resource);
};

/* Returns: 0, or -ENODEV: the device is gone; then nothing was added. */
int __must_check device_resource_add(struct banos_device *device,
				     struct device_resource *resource);

/* The driver gives it back by itself: then it is for the caller to release. */
void device_resource_remove(struct device_resource *resource);

/**
 * struct device_bus - how a bus does what all of them do
 * @number:     of enum banos_bus
 * @create:     driver->on_bus, of a table of matches
 * @destroy:    the mirror
 * @add:        from here on devices are probed. -EBUSY: the name is taken
 * @remove:     all devices were removed when it returns
 * @start:      switch a device on
 * @quiet:      it may not reach memory, nor interrupt by a line
 * @stop:       switch it off
 * @allow_dma:  it may reach memory
 * @find:       registers, see banos_registers_map(); or NULL: no such number
 * @vectors:    see banos_interrupt_vectors(); sets *@kind
 * @free_vectors: the mirror
 * @vector:     the kernel's number of one, or a negative error
 */
struct device_bus {
	u32 number;
	int (*create)(struct banos_device_driver *driver,
		      const struct device_matches *matches);
	void (*destroy)(struct banos_device_driver *driver);
	int (*add)(struct banos_device_driver *driver);
	void (*remove)(struct banos_device_driver *driver);
	int (*start)(struct device *kernel);
	void (*quiet)(struct device *kernel);
	void (*stop)(struct device *kernel);
	void (*allow_dma)(struct device *kernel);
	struct resource *(*find)(struct device *kernel, u32 number);
	int (*vectors)(struct device *kernel, u32 least, u32 most, u32 kinds,
		       u32 *kind);
	void (*free_vectors)(struct device *kernel);
	int (*vector)(struct device *kernel, u32 number);
};

extern const struct device_bus device_bus_pci, device_bus_platform;

/* Copy and check a table. Returns: 0, -EINVAL, -E2BIG, -EOPNOTSUPP, -ENOMEM. */
int __must_check
device_matches_copy(struct device_matches *matches, u32 *bus,
		    const struct banos_device_driver_options *options);
void device_matches_free(struct device_matches *matches);

/* What the buses hand on from the kernel; @data: of the match. */
int device_on_probe(struct banos_device_driver *driver, struct device *kernel,
		    u64 data);
void device_on_remove(struct device *kernel);
void device_on_shutdown(struct device *kernel);

extern const struct dev_pm_ops device_power_operations;

#endif
