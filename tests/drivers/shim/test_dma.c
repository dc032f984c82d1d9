/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/* Tests of <banos/dma.h>. */
#include "edu_visit.h"
#include "test_dma.h"

/* Of the machine's memory; the device itself is given what it can drive. */
#define ALL_BITS 64u

static bool begin(struct test *test, struct banos_device *device, uint32_t bits)
{
	return CHECK_EQUAL(banos_dma_enable(device, bits), 0);
}

static void ask_unallowed(struct test *test, struct banos_device *device)
{
	struct banos_dma_mapping *mapping = NULL;
	struct banos_dma_memory *memory = NULL;

	CHECK_EQUAL(banos_dma_memory_create(device, 4096, &memory),
		    -BANOS_EPERM);
	CHECK_EQUAL(banos_dma_mapping_create(device, 1, &mapping),
		    -BANOS_EPERM);
	CHECK_EQUAL(banos_dma_enable(NULL, 64), -BANOS_EINVAL);
	CHECK_EQUAL(banos_dma_enable(device, 0), -BANOS_EINVAL);
	CHECK_EQUAL(banos_dma_enable(device, 65), -BANOS_EINVAL);
	CHECK_EQUAL(banos_dma_enable(device, UINT32_MAX), -BANOS_EINVAL);
	CHECK_EQUAL(banos_dma_enable(device, 1), -BANOS_EIO);
	CHECK_EQUAL(banos_dma_memory_create(device, 4096, &memory),
		    -BANOS_EPERM);
	CHECK(!memory && !mapping);
}

static void memory_has_to_be_allowed(struct test *test)
{
	with_device(test, ask_unallowed);
}

static void ask_bad_memory(struct test *test, struct banos_device *device)
{
	static const uint64_t sizes[] = { 0, BANOS_DMA_MEMORY_LARGEST + 1,
					  UINT64_MAX };
	struct banos_dma_memory *memory = NULL;

	if (!begin(test, device, ALL_BITS))
		return;
	for (uint64_t i = 0; i < ARRAY_LENGTH(sizes); i++)
		CHECK_EQUAL(banos_dma_memory_create(device, sizes[i], &memory),
			    -BANOS_EINVAL);
	CHECK_EQUAL(banos_dma_memory_create(NULL, 1, &memory), -BANOS_EINVAL);
	CHECK_EQUAL(banos_dma_memory_create(device, 1, NULL), -BANOS_EINVAL);
	CHECK_EQUAL(banos_dma_memory_create(device, BANOS_DMA_MEMORY_LARGEST,
					    &memory), -BANOS_ENOMEM);
	CHECK(!memory);
	banos_dma_memory_destroy(NULL);
}

static void bad_memory_is_refused(struct test *test)
{
	with_device(test, ask_bad_memory);
}

/* Moves, and waits without an interrupt. */
static void transfer(struct banos_registers *registers, uint64_t from,
		     uint64_t to, uint64_t size, uint64_t command)
{
	banos_registers_write64(registers, EDU_DMA_FROM, from);
	banos_registers_write64(registers, EDU_DMA_TO, to);
	banos_registers_write64(registers, EDU_DMA_SIZE, size);
	banos_registers_write64(registers, EDU_DMA_COMMAND,
				command | EDU_DMA_START);
	while (banos_registers_read64(registers, EDU_DMA_COMMAND) &
	       EDU_DMA_START)
		banos_sleep(BANOS_MILLISECOND);
}

static void fill(uint8_t *memory, uint64_t size, uint8_t seed)
{
	for (uint64_t i = 0; i < size; i++)
		memory[i] = (uint8_t)(seed + i * 7);
}

static bool is_filled(const uint8_t *memory, uint64_t size, uint8_t seed)
{
	for (uint64_t i = 0; i < size; i++) {
		if (memory[i] != (uint8_t)(seed + i * 7))
			return false;
	}
	return true;
}

