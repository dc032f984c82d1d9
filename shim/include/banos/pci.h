/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * PCI and PCI Express: which devices a driver is for, and their configuration
 * space. All else about a device is in <banos/device_driver.h>.
 *
 *	BANOS_PCI_MATCHES(nvme_matches) = {
 *		BANOS_PCI_MATCH_CLASS(0x010802, 0xffffff, 0),
 *	};
 *
 * Base address registers are registers by their number: see
 * banos_registers_map().
 */
#ifndef BANOS_PCI_H
#define BANOS_PCI_H

#include <banos/device_driver.h>
#include <banos/types.h>

BANOS_BEGIN_DECLARATIONS

/* In a member of a match: whatever it is. Since: 0.9.1 */
#define BANOS_PCI_ANY UINT32_C(0xffffffff)

/**
 * struct banos_pci_match - a device, or a family of them
 * @size:             sizeof(struct banos_pci_match): of this match, bytes
 * @bus:              BANOS_BUS_PCI
 * @vendor:           16 bits, or BANOS_PCI_ANY
 * @device:           the same
 * @subsystem_vendor: the same
 * @subsystem_device: the same
 * @class_code:       base class << 16 | subclass << 8 | programming interface
 * @class_mask:       which bits of it count; of each of the three, all or none
 * @data:             what probe() is told
 *
 * Since: 0.9.1
 */
struct banos_pci_match {
	uint32_t size;
	uint32_t bus;
	uint32_t vendor;
	uint32_t device;
	uint32_t subsystem_vendor;
	uint32_t subsystem_device;
	uint32_t class_code;
	uint32_t class_mask;
	uint64_t data;
};

/* A table of matches: BANOS_PCI_MATCHES(name) = { ... }; Since: 0.9.1 */
#define BANOS_PCI_MATCHES(name)                                               \
	static const struct banos_pci_match name[] BANOS_MATCHES

/* An element of it: a device by its numbers. Since: 0.9.1 */
#define BANOS_PCI_MATCH(vendor, device, data)                                 \
	{ sizeof(struct banos_pci_match), BANOS_BUS_PCI, vendor, device,      \
	  BANOS_PCI_ANY, BANOS_PCI_ANY, 0, 0, data }

/* An element of it: all devices of a class. Since: 0.9.1 */
#define BANOS_PCI_MATCH_CLASS(code, mask, data)                               \
	{ sizeof(struct banos_pci_match), BANOS_BUS_PCI, BANOS_PCI_ANY,       \
	  BANOS_PCI_ANY, BANOS_PCI_ANY, BANOS_PCI_ANY, code, mask, data }

/**
 * banos_pci_config_read - read the configuration space
 * @device: on PCI
 * @offset: bytes, a multiple of @size, below 4096
 * @size:   1, 2 or 4 bytes
 * @value:  out; all bits one on failure
 *
 * Context: any.
 * Since:   0.9.1; GPL-compatible
 * Returns: 0, or
 *          -BANOS_EINVAL @device is not on PCI, or @offset or @size is out of
 *                        range
 *          -BANOS_EIO    it does not answer, or has not so much of it
 */
int32_t banos_pci_config_read(struct banos_device *device, uint32_t offset,
			      uint32_t size, uint32_t *value);

/**
 * banos_pci_config_write - write the configuration space
 *
 * What banos looks after by itself (the command register, base addresses,
 * message interrupts) is better left alone.
 *
 * Context: any.
 * Since:   0.9.1; GPL-compatible
 * Returns: as banos_pci_config_read()
 */
int32_t banos_pci_config_write(struct banos_device *device, uint32_t offset,
			       uint32_t size, uint32_t value);

/**
 * banos_pci_find_capability - where in the configuration space is one?
 * @device: on PCI
 * @id:     of the capability, as the standard has it
 *
 * Context: any.
 * Since:   0.9.1; GPL-compatible
 * Returns: its offset, bytes; 0: the device has none
 */
uint32_t banos_pci_find_capability(struct banos_device *device, uint32_t id);

/* The same for extended capabilities, at 256 and above. Since: 0.9.1 */
uint32_t banos_pci_find_extended_capability(struct banos_device *device,
					    uint32_t id);

BANOS_END_DECLARATIONS

#endif
