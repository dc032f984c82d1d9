/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * Memory that a device reads and writes by itself (DMA).
 *
 * Two kinds. What driver and device use both, all the time, such as rings of
 * commands, is memory of its own kind:
 *
 *	error = banos_dma_enable(device, 64);
 *	error = banos_dma_memory_create(device, 4096, &ring);
 *	commands = banos_dma_memory_data(ring);
 *	banos_registers_write64(registers, RING, banos_dma_memory_address(ring));
 *
 * Data that comes from somewhere else and goes somewhere else is mapped for
 * the time of one transfer: pieces of ordinary memory are added to a mapping,
 * and out come segments for the device:
 *
 *	error = banos_dma_mapping_add(mapping, data, size);
 *	count = banos_dma_mapping_map(mapping, BANOS_DMA_FROM_DEVICE);
 *	for (i = 0; i < count; i++) {
 *		segment = banos_dma_mapping_segment(mapping, i);
 *		... segment.address, segment.size ...
 *	}
 *	... the transfer ...
 *	banos_dma_mapping_unmap(mapping);
 *
 * A mapping is made once, when there is time, and then used again and again:
 * adding and mapping neither allocate nor sleep.
 */
#ifndef BANOS_DMA_H
#define BANOS_DMA_H

#include <banos/device_driver.h>
#include <banos/types.h>

BANOS_BEGIN_DECLARATIONS

struct banos_dma_memory;  /* memory that driver and device share */
struct banos_dma_mapping; /* what a transfer is made from, again and again */

/* The largest banos_dma_memory, bytes. Since: 0.9.1 */
#define BANOS_DMA_MEMORY_LARGEST ((uint64_t)1 << 30)

/* The most pieces of a mapping. Since: 0.9.1 */
#define BANOS_DMA_MOST_PIECES 65536

/**
 * banos_dma_enable - allow the device to reach memory
 * @device:       whose
 * @address_bits: that it can drive, 1 to 64: no address that it is told will
 *                be longer
 *
 * Before anything else here; in probe(), as a rule.
 *
 * Context: may sleep.
 * Since:   0.9.1; GPL-compatible
 * Returns: 0, or
 *          -BANOS_EINVAL @address_bits is out of range
 *          -BANOS_EIO    there is no memory with such short addresses
 *          -BANOS_ENODEV the device is being removed
 */
BANOS_MUST_CHECK
int32_t banos_dma_enable(struct banos_device *device, uint32_t address_bits);

/**
 * banos_dma_memory_create - memory that driver and device share
 * @device: belongs to it, and ends with it at the latest
 * @size:   bytes, at most BANOS_DMA_MEMORY_LARGEST; a few MiB can be had
 * @out:    out: zeroed; in one piece, and aligned to the power of two that
 *          is not below @size, or to 4096 if that is more
 *
 * What one side writes the other one sees without further ado. The order in
 * which it sees several writes is that in which they were made, if there is a
 * write to a register between them, or banos_dma_write_barrier(); and reads
 * are in order with banos_dma_read_barrier() between them.
 *
 * Context: may sleep.
 * Since:   0.9.1; GPL-compatible
 * Returns: 0, or
 *          -BANOS_EINVAL a pointer is NULL, or @size is out of range
 *          -BANOS_ENODEV the device is being removed
 *          -BANOS_ENOMEM there is no such piece
 *          -BANOS_EPERM  no banos_dma_enable() has been made
 */
BANOS_MUST_CHECK
int32_t banos_dma_memory_create(struct banos_device *device, uint64_t size,
				struct banos_dma_memory **out);

/*
 * Gives it back; the device must not use it any more. It may be NULL. Context:
 * may sleep. Since: 0.9.1
 */
void banos_dma_memory_destroy(struct banos_dma_memory *memory);

/* For the driver. Context: any. Since: 0.9.1 */
void *banos_dma_memory_data(const struct banos_dma_memory *memory);

/* For the device. Context: any. Since: 0.9.1 */
uint64_t banos_dma_memory_address(const struct banos_dma_memory *memory);

/* As it was asked for, bytes. Context: any. Since: 0.9.1 */
uint64_t banos_dma_memory_size(const struct banos_dma_memory *memory);

/*
 * What was written before is seen by the device before what is written after.
 * Context: any. Since: 0.9.1
 */
void banos_dma_write_barrier(void);

