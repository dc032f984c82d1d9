/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * Devices: pieces of hardware that a bus found, and that a driver drives.
 *
 * A driver says which devices it is for by a table, and what to do with one by
 * callbacks; it is told of each that is there, and of each that comes or goes
 * later:
 *
 *	BANOS_PCI_MATCHES(edu_matches) = {
 *		BANOS_PCI_MATCH(0x1234, 0x11e8, 0),
 *	};
 *
 *	static int32_t edu_probe(struct banos_device *device, uint64_t data);
 *	static void edu_remove(struct banos_device *device);
 *
 *	static const struct banos_device_operations edu_operations = {
 *		.size = sizeof(edu_operations),
 *		.probe = edu_probe,
 *		.remove = edu_remove,
 *	};
 *
 *	static const struct banos_device_driver_options edu_options = {
 *		.size = sizeof(edu_options),
 *		.matches = edu_matches,
 *		.matches_size = sizeof(edu_matches),
 *	};
 *
 *	error = banos_device_driver_create(driver, &edu_options,
 *					   &edu_operations, NULL, &edu_driver);
 *
 * Which bus it is, is said by the table: see <banos/pci.h>, <banos/platform.h>.
 * What can be done with a device is the same on each: its registers
 * (<banos/registers.h>), its interrupts (<banos/interrupt.h>), the memory that
 * it reads and writes by itself (<banos/dma.h>).
 *
 * Whatever a driver took for a device is given back, if need be by banos, when
 * remove() has returned: first its interrupts end, then it may not reach
 * memory any more, then the rest goes, the newest first. So remove() has to
 * see to what is not the device's alone (a node in /dev, a disk, a timer), and
 * that these do not use the device any more.
 *
 * A device that another driver has is left alone, as the kernel does it. Who
 * administrates the machine may take it away from that driver, and, by
 * driver_override in sysfs, say that it is for this one.
 *
 * For drivers with a GPL-compatible licence.
 */
#ifndef BANOS_DEVICE_DRIVER_H
#define BANOS_DEVICE_DRIVER_H

#include <banos/types.h>

BANOS_BEGIN_DECLARATIONS

struct banos_device;        /* a device, from probe() to the end of remove() */
struct banos_device_driver; /* what drives devices; one in sysfs */

/* What found a device. Since: 0.9.1 */
enum banos_bus {
	BANOS_BUS_PCI = 1,      /* struct banos_pci_match */
	BANOS_BUS_PLATFORM = 2, /* struct banos_platform_match: by its name */
	BANOS_BUS_ACPI = 3,     /* the same, by what the firmware calls it */
};

/*
 * What makes an array a table of matches; the macros of the buses have it. All
 * tables of an image are together in section .banos-match, which holds numbers
 * and characters only, no addresses: `banosctl index` reads it from the file,
 * to tell which image is for which device. Each match begins with its size and
 * its bus, so that a reader passes over those that it does not know.
 *
 * Since: 0.9.1
 */
#define BANOS_MATCHES                                                         \
	__attribute__((used, section(".banos-match"), aligned(8)))

/**
 * struct banos_device_driver_options - which devices, and under what name
 * @size:         sizeof(struct banos_device_driver_options), as the driver was
 *                compiled
 * @name:         in sysfs, under /sys/bus/<bus>/drivers: 1 to 63 bytes of
 *                [A-Za-z0-9_.-], not "." or ".."; NULL: the name of the driver
 * @matches:      a table, all of it of one bus (BANOS_BUS_PLATFORM and
 *                BANOS_BUS_ACPI are one). NULL: there is none
 * @matches_size: sizeof(the table), bytes, at most 64 KiB
 * @bus:          of enum banos_bus, or 0: that of the first match
 *
 * With @bus and without matches a driver gets only those devices that
 * driver_override in sysfs is set for.
 *
 * Since: 0.9.1
 */
struct banos_device_driver_options {
	uint64_t    size;
	const char *name;
	const void *matches;
	uint64_t    matches_size;
	uint32_t    bus;
	uint32_t    reserved; /* 0 */
};

