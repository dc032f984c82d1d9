/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/* Tests of <banos/device_driver.h>, <banos/pci.h> and <banos/registers.h>. */
#include "edu_visit.h"
#include "test_device.h"

/* Creating what drives devices. */

static int32_t try_create(struct test *test,
			  const struct banos_device_driver_options *options,
			  const struct banos_device_operations *operations)
{
	struct visit visit = { .test = test, .answer = -BANOS_ENODEV };
	struct banos_device_driver *driver = NULL;
	int32_t error = banos_device_driver_create(test->driver, options,
						   operations, &visit, &driver);

	CHECK(!error == !!driver);
	banos_device_driver_destroy(driver);
	return error;
}

static void bad_arguments_are_refused(struct test *test)
{
	const struct banos_device_driver_options options = edu_options(NULL);
	struct banos_device_operations foreign = visit_operations;
	struct banos_device_driver *driver = NULL;

	CHECK_EQUAL(banos_device_driver_create(NULL, &options,
					       &visit_operations, NULL,
					       &driver), -BANOS_EINVAL);
	CHECK_EQUAL(banos_device_driver_create(no_driver(), &options,
					       &visit_operations, NULL,
					       &driver), -BANOS_EINVAL);
	CHECK_EQUAL(banos_device_driver_create(test->driver, &options,
					       &visit_operations, NULL, NULL),
		    -BANOS_EINVAL);
	CHECK_EQUAL(try_create(test, NULL, &visit_operations), -BANOS_EINVAL);
	CHECK_EQUAL(try_create(test, &options, NULL), -BANOS_EINVAL);
	foreign.remove = (void (*)(struct banos_device *))(void *)banos_memcpy;
	CHECK_EQUAL(try_create(test, &options, &foreign), -BANOS_EINVAL);
	foreign = visit_operations;
	foreign.probe = NULL;
	CHECK_EQUAL(try_create(test, &options, &foreign), -BANOS_EINVAL);
	banos_device_driver_destroy(NULL);
}

static void bad_names_are_refused(struct test *test)
{
	static const char *const names[] = {
		"", ".", "..", "a/b", "a b", "a\n", "a:b", "\xff",
		"0123456789012345678901234567890123456789012345678901234567890123",
	};
	struct banos_device_driver_options options;

	for (uint64_t i = 0; i < ARRAY_LENGTH(names); i++) {
		options = edu_options(names[i]);
		CHECK_EQUAL(try_create(test, &options, &visit_operations),
			    -BANOS_EINVAL);
	}
	options = edu_options("A-Z_a.z09");
	CHECK_EQUAL(try_create(test, &options, &visit_operations), 0);
}

static int32_t try_table(struct test *test, const void *table, uint64_t size)
{
	struct banos_device_driver_options options = edu_options(NULL);

	options.matches = table;
	options.matches_size = size;
	return try_create(test, &options, &visit_operations);
}

static int32_t try_match(struct test *test, struct banos_pci_match match)
{
	return try_table(test, &match, sizeof(match));
}

static int32_t try_name(struct test *test, uint32_t bus, const char *name,
			uint64_t length)
{
	struct banos_platform_match match = { .size = sizeof(match),
					      .bus = bus };

	banos_memcpy(match.name, name, length);
	return try_table(test, &match, sizeof(match));
}