/*
 * What is read after was not there later than what was read before. Context:
 * any. Since: 0.9.1
 */
void banos_dma_read_barrier(void);

/* Who writes the memory of a transfer. Since: 0.9.1 */
enum banos_dma_direction {
	BANOS_DMA_TO_DEVICE = 1,
	BANOS_DMA_FROM_DEVICE = 2,
	BANOS_DMA_BOTH = 3,
};

/**
 * banos_dma_mapping_create - make a mapping, to be used again and again
 * @device:      belongs to it, and ends with it at the latest
 * @most_pieces: that will be mapped at once, 1 to BANOS_DMA_MOST_PIECES. Memory
 *               that is larger than a page may be several pieces: one for each
 *               page that it touches
 * @out:         out
 *
 * Context: may sleep.
 * Since:   0.9.1; GPL-compatible
 * Returns: 0, or -BANOS_EINVAL, -BANOS_ENODEV, -BANOS_ENOMEM or -BANOS_EPERM
 *          as banos_dma_memory_create()
 */
BANOS_MUST_CHECK
int32_t banos_dma_mapping_create(struct banos_device *device,
				 uint32_t most_pieces,
				 struct banos_dma_mapping **out);

/*
 * Gives it back, unmapped if need be. It may be NULL. Context: may sleep.
 * Since: 0.9.1
 */
void banos_dma_mapping_destroy(struct banos_dma_mapping *mapping);

/**
 * banos_dma_mapping_add - add memory, behind what was added before
 * @mapping: not mapped
 * @data:    any memory that the driver has or was handed, but no memory of
 *           programs, no registers, no stack, and no banos_dma_memory
 * @size:    bytes; 0 adds nothing
 *
 * A mapping may be used by one caller at a time.
 *
 * Context: any but hard interrupts.
 * Since:   0.9.1; GPL-compatible
 * Returns: 0, or
 *          -BANOS_E2BIG  more pieces than the mapping has room for; then
 *                        nothing of it was added
 *          -BANOS_EBUSY  it is mapped
 *          -BANOS_EINVAL @data is no such memory
 */
BANOS_MUST_CHECK
int32_t banos_dma_mapping_add(struct banos_dma_mapping *mapping, void *data,
			      uint64_t size);

/**
 * banos_dma_mapping_map - make segments for the device of what was added
 * @mapping:   with something added
 * @direction: of enum banos_dma_direction
 *
 * Until it is unmapped, the memory is the device's: the driver does not touch
 * it but between banos_dma_mapping_to_driver() and _to_device(). Segments are
 * in the order of what was added; neighbours may have become one, and there are
 * never more than pieces.
 *
 * Context: any but hard interrupts.
 * Since:   0.9.1; GPL-compatible
 * Returns: how many segments; or, and then all that was added is forgotten,
 *          -BANOS_EINVAL nothing was added, or no such direction
 *          -BANOS_EBUSY  it is mapped already; nothing is forgotten
 *          -BANOS_EIO    the device cannot reach the memory, or there is no
 *                        room for it just now
 */
BANOS_MUST_CHECK
int32_t banos_dma_mapping_map(struct banos_dma_mapping *mapping,
			      uint32_t direction);

/* What the device is told about a segment. Since: 0.9.1 */
struct banos_dma_segment {
	uint64_t address;
	uint64_t size; /* bytes */
};

/* Number @index; zeroes if there is none. Context: any. Since: 0.9.1 */
struct banos_dma_segment
banos_dma_mapping_segment(const struct banos_dma_mapping *mapping,
			  uint32_t index);

/*
 * For the time being, memory that is mapped is the driver's. Context: any but
 * hard interrupts. Since: 0.9.1
 */
void banos_dma_mapping_to_driver(struct banos_dma_mapping *mapping);

/* And the device's again. Context: any but hard interrupts. Since: 0.9.1 */
void banos_dma_mapping_to_device(struct banos_dma_mapping *mapping);

/**
 * banos_dma_mapping_unmap - the transfer is over
 *
 * Forgets what was added, mapped or not. The memory is the driver's again, with
 * what the device wrote.
 *
 * Context: any but hard interrupts.
 * Since:   0.9.1; GPL-compatible
 */
void banos_dma_mapping_unmap(struct banos_dma_mapping *mapping);

BANOS_END_DECLARATIONS

#endif
