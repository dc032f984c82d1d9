/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * Registers of a device, in memory (MMIO) or in ports.
 *
 *	error = banos_registers_map(device, 0, &registers);
 *	...
 *	banos_registers_write32(registers, EDU_FACTORIAL, 5);
 *	while (banos_registers_read32(registers, EDU_STATUS) & EDU_COMPUTING)
 *		...
 *
 * Numbers are little endian, as PCI has them. Reads and writes reach the
 * device in the order in which they are made. A write has come before memory
 * that was written earlier is read by the device: it sees that memory as it
 * was at the write. A write may be on its way for a while; a read of the same
 * device makes sure that it has arrived.
 *
 * Offsets are checked: outside of the registers, or not a multiple of the
 * size, a read gives all bits one, and a write does nothing. So does a device
 * that was pulled out.
 */
#ifndef BANOS_REGISTERS_H
#define BANOS_REGISTERS_H

#include <banos/device_driver.h>
#include <banos/types.h>

BANOS_BEGIN_DECLARATIONS

struct banos_registers; /* some registers, from mapping to unmapping */

/**
 * banos_registers_map - make some registers of a device accessible
 * @device: whose
 * @number: on PCI of the base address register, 0 to 5; on platforms of the
 *          resource of kind memory or port, from 0
 * @out:    out: belongs to @device, and ends with it at the latest
 *
 * They are the driver's alone: nobody else can map them meanwhile.
 *
 * Context: may sleep.
 * Since:   0.9.1; GPL-compatible
 * Returns: 0, or
 *          -BANOS_EBUSY  somebody else has them
 *          -BANOS_EINVAL a pointer is NULL
 *          -BANOS_ENODEV the device is being removed
 *          -BANOS_ENOENT the device has none of that number
 *          -BANOS_ENOMEM out of memory
 */
BANOS_MUST_CHECK
int32_t banos_registers_map(struct banos_device *device, uint32_t number,
			    struct banos_registers **out);

/* Gives them back; may be NULL. Context: may sleep. Since: 0.9.1 */
void banos_registers_unmap(struct banos_registers *registers);

/* How many there are, bytes. Context: any. Since: 0.9.1 */
uint64_t banos_registers_size(const struct banos_registers *registers);

/* Reads 8 bits at @offset, bytes. Context: any, also hard. Since: 0.9.1 */
uint8_t banos_registers_read8(const struct banos_registers *registers,
			      uint64_t offset);

/* Reads 16 bits at @offset, bytes. Context: any, also hard. Since: 0.9.1 */
uint16_t banos_registers_read16(const struct banos_registers *registers,
				uint64_t offset);

/* Reads 32 bits at @offset, bytes. Context: any, also hard. Since: 0.9.1 */
uint32_t banos_registers_read32(const struct banos_registers *registers,
				uint64_t offset);

/*
 * Reads 64 bits; in ports by two reads, the lower half first. Context: any,
 * also hard interrupts. Since: 0.9.1
 */
uint64_t banos_registers_read64(const struct banos_registers *registers,
				uint64_t offset);

/* Writes 8 bits at @offset, bytes. Context: any, also hard. Since: 0.9.1 */
void banos_registers_write8(struct banos_registers *registers, uint64_t offset,
			    uint8_t value);

/* Writes 16 bits at @offset, bytes. Context: any, also hard. Since: 0.9.1 */
void banos_registers_write16(struct banos_registers *registers, uint64_t offset,
			     uint16_t value);

/* Writes 32 bits at @offset, bytes. Context: any, also hard. Since: 0.9.1 */
void banos_registers_write32(struct banos_registers *registers, uint64_t offset,
			     uint32_t value);

/*
 * Writes 64 bits; in ports by two writes, the lower half first. Context: any,
 * also hard interrupts. Since: 0.9.1
 */
void banos_registers_write64(struct banos_registers *registers, uint64_t offset,
			     uint64_t value);

BANOS_END_DECLARATIONS

#endif