static void move_shared(struct test *test, struct banos_device *device)
{
	struct banos_registers *registers = map_edu(test, device);
	struct banos_dma_memory *memory = NULL;
	uint64_t address;
	uint8_t *data;

	if (!registers || !begin(test, device, EDU_ADDRESS_BITS) ||
	    !CHECK_EQUAL(banos_dma_memory_create(device, 8192, &memory), 0))
		return;
	data = banos_dma_memory_data(memory);
	address = banos_dma_memory_address(memory);
	CHECK_EQUAL(banos_dma_memory_size(memory), 8192);
	CHECK_EQUAL(address % 8192, 0);
	CHECK(address + 8192 <= (uint64_t)1 << EDU_ADDRESS_BITS);
	CHECK(!data[0] && !data[8191]);
	fill(data, EDU_MEMORY_SIZE, 3);
	banos_dma_write_barrier();
	transfer(registers, address, EDU_MEMORY_ADDRESS, EDU_MEMORY_SIZE, 0);
	transfer(registers, EDU_MEMORY_ADDRESS, address + 4096,
		 EDU_MEMORY_SIZE, EDU_DMA_FROM_DEVICE);
	banos_dma_read_barrier();
	CHECK(is_filled(data + 4096, EDU_MEMORY_SIZE, 3));
	CHECK(!data[4096 + EDU_MEMORY_SIZE]);
	banos_dma_memory_destroy(memory);
}

static void shared_memory_is_moved(struct test *test)
{
	with_device(test, move_shared);
}

static void try_bad_mappings(struct test *test, struct banos_device *device)
{
	struct banos_dma_mapping *mapping = NULL;
	struct banos_dma_segment segment;
	uint8_t *data = banos_memory_allocate(test->driver, 4096, 0, 0);

	if (!data || !begin(test, device, ALL_BITS))
		return;
	CHECK_EQUAL(banos_dma_mapping_create(NULL, 1, &mapping),
		    -BANOS_EINVAL);
	CHECK_EQUAL(banos_dma_mapping_create(device, 0, &mapping),
		    -BANOS_EINVAL);
	CHECK_EQUAL(banos_dma_mapping_create(device, 65537, &mapping),
		    -BANOS_EINVAL);
	CHECK_EQUAL(banos_dma_mapping_create(device, 1, NULL), -BANOS_EINVAL);
	if (!CHECK_EQUAL(banos_dma_mapping_create(device, 1, &mapping), 0))
		return;
	CHECK_EQUAL(banos_dma_mapping_map(mapping, BANOS_DMA_BOTH),
		    -BANOS_EINVAL);
	CHECK_EQUAL(banos_dma_mapping_add(mapping, NULL, 1), -BANOS_EINVAL);
	CHECK_EQUAL(banos_dma_mapping_add(mapping, (void *)4096, 16),
		    -BANOS_EINVAL);
	CHECK_EQUAL(banos_dma_mapping_add(mapping, data, UINT64_MAX),
		    -BANOS_EINVAL);
	CHECK_EQUAL(banos_dma_mapping_add(mapping, data, 0), 0);
	CHECK_EQUAL(banos_dma_mapping_map(mapping, BANOS_DMA_BOTH),
		    -BANOS_EINVAL);
	CHECK_EQUAL(banos_dma_mapping_add(mapping, data, 16), 0);
	CHECK_EQUAL(banos_dma_mapping_add(mapping, data, 16), -BANOS_E2BIG);
	CHECK_EQUAL(banos_dma_mapping_map(mapping, 0), -BANOS_EINVAL);
	CHECK_EQUAL(banos_dma_mapping_add(mapping, data, 16), 0);
	CHECK_EQUAL(banos_dma_mapping_map(mapping, 4), -BANOS_EINVAL);
	CHECK_EQUAL(banos_dma_mapping_add(mapping, data, 16), 0);
	CHECK_EQUAL(banos_dma_mapping_map(mapping, BANOS_DMA_TO_DEVICE), 1);
	CHECK_EQUAL(banos_dma_mapping_map(mapping, BANOS_DMA_TO_DEVICE),
		    -BANOS_EBUSY);
	CHECK_EQUAL(banos_dma_mapping_add(mapping, data, 16), -BANOS_EBUSY);
	segment = banos_dma_mapping_segment(mapping, 0);
	CHECK_EQUAL(segment.size, 16);
	CHECK(segment.address);
	segment = banos_dma_mapping_segment(mapping, 1);
	CHECK(!segment.address && !segment.size);
	banos_dma_mapping_unmap(mapping);
	banos_dma_mapping_unmap(mapping);
	banos_dma_mapping_destroy(NULL);
	/* Mapped, and forgotten. */
	CHECK_EQUAL(banos_dma_mapping_add(mapping, data, 4096), 0);
	CHECK_EQUAL(banos_dma_mapping_map(mapping, BANOS_DMA_BOTH), 1);
	banos_memory_free(data);
}

