/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * A driver for QEMU's device "edu". It shows all that a driver of a PCI device
 * needs: registers, an interrupt, memory that both sides share, and going to
 * sleep. What programs see is in edu.h; what the device does, in QEMU's
 * docs/specs/edu.txt.
 */
#include "edu.h"

#include <banos/chrdev.h>
#include <banos/dma.h>
#include <banos/driver.h>
#include <banos/interrupt.h>
#include <banos/lock.h>
#include <banos/memory.h>
#include <banos/pci.h>
#include <banos/print.h>
#include <banos/registers.h>
#include <banos/user.h>
#include <banos/wait.h>

/* Registers, and their bits. */
#define EDU_IDENTITY         0x00
#define EDU_FACTORIAL_OF     0x08
#define EDU_STATUS           0x20
#define EDU_INTERRUPT_STATUS 0x24
#define EDU_INTERRUPT_DONE   0x64
#define EDU_DMA_FROM         0x80
#define EDU_DMA_TO           0x88
#define EDU_DMA_SIZE         0x90
#define EDU_DMA_COMMAND      0x98

#define EDU_IDENTITY_MASK  0xffff
#define EDU_IDENTITY_VALUE 0x00ed

#define EDU_STATUS_INTERRUPT 0x80 /* when a factorial is there */

#define EDU_DMA_START       1
#define EDU_DMA_FROM_DEVICE 2 /* else to it */
#define EDU_DMA_INTERRUPT   4 /* when it is done */

/* Its memory, as its DMA knows it, and what addresses it can drive. */
#define EDU_MEMORY_ADDRESS 0x40000
#define EDU_ADDRESS_BITS   28

/* What it takes on a busy machine; it should be a tenth of a second. */
#define EDU_PATIENCE_NS UINT64_C(10000000000)

/*
 * A device. The mutex lets one program at a time use it. The handler of its
 * interrupt completes "done".
 */
struct edu {
	struct banos_registers  *registers;
	struct banos_interrupt  *interrupt;
	struct banos_dma_memory *memory;
	struct banos_mutex      *lock;
	struct banos_completion *done;
	struct banos_chrdev     *node;
};

static struct banos_device_driver *edu_driver;
static uint32_t interrupts;

static const struct banos_parameter parameters[] = {
	BANOS_PARAMETER(interrupts, BANOS_PARAMETER_UINT32,
			"1: by a line, 2: by messages, 0: as it comes"),
};

static uint32_t edu_interrupt(struct banos_interrupt *interrupt, void *context)
{
	struct edu *edu = context;
	uint32_t status = banos_registers_read32(edu->registers,
						 EDU_INTERRUPT_STATUS);

	(void)interrupt;
	/* On a line it may be somebody else's; all ones: it was pulled out. */
	if (!status || status == UINT32_MAX)
		return BANOS_INTERRUPT_NOT_MINE;
	banos_registers_write32(edu->registers, EDU_INTERRUPT_DONE, status);
	banos_complete(edu->done);
	return BANOS_INTERRUPT_DONE;
}

/* Waits for the interrupt of what was just started. */
static int32_t edu_wait(struct edu *edu)
{
	int32_t error = banos_completion_wait(edu->done, EDU_PATIENCE_NS, 0);

	return error == -BANOS_ETIMEDOUT ? -BANOS_EIO : error;
}

static int32_t edu_factorial(struct edu *edu, uint32_t *number)
{
	int32_t error;

	banos_completion_reset(edu->done);
	banos_registers_write32(edu->registers, EDU_STATUS,
				EDU_STATUS_INTERRUPT);
	banos_registers_write32(edu->registers, EDU_FACTORIAL_OF, *number);
	error = edu_wait(edu);
	banos_registers_write32(edu->registers, EDU_STATUS, 0);
	*number = banos_registers_read32(edu->registers, EDU_FACTORIAL_OF);
	return error;
}

