// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* Copyright (C) 2026 The banos developers */
/*
 * Where each loaded section goes in its pool: one after the other, in the
 * order of the file, each at its own alignment. Then what the relocations
 * need: the GOT after the constants, the two stubs after the functions.
 */

#include "image.h"
#include "image_internal.h"
#include "relocate.h"

/* No overflow: a pool is at most IMAGE_SIZE_MAX, and so is what is added. */
static int add_to_pool(struct image *image, enum image_pool pool, uint64_t size,
		       uint64_t alignment, uint64_t *offset, struct log *log)
{
	static const char *const names[] = { "text", "rodata", "data" };
	uint64_t start = image->pool_size[pool];

	if (!alignment)
		alignment = 1;
	start = (start + alignment - 1) & ~(alignment - 1);
	if (start + size > IMAGE_SIZE_MAX)
		return log_error(log, EFBIG,
				 "the %s of the image needs more than 0x%x bytes",
				 names[pool], IMAGE_SIZE_MAX);
	*offset = start;
	image->pool_size[pool] = start + size;
	if (alignment > image->pool_alignment[pool])
		image->pool_alignment[pool] = alignment;
	return 0;
}

static int add_got(struct image *image, struct log *log)
{
	if (!image->got_slots)
		return 0;
	return add_to_pool(image, IMAGE_RODATA, image->got_slots * 8ull, 8,
			   &image->got_offset, log);
}

/* A byte that traps, so that running off the last function goes nowhere, and
 * so that an address behind its last call has the right name in backtraces.
 * Then what stops a decoder: the free space behind it counts as its function.
 */
static int add_end_of_text(struct image *image, struct log *log)
{
	uint64_t offset = 0;
	int error;

	if (!image->pool_size[IMAGE_TEXT])
		return 0;
	error = add_to_pool(image, IMAGE_TEXT, 1 + RELOCATE_STOP_SIZE, 1,
			    &offset, log);
	if (!error)
		image->end_offset = offset + 1;
	return error;
}

static int add_stubs(struct image *image, struct log *log)
{
	if (!image->has_stubs)
		return 0;
	return add_to_pool(image, IMAGE_TEXT, relocate_stubs_size,
			   relocate_stubs_alignment, &image->stub_offset, log);
}

int image_lay_out(struct image *image, struct log *log)
{
	struct image_section *section;
	uint32_t i;
	int error = 0;

	for (i = 0; i < IMAGE_POOLS; i++)
		image->pool_alignment[i] = 1;
	for (i = 1; !error && i < image->section_count; i++) {
		section = &image->sections[i];
		if (section->pool == IMAGE_NOWHERE)
			continue;
		error = add_to_pool(image, section->pool, section->size,
				    image->headers[i].sh_addralign,
				    &section->offset, log);
	}
	if (!error)
		error = add_got(image, log);
	if (!error)
		error = add_end_of_text(image, log);
	if (!error)
		error = add_stubs(image, log);
	return error;
}