static void bad_tables_are_refused(struct test *test)
{
	struct banos_pci_match match = BANOS_PCI_MATCH(1, 2, 3);
	struct {
		struct banos_pci_match first;
		struct banos_platform_match second;
	} mixed = { BANOS_PCI_MATCH(1, 2, 3), BANOS_PLATFORM_MATCH("a", 0) };
	struct {
		struct banos_pci_match now;
		uint64_t later;
	} longer = { BANOS_PCI_MATCH(1, 2, 3), 1 };

	CHECK_EQUAL(try_table(test, NULL, 0), -BANOS_EINVAL);
	CHECK_EQUAL(try_table(test, NULL, sizeof(match)), -BANOS_EINVAL);
	CHECK_EQUAL(try_table(test, &match, 65537), -BANOS_E2BIG);
	CHECK_EQUAL(try_table(test, &match, UINT64_MAX), -BANOS_E2BIG);
	CHECK_EQUAL(try_table(test, &match, 4), -BANOS_EINVAL);
	CHECK_EQUAL(try_table(test, &match, sizeof(match) - 8), -BANOS_EINVAL);
	CHECK_EQUAL(try_table(test, &mixed, sizeof(mixed)), -BANOS_EINVAL);
	longer.now.size = sizeof(longer);
	CHECK_EQUAL(try_table(test, &longer, sizeof(longer)), -BANOS_E2BIG);
	longer.later = 0;
	CHECK_EQUAL(try_table(test, &longer, sizeof(longer)), 0);
	match.size = 0;
	CHECK_EQUAL(try_match(test, match), -BANOS_EINVAL);
	match.size = sizeof(match) - 4;
	CHECK_EQUAL(try_match(test, match), -BANOS_EINVAL);
	match.size = UINT32_MAX - 7;
	CHECK_EQUAL(try_match(test, match), -BANOS_EINVAL);
	match.size = sizeof(match);
	match.bus = 77;
	CHECK_EQUAL(try_match(test, match), -BANOS_EOPNOTSUPP);
	CHECK_EQUAL(try_match(test, (struct banos_pci_match){
					    .size = sizeof(match),
					    .bus = BANOS_BUS_PCI }),
		    -BANOS_EINVAL);
	CHECK_EQUAL(try_name(test, BANOS_BUS_PLATFORM, "", 0), -BANOS_EINVAL);
	CHECK_EQUAL(try_name(test, BANOS_BUS_PLATFORM, "a b", 3),
		    -BANOS_EINVAL);
	CHECK_EQUAL(try_name(test, BANOS_BUS_PLATFORM, "a\0b", 3),
		    -BANOS_EINVAL);
	CHECK_EQUAL(try_name(test, BANOS_BUS_PLATFORM,
			     "0123456789012345678901234", 24), -BANOS_EINVAL);
	CHECK_EQUAL(try_name(test, BANOS_BUS_ACPI, "012345678", 9),
		    -BANOS_EINVAL);
	CHECK_EQUAL(try_name(test, BANOS_BUS_ACPI, "01234567", 8), 0);
	CHECK_EQUAL(try_name(test, BANOS_BUS_PLATFORM, "banos-none", 10), 0);
}

static void options_of_other_versions(struct test *test)
{
	struct {
		struct banos_device_driver_options now;
		uint64_t later;
	} options = { .now = edu_options(NULL) };

	options.now.size = sizeof(options);
	CHECK_EQUAL(try_create(test, &options.now, &visit_operations), 0);
	options.later = 1;
	CHECK_EQUAL(try_create(test, &options.now, &visit_operations),
		    -BANOS_E2BIG);
	options.now.size = sizeof(options.now) - 8;
	CHECK_EQUAL(try_create(test, &options.now, &visit_operations),
		    -BANOS_EINVAL);
	options.now.size = sizeof(options.now);
	options.now.reserved = 1;
	CHECK_EQUAL(try_create(test, &options.now, &visit_operations),
		    -BANOS_EINVAL);
}

static void name_is_taken_once(struct test *test)
{
	const struct banos_device_driver_options options = {
		.size = sizeof(options), .bus = BANOS_BUS_PCI,
	};
	struct visit visit = { .test = test, .answer = -BANOS_ENODEV };
	struct banos_device_driver *driver = NULL;

	if (!CHECK_EQUAL(banos_device_driver_create(test->driver, &options,
						    &visit_operations, &visit,
						    &driver), 0))
		return;
	CHECK_EQUAL(try_create(test, &options, &visit_operations),
		    -BANOS_EEXIST);
	banos_device_driver_destroy(driver);
	CHECK_EQUAL(visit.devices, 0);
	CHECK_EQUAL(try_create(test, &options, &visit_operations), 0);
}

static void check_device(struct test *test, struct banos_device *device)
{
	CHECK_EQUAL(banos_device_bus(device), BANOS_BUS_PCI);
	CHECK(!banos_strncmp(banos_device_name(device), "0000:00:", 8));
	CHECK(banos_device_driver(device) == test->driver);
	CHECK(!banos_device_context(device));
	banos_device_set_context(device, test);
	CHECK(banos_device_context(device) == test);
}

static void device_is_told(struct test *test)
{
	with_device(test, check_device);
}

/* Positive answers mean nothing; unknown errors become others. */
static void answer_of_probe_is_kept(struct test *test)
{
	static const int32_t answers[] = { 1, INT32_MAX, -BANOS_ENXIO,
					   -12345, INT32_MIN };
	const struct banos_device_driver_options options = edu_options(NULL);

	for (uint64_t i = 0; i < ARRAY_LENGTH(answers); i++) {
		struct visit visit = { .test = test, .answer = answers[i] };

		make_visit(&visit, &options);
		if (!visit.devices)
			test_skip(test, "this machine has no free device");
	}
}