/**
 * struct banos_device_operations - what a driver does with a device
 * @size:     sizeof(struct banos_device_operations), as the driver was compiled
 * @probe:    bring it up. It is switched on, and does not reach memory by
 *            itself yet. @data is that of the match; 0 if it was bound without
 *            one. 0: it is the driver's. A negative error: it is not, what
 *            was taken for it is given back, and there is no @remove.
 *            Required
 * @remove:   take it down; @device and all that belongs to it is not to be
 *            used after that. It may have been pulled out: then reads give all
 *            bits one, and waiting for it makes no sense. NULL: nothing to do
 * @suspend:  the machine goes to sleep: stop it, and remember what it loses.
 *            0 or a negative error: then the machine stays awake. Network
 *            interfaces on it were stopped before. NULL: nothing to do
 * @resume:   the machine is back; what the device forgot is set anew. What the
 *            bus knows (switched on, may reach memory, its interrupts) is as
 *            before. Network interfaces on it are opened after that. NULL:
 *            nothing to do
 * @shutdown: the machine is switched off or starts another kernel: stop it so
 *            that it leaves memory alone. Nothing has to be freed; there is no
 *            @remove. NULL: it is forbidden to reach memory
 *
 * All of them may sleep. For one device, only one of them runs at a time; for
 * several, several may. They may run until banos_device_driver_destroy() has
 * returned, which calls @remove for all devices that are left.
 *
 * Since: 0.9.1
 */
struct banos_device_operations {
	uint64_t size;
	int32_t  (*probe)(struct banos_device *device, uint64_t data);
	void     (*remove)(struct banos_device *device);
	int32_t  (*suspend)(struct banos_device *device);
	int32_t  (*resume)(struct banos_device *device);
	void     (*shutdown)(struct banos_device *device);
};

/**
 * banos_device_driver_create - drive devices
 * @driver:     owner of it, which ends with it at the latest
 * @options:    copied, with the table; may live on the stack
 * @operations: copied
 * @context:    what banos_device_driver_context() answers; never looked at
 * @out:        out: the handle, owned by @driver; written before the first
 *              callback
 *
 * Devices that are there already are probed before this returns. That one of
 * them refuses to work is not an error of this call.
 *
 * Context: may sleep; not from a callback of a device.
 * Since:   0.9.1; for drivers with a GPL-compatible licence
 * Returns: 0, or
 *          -BANOS_EEXIST     the bus has a driver of that name
 *          -BANOS_EINVAL     @driver is none, a callback is not in its code,
 *                            @probe is NULL, the name is not one, the table
 *                            is damaged, or of several buses
 *          -BANOS_E2BIG      a byte that this version does not know is not
 *                            zero, or the table is too long
 *          -BANOS_EOPNOTSUPP a bus that this version does not know
 *          -BANOS_ENODEV     the driver is being uninstalled
 *          -BANOS_ENOMEM     out of memory
 */
BANOS_MUST_CHECK
int32_t
banos_device_driver_create(struct banos_driver *driver,
			   const struct banos_device_driver_options *options,
			   const struct banos_device_operations *operations,
			   void *context, struct banos_device_driver **out);

/**
 * banos_device_driver_destroy - drive no devices any more
 * @device_driver: not to be used by anybody from here on; may be NULL
 *
 * remove() is called for each device that it has. No callback runs after this
 * has returned.
 *
 * Context: may sleep; not from a callback of a device.
 * Since:   0.9.1; GPL-compatible
 */
void banos_device_driver_destroy(struct banos_device_driver *device_driver);

/*
 * The following may be called from probe() on, until remove() has returned;
 * and the same holds for all that the other headers offer for a device.
 */

/* What bus it is on, of enum banos_bus. Context: any. Since: 0.9.1 */
uint32_t banos_device_bus(const struct banos_device *device);

/* As in sysfs: "0000:00:04.0". Context: any. Since: 0.9.1 */
const char *banos_device_name(const struct banos_device *device);

/* Whose device this is. Context: any. Since: 0.9.1 */
struct banos_driver *banos_device_driver(const struct banos_device *device);

/* What banos_device_driver_create() was given. Context: any. Since: 0.9.1 */
void *banos_device_driver_context(const struct banos_device *device);

/* What banos_device_set_context() stored, or NULL. Context: any. Since: 0.9.1 */
void *banos_device_context(const struct banos_device *device);

/* Stores the driver's own pointer; best in probe(). Context: any. Since: 0.9.1 */
void banos_device_set_context(struct banos_device *device, void *context);

BANOS_END_DECLARATIONS

#endif