static void bad_mappings_are_refused(struct test *test)
{
	with_device(test, try_bad_mappings);
}

static uint8_t in_the_image[3 * 4096];

/* All of the memory must come out again, in order. */
static void map_all(struct test *test, struct banos_dma_mapping *mapping,
		    uint8_t *data, uint64_t size)
{
	uint64_t sum = 0;
	int32_t count;

	if (!CHECK_EQUAL(banos_dma_mapping_add(mapping, data, size), 0))
		return;
	count = banos_dma_mapping_map(mapping, BANOS_DMA_BOTH);
	CHECK(count > 0);
	for (int32_t i = 0; i < count; i++) {
		struct banos_dma_segment segment =
			banos_dma_mapping_segment(mapping, (uint32_t)i);

		CHECK(segment.address && segment.size);
		sum += segment.size;
	}
	CHECK_EQUAL(sum, size);
	banos_dma_mapping_to_driver(mapping);
	data[0] = 1;
	data[size - 1] = 1;
	banos_dma_mapping_to_device(mapping);
	banos_dma_mapping_unmap(mapping);
}

static void map_kinds(struct test *test, struct banos_device *device)
{
	uint64_t large = 9 << 20;
	struct banos_dma_mapping *mapping = NULL;
	uint8_t *small = banos_memory_allocate(test->driver, 100, 0, 0);
	uint8_t *huge = banos_memory_allocate(test->driver, large, 0, 0);

	if (CHECK(small) && CHECK(huge) && begin(test, device, ALL_BITS) &&
	    CHECK_EQUAL(banos_dma_mapping_create(device, 4096, &mapping), 0)) {
		map_all(test, mapping, small, 100);
		map_all(test, mapping, huge, large);
		map_all(test, mapping, huge + 4095, 4098);
		map_all(test, mapping, in_the_image, sizeof(in_the_image));
		map_all(test, mapping, in_the_image + 1,
			sizeof(in_the_image) - 2);
	}
	banos_dma_mapping_destroy(mapping);
	banos_memory_free(huge);
	banos_memory_free(small);
}

static void memory_of_all_kinds_is_mapped(struct test *test)
{
	with_device(test, map_kinds);
}

/* The device knows one piece at a time. */
static void move_segments(struct banos_registers *registers,
			  struct banos_dma_mapping *mapping, int32_t count,
			  bool from_device)
{
	struct banos_dma_segment segment;
	uint64_t place = EDU_MEMORY_ADDRESS;

	for (int32_t i = 0; i < count; i++) {
		segment = banos_dma_mapping_segment(mapping, (uint32_t)i);
		if (from_device)
			transfer(registers, place, segment.address,
				 segment.size, EDU_DMA_FROM_DEVICE);
		else
			transfer(registers, segment.address, place,
				 segment.size, 0);
		place += segment.size;
	}
}

/* Out in one piece, and back in two that are apart. */
static void move_both_ways(struct test *test, struct banos_registers *registers,
			   struct banos_dma_mapping *mapping, uint8_t *data)
{
	int32_t count;