static uint64_t count_matches(struct test *test, struct banos_pci_match match)
{
	struct banos_device_driver_options options = edu_options(NULL);
	struct visit visit = { .test = test, .answer = -BANOS_ENODEV };

	options.matches = &match;
	options.matches_size = sizeof(match);
	make_visit(&visit, &options);
	if (visit.devices)
		CHECK_EQUAL(visit.data, match.data);
	return visit.devices;
}

static void devices_are_matched(struct test *test)
{
	struct banos_pci_match match = BANOS_PCI_MATCH(EDU_VENDOR, EDU_DEVICE,
						       UINT64_MAX);
	uint64_t devices = count_matches(test, match);

	if (!devices) {
		test_skip(test, "this machine has no free device \"edu\"");
		return;
	}
	match.subsystem_vendor = 0x1af4;
	CHECK_EQUAL(count_matches(test, match), devices);
	match.subsystem_vendor = 0x1af5;
	CHECK_EQUAL(count_matches(test, match), 0);
	match.subsystem_vendor = BANOS_PCI_ANY;
	match.device = EDU_DEVICE + 1;
	CHECK_EQUAL(count_matches(test, match), 0);
	/* Of no class: its code is ff0000 or 00ff00, as QEMU has it. */
	match.device = EDU_DEVICE;
	match.class_mask = 0xff;
	match.class_code = 0x00;
	CHECK_EQUAL(count_matches(test, match), devices);
	match.class_code = 0x01;
	CHECK_EQUAL(count_matches(test, match), 0);
}

/* Registers. */

static void use_registers(struct test *test, struct banos_device *device)
{
	struct banos_registers *registers = map_edu(test, device);

	if (!registers)
		return;
	CHECK_EQUAL(banos_registers_size(registers), EDU_REGISTERS_SIZE);
	CHECK_EQUAL(banos_registers_read32(registers, EDU_IDENTITY),
		    EDU_IDENTITY_VALUE);
	banos_registers_write32(registers, EDU_INVERTER, 0x12345678);
	CHECK_EQUAL(banos_registers_read32(registers, EDU_INVERTER),
		    0xedcba987);
	banos_registers_write64(registers, EDU_DMA_FROM, 0x123456789abcdef0);
	CHECK_EQUAL(banos_registers_read64(registers, EDU_DMA_FROM),
		    0x123456789abcdef0);
	banos_registers_write32(registers, EDU_DMA_TO, 0x87654321);
	CHECK_EQUAL(banos_registers_read32(registers, EDU_DMA_TO), 0x87654321);
}

static void registers_are_read_and_written(struct test *test)
{
	with_device(test, use_registers);
}

static void use_bad_offsets(struct test *test, struct banos_device *device)
{
	static const uint64_t offsets[] = {
		EDU_REGISTERS_SIZE, EDU_REGISTERS_SIZE + 8, UINT64_MAX,
		UINT64_MAX - 7, (uint64_t)1 << 63, EDU_INVERTER + 1,
	};
	struct banos_registers *registers = map_edu(test, device);

	if (!registers)
		return;
	banos_registers_write32(registers, EDU_INVERTER, 0);
	for (uint64_t i = 0; i < ARRAY_LENGTH(offsets); i++) {
		CHECK_EQUAL(banos_registers_read16(registers, offsets[i] | 1),
			    UINT16_MAX);
		CHECK_EQUAL(banos_registers_read32(registers, offsets[i]),
			    UINT32_MAX);
		CHECK(banos_registers_read64(registers, offsets[i]) ==
		      UINT64_MAX);
		banos_registers_write16(registers, offsets[i] | 1, 1);
		banos_registers_write32(registers, offsets[i], 1);
		banos_registers_write64(registers, offsets[i], 1);
	}
	CHECK_EQUAL(banos_registers_read8(registers, EDU_REGISTERS_SIZE),
		    UINT8_MAX);
	banos_registers_write8(registers, EDU_REGISTERS_SIZE, 1);
	CHECK_EQUAL(banos_registers_read32(registers, EDU_INVERTER),
		    UINT32_MAX);
}

static void bad_offsets_do_nothing(struct test *test)
{
	with_device(test, use_bad_offsets);
}