static int32_t edu_transfer(struct edu *edu, uint64_t from, uint64_t to,
			    uint64_t size, uint32_t command)
{
	banos_completion_reset(edu->done);
	banos_registers_write64(edu->registers, EDU_DMA_FROM, from);
	banos_registers_write64(edu->registers, EDU_DMA_TO, to);
	banos_registers_write64(edu->registers, EDU_DMA_SIZE, size);
	banos_registers_write64(edu->registers, EDU_DMA_COMMAND,
				command | EDU_DMA_START | EDU_DMA_INTERRUPT);
	return edu_wait(edu);
}

/* How much of its memory lies behind a position, at most wanted bytes. */
static uint64_t room(uint64_t position, uint64_t wanted)
{
	uint64_t left = position < EDU_MEMORY ? EDU_MEMORY - position : 0;

	return wanted < left ? wanted : left;
}

static int64_t edu_get(struct edu *edu, struct banos_user_buffer *to,
		       uint64_t position, uint64_t size)
{
	int32_t error = edu_transfer(edu, EDU_MEMORY_ADDRESS + position,
				     banos_dma_memory_address(edu->memory),
				     size, EDU_DMA_FROM_DEVICE);

	if (error)
		return error;
	return banos_user_buffer_copy_to(to, banos_dma_memory_data(edu->memory),
					 size);
}

static int64_t edu_put(struct edu *edu, struct banos_user_buffer *from,
		       uint64_t position, uint64_t size)
{
	void *memory = banos_dma_memory_data(edu->memory);
	int64_t copied = banos_user_buffer_copy_from(from, memory, size);
	int32_t error;

	if (copied <= 0)
		return copied;
	error = edu_transfer(edu, banos_dma_memory_address(edu->memory),
			     EDU_MEMORY_ADDRESS + position, (uint64_t)copied,
			     0);
	return error ? error : copied;
}

static int64_t edu_read(struct banos_file *file, struct banos_user_buffer *to,
			uint64_t *position)
{
	struct edu *edu = banos_file_context(file);
	uint64_t size = room(*position, banos_user_buffer_remaining(to));
	int64_t moved;

	if (!size)
		return 0;
	banos_mutex_lock(edu->lock);
	moved = edu_get(edu, to, *position, size);
	banos_mutex_unlock(edu->lock);
	if (moved > 0)
		*position += (uint64_t)moved;
	return moved;
}

static int64_t edu_write(struct banos_file *file,
			 struct banos_user_buffer *from, uint64_t *position)
{
	struct edu *edu = banos_file_context(file);
	uint64_t wanted = banos_user_buffer_remaining(from);
	uint64_t size = room(*position, wanted);
	int64_t moved;

	if (!size)
		return wanted ? -BANOS_ENOSPC : 0;
	banos_mutex_lock(edu->lock);
	moved = edu_put(edu, from, *position, size);
	banos_mutex_unlock(edu->lock);
	if (moved > 0)
		*position += (uint64_t)moved;
	return moved;
}

static int64_t edu_ioctl(struct banos_file *file, uint32_t command,
			 uint64_t argument)
{
	struct edu *edu = banos_file_context(file);
	uint32_t number;
	int32_t error;

	if (command != EDU_FACTORIAL)
		return -BANOS_ENOTTY;
	error = banos_user_copy_in(&number, argument, sizeof(number));
	if (error)
		return error;
	banos_mutex_lock(edu->lock);
	error = edu_factorial(edu, &number);
	banos_mutex_unlock(edu->lock);
	return error ? error : banos_user_copy_out(argument, &number,
						   sizeof(number));
}

static const struct banos_chrdev_operations node_operations = {
	.size = sizeof(node_operations),
	.read = edu_read,
	.write = edu_write,
	.ioctl = edu_ioctl,
};

static const struct banos_chrdev_options node_options = {
	.size = sizeof(node_options),
	.name = "edu%u",
};

/* Is it what its numbers say? */
static int32_t edu_check(struct edu *edu)
{
	uint32_t identity = banos_registers_read32(edu->registers,
						   EDU_IDENTITY);

	return (identity & EDU_IDENTITY_MASK) == EDU_IDENTITY_VALUE ?
		       0 : -BANOS_ENODEV;
}