	fill(data, 256, 5);
	CHECK_EQUAL(banos_dma_mapping_add(mapping, data, 256), 0);
	count = banos_dma_mapping_map(mapping, BANOS_DMA_TO_DEVICE);
	if (!CHECK_EQUAL(count, 1))
		return;
	move_segments(registers, mapping, count, false);
	banos_dma_mapping_unmap(mapping);
	CHECK_EQUAL(banos_dma_mapping_add(mapping, data + 1000, 100), 0);
	CHECK_EQUAL(banos_dma_mapping_add(mapping, data + 2000, 156), 0);
	count = banos_dma_mapping_map(mapping, BANOS_DMA_FROM_DEVICE);
	if (!CHECK_EQUAL(count, 2))
		return;
	move_segments(registers, mapping, count, true);
	banos_dma_mapping_to_driver(mapping);
	CHECK(is_filled(data + 1000, 100, 5));
	banos_dma_mapping_unmap(mapping);
	CHECK(is_filled(data + 2000, 156, (uint8_t)(5 + 100 * 7)));
}

static void move_mapped(struct test *test, struct banos_device *device)
{
	struct banos_registers *registers = map_edu(test, device);
	struct banos_dma_mapping *mapping = NULL;
	uint8_t *data = banos_memory_allocate(test->driver, 4096, 4096, 0);

	if (registers && CHECK(data) &&
	    begin(test, device, EDU_ADDRESS_BITS_HERE) &&
	    CHECK_EQUAL(banos_dma_mapping_create(device, 2, &mapping), 0))
		move_both_ways(test, registers, mapping, data);
	banos_dma_mapping_destroy(mapping);
	banos_memory_free(data);
}

static void mapped_memory_is_moved(struct test *test)
{
	with_device(test, move_mapped);
}

#define MANY 3000

static void map_many(struct test *test, struct banos_device *device)
{
	struct banos_dma_mapping *mapping = NULL;
	uint8_t *data = banos_memory_allocate(test->driver, MANY * 32, 0, 0);
	uint64_t sum = 0;
	int32_t count;

	if (CHECK(data) && begin(test, device, ALL_BITS) &&
	    CHECK_EQUAL(banos_dma_mapping_create(device, MANY, &mapping), 0)) {
		for (uint64_t i = 0; i < MANY; i++)
			CHECK_EQUAL(banos_dma_mapping_add(mapping,
							  data + i * 32, 16),
				    0);
		CHECK_EQUAL(banos_dma_mapping_add(mapping, data, 1),
			    -BANOS_E2BIG);
		count = banos_dma_mapping_map(mapping, BANOS_DMA_TO_DEVICE);
		CHECK(count > 0);
		for (int32_t i = 0; i < count; i++)
			sum += banos_dma_mapping_segment(mapping,
							 (uint32_t)i).size;
		CHECK_EQUAL(sum, MANY * 16);
	}
	banos_dma_mapping_destroy(mapping);
	banos_memory_free(data);
}

static void many_pieces_are_mapped(struct test *test)
{
	with_device(test, map_many);
}

/* Either there is a way to it all the same, or the answer is an error. */
static void map_far(struct test *test, struct banos_device *device)
{
	struct banos_dma_mapping *mapping = NULL;
	uint64_t size = 64 << 20;
	uint8_t *data = banos_memory_allocate(test->driver, size, 0, 0);
	int32_t count;

	if (CHECK(data) && begin(test, device, 24) &&
	    CHECK_EQUAL(banos_dma_mapping_create(device, 16385, &mapping),
			0)) {
		CHECK_EQUAL(banos_dma_mapping_add(mapping, data, size), 0);
		count = banos_dma_mapping_map(mapping, BANOS_DMA_TO_DEVICE);
		CHECK(count > 0 || count == -BANOS_EIO);
	}
	banos_dma_mapping_destroy(mapping);
	banos_memory_free(data);
}

static void far_memory_is_refused(struct test *test)
{
	with_device(test, map_far);
}

TEST_DRIVER(test_dma, DMA_CASES);