static void map_again(struct test *test, struct banos_device *device)
{
	struct banos_registers *registers = map_edu(test, device), *other = NULL;

	if (!registers)
		return;
	CHECK_EQUAL(banos_registers_map(device, 0, &other), -BANOS_EBUSY);
	CHECK_EQUAL(banos_registers_map(device, 0, NULL), -BANOS_EINVAL);
	CHECK_EQUAL(banos_registers_map(NULL, 0, &other), -BANOS_EINVAL);
	for (uint32_t number = 1; number < 8; number++)
		CHECK_EQUAL(banos_registers_map(device, number, &other),
			    -BANOS_ENOENT);
	CHECK_EQUAL(banos_registers_map(device, UINT32_MAX, &other),
		    -BANOS_ENOENT);
	CHECK(!other);
	banos_registers_unmap(registers);
	banos_registers_unmap(NULL);
	registers = map_edu(test, device);
	if (registers)
		CHECK_EQUAL(banos_registers_read32(registers, EDU_IDENTITY),
			    EDU_IDENTITY_VALUE);
}

static void registers_have_one_owner(struct test *test)
{
	with_device(test, map_again);
	/* It was not unmapped; so it must have been given back. */
	with_device(test, map_again);
}

/* The configuration space. */

static uint32_t config(struct test *test, struct banos_device *device,
		       uint32_t offset, uint32_t size)
{
	uint32_t value = 0;

	CHECK_EQUAL(banos_pci_config_read(device, offset, size, &value), 0);
	return value;
}

#define PCI_COMMAND        0x04
#define PCI_COMMAND_MASTER 0x04
#define PCI_LINE           0x3c
#define PCI_MESSAGES       0x05

static void use_config(struct test *test, struct banos_device *device)
{
	uint32_t line = config(test, device, PCI_LINE, 1);

	CHECK_EQUAL(config(test, device, 0, 2), EDU_VENDOR);
	CHECK_EQUAL(config(test, device, 2, 2), EDU_DEVICE);
	CHECK_EQUAL(config(test, device, 0, 4), EDU_DEVICE << 16 | EDU_VENDOR);
	CHECK_EQUAL(config(test, device, 1, 1), EDU_VENDOR >> 8);
	CHECK_EQUAL(banos_pci_config_write(device, PCI_LINE, 1, 0x55), 0);
	CHECK_EQUAL(config(test, device, PCI_LINE, 1), 0x55);
	CHECK_EQUAL(banos_pci_config_write(device, PCI_LINE, 1, line), 0);
	CHECK(banos_pci_find_capability(device, PCI_MESSAGES) >= 0x40);
	CHECK_EQUAL(banos_pci_find_capability(device, 0x7f), 0);
	CHECK_EQUAL(banos_pci_find_capability(device, 0x105), 0);
	CHECK_EQUAL(banos_pci_find_capability(device, UINT32_MAX), 0);
	CHECK_EQUAL(banos_pci_find_extended_capability(device, 1), 0);
	CHECK_EQUAL(banos_pci_find_extended_capability(device, UINT32_MAX), 0);
	CHECK(!(config(test, device, PCI_COMMAND, 2) & PCI_COMMAND_MASTER));
	CHECK_EQUAL(banos_dma_enable(device, 32), 0);
	CHECK(config(test, device, PCI_COMMAND, 2) & PCI_COMMAND_MASTER);
}

static void configuration_is_read_and_written(struct test *test)
{
	with_device(test, use_config);
	/* Not allowed any more to reach memory. */
	with_device(test, use_config);
}

static void use_bad_config(struct test *test, struct banos_device *device)
{
	static const struct {
		uint32_t offset;
		uint32_t size;
	} places[] = {
		{ 0, 0 }, { 0, 3 }, { 0, 8 }, { 0, UINT32_MAX }, { 1, 2 },
		{ 2, 4 }, { 4096, 1 }, { UINT32_MAX, 1 }, { UINT32_MAX - 3, 4 },
	};
	uint32_t value;

	for (uint64_t i = 0; i < ARRAY_LENGTH(places); i++) {
		value = 0;
		CHECK_EQUAL(banos_pci_config_read(device, places[i].offset,
						  places[i].size, &value),
			    -BANOS_EINVAL);
		CHECK_EQUAL(value, UINT32_MAX);
		CHECK_EQUAL(banos_pci_config_write(device, places[i].offset,
						   places[i].size, 0),
			    -BANOS_EINVAL);
	}
	CHECK_EQUAL(banos_pci_config_read(device, 0, 4, NULL), -BANOS_EINVAL);
	/* It is a PCI device, without the longer space. */
	CHECK_EQUAL(banos_pci_config_read(device, 256, 4, &value), -BANOS_EIO);
	CHECK_EQUAL(value, UINT32_MAX);
}

static void bad_places_of_the_configuration(struct test *test)
{
	with_device(test, use_bad_config);
}

TEST_DRIVER(test_device, DEVICE_CASES);
