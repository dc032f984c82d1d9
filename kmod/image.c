// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* Copyright (C) 2026 The banos developers */
/*
 * The parser's list of steps, and the small helpers that they share.
 */

#include "image.h"
#include "image_internal.h"

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "images are little endian, and are read as they are"
#endif

void *image_table(uint64_t count, size_t element_size)
{
	return port_allocate(count ? count * element_size : 1);
}

static void sift_down(uint32_t *order, uint32_t root, uint32_t count,
		      bool (*less)(const void *context, uint32_t a, uint32_t b),
		      const void *context)
{
	uint32_t child, saved;

	while (root < count / 2) {
		child = 2 * root + 1;
		if (child + 1 < count &&
		    less(context, order[child], order[child + 1]))
			child++;
		if (!less(context, order[root], order[child]))
			return;
		saved = order[root];
		order[root] = order[child];
		order[child] = saved;
		root = child;
	}
}

void image_sort(uint32_t *order, uint32_t count,
		bool (*less)(const void *context, uint32_t a, uint32_t b),
		const void *context)
{
	uint32_t i, saved;

	for (i = count / 2; i > 0; i--)
		sift_down(order, i - 1, count, less, context);
	for (i = count; i > 1; i--) {
		saved = order[0];
		order[0] = order[i - 1];
		order[i - 1] = saved;
		sift_down(order, 0, i - 1, less, context);
	}
}

bool image_is_symbol_name(const char *name)
{
	uint32_t length;

	for (length = 0; name[length]; length++) {
		if (length == IMAGE_STRING_MAX)
			return false;
		if (name[length] <= ' ' || name[length] > '~')
			return false;
	}
	return length > 0;
}

bool image_is_text(const char *text)
{
	for (; *text; text++) {
		if ((unsigned char)*text < ' ' || *text == 0x7f)
			return false;
	}
	return true;
}

const unsigned char *image_bytes(const struct image *image,
				 struct image_place place, uint64_t length)
{
	const struct image_section *section;

	if (place.section >= image->section_count)
		return NULL;
	section = &image->sections[place.section];
	if (section->pool == IMAGE_NOWHERE || section->nobits ||
	    !image_range(place.offset, length, section->size))
		return NULL;
	return image->bytes + image->headers[place.section].sh_offset +
	       place.offset;
}

uint32_t image_get32(const unsigned char *bytes)
{
	uint32_t value;

	memcpy(&value, bytes, sizeof(value));
	return value;
}

uint64_t image_get64(const unsigned char *bytes)
{
	uint64_t value;

	memcpy(&value, bytes, sizeof(value));
	return value;
}

const char *image_string(const struct image *image, struct image_place place)
{
	const unsigned char *bytes = image_bytes(image, place, 1);
	uint64_t room;

	if (!bytes)
		return NULL;
	room = image->sections[place.section].size - place.offset;
	if (room > IMAGE_STRING_MAX + 1)
		room = IMAGE_STRING_MAX + 1;
	if (!memchr(bytes, '\0', room))
		return NULL;
	return (const char *)bytes;
}

bool image_license_is_gpl(const char *license)
{
	static const char *const compatible[] = {
		"GPL",
		"GPL v2",
		"GPL and additional rights",
		"Dual BSD/GPL",
		"Dual MIT/GPL",
		"Dual MPL/GPL",
	};
	size_t i;

	if (!license)
		return false;
	for (i = 0; i < ARRAY_SIZE(compatible); i++) {
		if (!strcmp(license, compatible[i]))
			return true;
	}
	return false;
}

static int parse(struct image *image, struct log *log)
{
	int error;

	error = image_check_header(image, log);
	if (!error)
		error = image_check_sections(image, log);
	if (!error)
		error = image_check_symbols(image, log);
	if (!error)
		error = image_check_relocations(image, log);
	if (!error)
		error = image_check_imports(image, log);
	if (!error)
		error = image_lay_out(image, log);
	if (!error)
		error = image_read_driver(image, log);
	if (!error)
		error = image_read_exports(image, log);
	if (!error)
		error = image_read_matches(image, log);
	if (!error)
		error = image_collect_names(image, log);
	if (!error)
		error = image_read_notes(image, log);
	return error;
}

int image_parse(struct image *image, const void *bytes, uint64_t size,
		struct log *log)
{
	int error;

	memset(image, 0, sizeof(*image));
	image->bytes = bytes;
	image->size = size;
	error = parse(image, log);
	if (error == -ENOMEM)
		log_say(log, "no memory for the tables of the image");
	if (error)
		image_discard(image);
	return error;
}

void image_discard(struct image *image)
{
	uint32_t i;

	for (i = 0; i < image->section_count; i++)
		port_free(image->sections[i].order);
	port_free(image->sections);
	port_free(image->imports);
	port_free(image->exports);
	port_free(image->names);
	port_free(image->driver.parameters);
	port_free(image->symbol_uses);
	memset(image, 0, sizeof(*image));
}
