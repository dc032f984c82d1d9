/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * A driver of devices that come, go and interrupt while programs look on: see
 * its commands in test_hotplug.h.
 */
#include "edu_device.h"
#include "suite.h"
#include "test_hotplug.h"

#define SLOTS 8

/* Ports of the firmware: which item, and its bytes. */
#define FIRMWARE_ITEM 0
#define FIRMWARE_BYTE 1

/*
 * A device. The memory is static: so that calls that come too late would be
 * seen, and not crash.
 */
struct slot {
	struct banos_device *device;
	struct banos_registers *registers;
	struct banos_interrupt *interrupt;
	uint32_t lingering; /* the thread is under way */
};

static struct slot slots[SLOTS];
static struct banos_mutex *lock; /* of the slots */
static struct hotplug_counts counts;
static struct banos_device_driver *device_driver;
static int32_t suspend_answer;
static bool forget;

static void add(uint64_t *counter)
{
	__atomic_fetch_add(counter, 1, __ATOMIC_ACQ_REL);
}

static uint32_t handler(struct banos_interrupt *interrupt, void *context)
{
	struct slot *slot = context;
	uint32_t status = banos_registers_read32(slot->registers,
						 EDU_INTERRUPT_STATUS);

	(void)interrupt;
	if (!status || status == UINT32_MAX)
		return BANOS_INTERRUPT_NOT_MINE;
	banos_registers_write32(slot->registers, EDU_INTERRUPT_DONE, status);
	add(&counts.handled);
	/* Interrupts that come faster than that are done with here. */
	return __atomic_exchange_n(&slot->lingering, 1, __ATOMIC_ACQ_REL) ?
		       BANOS_INTERRUPT_DONE : BANOS_INTERRUPT_THREAD;
}

static void thread(struct banos_interrupt *interrupt, void *context)
{
	struct slot *slot = context;

	(void)interrupt;
	banos_sleep(HOTPLUG_LINGER_MS * BANOS_MILLISECOND);
	if (!__atomic_load_n(&slot->device, __ATOMIC_ACQUIRE))
		add(&counts.late);
	add(&counts.threaded);
	__atomic_store_n(&slot->lingering, 0, __ATOMIC_RELEASE);
}

static int32_t take(struct slot *slot, struct banos_device *device)
{
	const struct banos_interrupt_options options = {
		.size = sizeof(options), .handler = handler, .thread = thread,
	};
	struct banos_dma_memory *memory;
	int32_t error = banos_registers_map(device, 0, &slot->registers);

	if (!error)
		error = banos_dma_enable(device, EDU_ADDRESS_BITS);
	if (!error)
		error = banos_dma_memory_create(device, 4096, &memory);
	if (error)
		return error;
	error = banos_interrupt_vectors(device, 1, 1, 0);
	if (error < 0)
		return error;
	return banos_interrupt_create(device, &options, slot, &slot->interrupt);
}

static struct slot *find_slot(const struct banos_device *device)
{
	for (uint32_t i = 0; i < SLOTS; i++) {
		if (slots[i].device == device)
			return &slots[i];
	}
	return NULL;
}

static int32_t probe(struct banos_device *device, uint64_t data)
{
	int32_t error = -BANOS_ENOSPC;
	struct slot *slot;

	(void)data;
	banos_mutex_lock(lock);
	slot = find_slot(NULL);
	if (slot) {
		slot->device = device;
		slot->lingering = 0;
	}
	banos_mutex_unlock(lock);
	if (slot)
		error = take(slot, device);
	if (slot && error)
		slot->device = NULL;
	if (error)
		return error;
	banos_device_set_context(device, slot);
	add(&counts.probes);
	return 0;
}

/* The interrupt goes; all else is left to banos. */
static void remove(struct banos_device *device)
{
	struct slot *slot = banos_device_context(device);

	banos_mutex_lock(lock);
	banos_interrupt_destroy(slot->interrupt);
	slot->interrupt = NULL;
	__atomic_store_n(&slot->device, NULL, __ATOMIC_RELEASE);
	banos_mutex_unlock(lock);
	add(&counts.removes);
}

static int32_t suspend(struct banos_device *device)
{
	(void)device;
	add(&counts.suspends);
	return suspend_answer;
}

