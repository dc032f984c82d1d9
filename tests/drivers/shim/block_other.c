/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/* A disk of somebody else's, which the driver has opened. */
#include "suite.h"
#include "test_block.h"
#include "block_disk.h"

static struct banos_block_device *other;
static bool forwards;

bool block_other_forwards(void)
{
	return forwards;
}

static void forward_ended(struct banos_block_request *request, void *context,
			  int32_t error)
{
	block_disk_end(request, context == &other ? error : -BANOS_EILSEQ);
}

int32_t block_other_forward(struct banos_block_request *request)
{
	int32_t error = banos_block_device_forward(other, request, 0,
						   request->size,
						   request->offset,
						   forward_ended, &other);

	if (error)
		block_disk_end(request, error);
	return 0;
}

static int64_t open_other(uint64_t argument)
{
	char path[64];
	int64_t error = banos_user_copy_in(path, argument, sizeof(path));

	path[sizeof(path) - 1] = 0;
	if (error || other)
		return error ?: -BANOS_EBUSY;
	return banos_block_device_open(suite_driver(), path, 0, &other);
}

static int64_t close_other(void)
{
	banos_block_device_close(other);
	other = NULL;
	forwards = false;
	return 0;
}

#define TRANSFER_SIZE 65536

static char in_the_image[TRANSFER_SIZE + 4096];

static bool is_all(const char *bytes, uint32_t pattern, uint64_t size)
{
	uint64_t i;

	for (i = 0; i < size; i++) {
		if ((uint8_t)bytes[i] != pattern)
			return false;
	}
	return true;
}

static int64_t transfer_with(const struct block_transfer *what, char *buffer)
{
	int64_t error;

	if (what->operation == BANOS_BLOCK_WRITE)
		banos_memset(buffer, (int)what->pattern, what->size);
	error = banos_block_device_transfer(other, what->operation,
					    what->offset, buffer, what->size);
	if (!error && what->operation == BANOS_BLOCK_READ &&
	    !is_all(buffer, what->pattern, what->size))
		return -BANOS_EILSEQ;
	return error;
}

static int64_t transfer(uint64_t argument)
{
	struct block_transfer what;
	int64_t error = banos_user_copy_in(&what, argument, sizeof(what));
	struct banos_pages *aligned;
	char *heap;

	if (error)
		return error;
	if (!other || what.size > TRANSFER_SIZE || what.skew > 4096)
		return -BANOS_ENXIO;
	if (what.where == 2)
		return transfer_with(&what, in_the_image + what.skew);
	if (what.where == 1) {
		error = banos_pages_create(suite_driver(), 17, 0, &aligned);
		if (error)
			return error;
		error = transfer_with(&what, (char *)banos_pages_address(aligned) +
					     what.skew);
		banos_pages_destroy(aligned);
		return error;
	}
	heap = banos_memory_allocate(suite_driver(), TRANSFER_SIZE + 4096, 0, 0);
	if (!heap)
		return -BANOS_ENOMEM;
	error = transfer_with(&what, heap + what.skew);
	banos_memory_free(heap);
	return error;
}

static int64_t describe(uint64_t argument)
{
	struct banos_block_device_description description = {
		.size = sizeof(description),
	};
	struct block_description out;
	int64_t error;

	if (!other)
		return -BANOS_ENXIO;
	error = banos_block_device_describe(other, &description);
	if (error)
		return error;
	out = (struct block_description) {
		.capacity = description.capacity,
		.logical_block_size = description.logical_block_size,
		.physical_block_size = description.physical_block_size,
		.max_discard = description.max_discard,
		.max_write_zeroes = description.max_write_zeroes,
		.flags = description.flags,
	};
	return banos_user_copy_out(argument, &out, sizeof(out));
}

int64_t block_other_ioctl(uint32_t command, uint64_t argument)
{
	switch (command) {
	case BLOCK_OPEN:
		return open_other(argument);
	case BLOCK_CLOSE:
		return close_other();
	case BLOCK_TRANSFER:
		return transfer(argument);
	case BLOCK_DESCRIBE:
		return describe(argument);
	case BLOCK_FORWARD:
		forwards = true;
		return other ? 0 : -BANOS_ENXIO;
	}
	return -BANOS_ENOTTY;
}