/* What is the device's, and ends with it. */
static int32_t edu_take_hardware(struct edu *edu, struct banos_device *device)
{
	const struct banos_interrupt_options options = {
		.size = sizeof(options),
		.handler = edu_interrupt,
	};
	int32_t error = banos_registers_map(device, 0, &edu->registers);

	if (!error)
		error = edu_check(edu);
	if (!error)
		error = banos_dma_enable(device, EDU_ADDRESS_BITS);
	if (!error)
		error = banos_dma_memory_create(device, EDU_MEMORY,
						&edu->memory);
	if (error)
		return error;
	error = banos_interrupt_vectors(device, 1, 1, interrupts);
	if (error < 0)
		return error;
	return banos_interrupt_create(device, &options, edu, &edu->interrupt);
}

/* What is the driver's. The node comes last, and goes first. */
static int32_t edu_create(struct edu *edu, struct banos_device *device)
{
	struct banos_driver *driver = banos_device_driver(device);
	int32_t error = banos_mutex_create(driver, &edu->lock);

	if (!error)
		error = banos_completion_create(driver, &edu->done);
	if (!error)
		error = edu_take_hardware(edu, device);
	if (!error)
		error = banos_chrdev_create(driver, &node_options,
					    &node_operations, edu, &edu->node);
	return error;
}

/* Functions that destroy take NULL. The interrupt ends before what it uses. */
static void edu_destroy(struct edu *edu)
{
	banos_chrdev_destroy(edu->node);
	banos_interrupt_destroy(edu->interrupt);
	banos_completion_destroy(edu->done);
	banos_mutex_destroy(edu->lock);
	banos_memory_free(edu);
}

static int32_t edu_probe(struct banos_device *device, uint64_t data)
{
	struct edu *edu = banos_memory_allocate(banos_device_driver(device),
						sizeof(*edu), 0,
						BANOS_MEMORY_ZERO);
	int32_t error;

	(void)data;
	if (!edu)
		return -BANOS_ENOMEM;
	error = edu_create(edu, device);
	if (error) {
		edu_destroy(edu);
		return error;
	}
	banos_device_set_context(device, edu);
	banos_print(banos_device_driver(device), BANOS_PRINT_INFO,
		    "%s is /dev/%s", banos_device_name(device),
		    banos_chrdev_name(edu->node));
	return 0;
}

static void edu_remove(struct banos_device *device)
{
	edu_destroy(banos_device_context(device));
}

/* Programs are asleep already: it lets a transfer that is under way end. */
static int32_t edu_suspend(struct banos_device *device)
{
	struct edu *edu = banos_device_context(device);

	banos_mutex_lock(edu->lock);
	banos_mutex_unlock(edu->lock);
	return 0;
}

BANOS_PCI_MATCHES(edu_matches) = {
	BANOS_PCI_MATCH(0x1234, 0x11e8, 0),
};

static const struct banos_device_driver_options edu_options = {
	.size = sizeof(edu_options),
	.matches = edu_matches,
	.matches_size = sizeof(edu_matches),
};

static const struct banos_device_operations edu_operations = {
	.size = sizeof(edu_operations),
	.probe = edu_probe,
	.remove = edu_remove,
	.suspend = edu_suspend,
};

static int edu_init(struct banos_driver *driver)
{
	return banos_device_driver_create(driver, &edu_options,
					  &edu_operations, NULL, &edu_driver);
}

static int edu_uninit(struct banos_driver *driver)
{
	(void)driver;
	banos_device_driver_destroy(edu_driver);
	return 0;
}

BANOS_DRIVER(edu, .version = BANOS_VERSION(1, 0, 0), .license = "Dual MIT/GPL",
	     .description = "QEMU's device edu: factorials, and a little memory",
	     .init = edu_init, .uninit = edu_uninit,
	     BANOS_PARAMETERS(parameters));