/* The device still knows what was written before, as QEMU's do. */
static int32_t resume(struct banos_device *device)
{
	struct slot *slot = banos_device_context(device);

	add(&counts.resumes);
	return banos_registers_read32(slot->registers, EDU_IDENTITY) ==
			       EDU_IDENTITY_VALUE ? 0 : -BANOS_EIO;
}

static const struct banos_device_operations operations = {
	.size = sizeof(operations),
	.probe = probe,
	.remove = remove,
	.suspend = suspend,
	.resume = resume,
};

BANOS_PCI_MATCHES(edu_matches) = {
	BANOS_PCI_MATCH(EDU_VENDOR, EDU_DEVICE, 0),
};

static int64_t drive(bool chosen)
{
	struct banos_device_driver_options options = {
		.size = sizeof(options), .bus = BANOS_BUS_PCI,
	};

	if (!chosen) {
		options.matches = edu_matches;
		options.matches_size = sizeof(edu_matches);
	}
	return banos_device_driver_create(suite_driver(), &options, &operations,
					  NULL, &device_driver);
}

static int32_t firmware_probe(struct banos_device *device, uint64_t data)
{
	struct banos_registers *ports;
	uint32_t maker = 0;
	int32_t error = banos_registers_map(device, 0, &ports);

	if (error)
		return error;
	banos_registers_write16(ports, FIRMWARE_ITEM, 0);
	for (uint32_t i = 0; i < 4; i++)
		maker |= (uint32_t)banos_registers_read8(ports, FIRMWARE_BYTE)
			 << (8 * i);
	if (maker != data)
		return -BANOS_EIO;
	add(&counts.probes);
	return 0;
}

static void firmware_remove(struct banos_device *device)
{
	(void)device;
	add(&counts.removes);
}

BANOS_PLATFORM_MATCHES(firmware_matches) = {
	BANOS_PLATFORM_MATCH("banos-none", 1),
	BANOS_PLATFORM_MATCH_ACPI("QEMU0002", HOTPLUG_FIRMWARE),
};

static int64_t drive_firmware(void)
{
	static const struct banos_device_operations firmware_operations = {
		.size = sizeof(firmware_operations),
		.probe = firmware_probe,
		.remove = firmware_remove,
	};
	const struct banos_device_driver_options options = {
		.size = sizeof(options),
		.matches = firmware_matches,
		.matches_size = sizeof(firmware_matches),
	};

	return banos_device_driver_create(suite_driver(), &options,
					  &firmware_operations, NULL,
					  &device_driver);
}

static int64_t leave(void)
{
	banos_device_driver_destroy(device_driver);
	device_driver = NULL;
	return 0;
}

/* Answers how many devices there are. */
static int64_t interrupt(void)
{
	int64_t count = 0;

	banos_mutex_lock(lock);
	for (uint32_t i = 0; i < SLOTS; i++) {
		if (!slots[i].interrupt)
			continue;
		banos_registers_write32(slots[i].registers,
					EDU_INTERRUPT_RAISE, 1);
		count++;
	}
	banos_mutex_unlock(lock);
	return count;
}

static int64_t command(struct banos_file *file, uint32_t number,
		       uint64_t argument)
{
	(void)file;
	switch (number) {
	case HOTPLUG_DRIVE:
		return drive(false);
	case HOTPLUG_DRIVE_CHOSEN:
		return drive(true);
	case HOTPLUG_DRIVE_FIRMWARE:
		return drive_firmware();
	case HOTPLUG_LEAVE:
		return leave();
	case HOTPLUG_COUNT:
		return banos_user_copy_out(argument, &counts, sizeof(counts));
	case HOTPLUG_INTERRUPT:
		return interrupt();
	case HOTPLUG_SUSPEND_ANSWER:
		suspend_answer = (int32_t)argument;
		return 0;
	case HOTPLUG_FORGET:
		forget = true;
		return 0;
	}
	return -BANOS_ENOTTY;
}

static const struct suite suite = {
	.name = "test_hotplug", .ioctl = command,
};

static int init(struct banos_driver *driver)
{
	int32_t error = banos_mutex_create(driver, &lock);

	return error ? error : suite_start(driver, &suite);
}

static int uninit(struct banos_driver *driver)
{
	(void)driver;
	suite_end();
	if (!forget)
		leave();
	if (!forget)
		banos_mutex_destroy(lock);
	return 0;
}

BANOS_DRIVER(test_hotplug, .version = BANOS_VERSION(1, 0, 0),
	     .license = "Dual MIT/GPL", .init = init, .uninit = uninit);
