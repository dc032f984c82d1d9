// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* Copyright (C) 2026 The banos developers */
/*
 * The tables of matches, which say what devices a driver is for. The loader
 * does not use them; who chooses images for devices reads them from the file.
 * So all that a reader could stumble over is refused here, and entries of
 * buses that are not known are passed over.
 */

#include "image.h"
#include "image_internal.h"

#include <banos/pci.h>
#include <banos/platform.h>

/* What all entries begin with, and how long they are at least. */
#define SIZE_OFFSET 0
#define BUS_OFFSET 4
#define SMALLEST_MATCH 16

#define MATCH_AT IMAGE_MATCH_SECTION ": the match at offset 0x%" PRIx64

/* As long as it is known here; 0: the bus is not. */
static uint32_t known_size(uint32_t bus)
{
	switch (bus) {
	case BANOS_BUS_PCI:
		return sizeof(struct banos_pci_match);
	case BANOS_BUS_PLATFORM:
	case BANOS_BUS_ACPI:
		return sizeof(struct banos_platform_match);
	default:
		return 0;
	}
}

static const unsigned char *match_bytes(const struct image *image,
					uint64_t offset, uint64_t size)
{
	struct image_place place = { image->match_section, offset };

	return image_bytes(image, place, size);
}

/* Tables are aligned: eight zeroes where a match would begin are a gap. */
static bool is_gap(const unsigned char *bytes)
{
	return !image_get64(bytes);
}

static bool is_name_character(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '-';
}

/* The name becomes part of a line of text. */
static bool has_name(const unsigned char *bytes)
{
	const char *name = (const char *)bytes +
			   offsetof(struct banos_platform_match, name);
	uint32_t length = 0, i;

	while (length < BANOS_PLATFORM_NAME_SIZE &&
	       is_name_character(name[length]))
		length++;
	for (i = length; i < BANOS_PLATFORM_NAME_SIZE; i++) {
		if (name[i])
			return false;
	}
	return length && length < BANOS_PLATFORM_NAME_SIZE;
}

static int check_match(uint64_t offset, const unsigned char *bytes,
		       uint64_t room, struct log *log)
{
	uint32_t size = image_get32(bytes + SIZE_OFFSET);
	uint32_t bus = image_get32(bytes + BUS_OFFSET);

	if (size < SMALLEST_MATCH || size % 8 || size > room)
		return log_error(log, ENOEXEC,
				 MATCH_AT
				 " has a size of %u, expected a multiple of 8, %u to %" PRIu64,
				 offset, size, SMALLEST_MATCH, room);
	if (size < known_size(bus))
		return log_error(log, ENOEXEC,
				 MATCH_AT
				 " has a size of %u, expected at least %u for bus %u",
				 offset, size, known_size(bus), bus);
	if ((bus == BANOS_BUS_PLATFORM || bus == BANOS_BUS_ACPI) &&
	    !has_name(bytes))
		return log_error(log, ENOEXEC,
				 MATCH_AT
				 ": its name isn't 1 to %u of [A-Za-z0-9_.-]",
				 offset, BANOS_PLATFORM_NAME_SIZE - 1);
	return 0;
}

static int check_matches(const struct image *image, struct log *log)
{
	uint64_t size = image->sections[image->match_section].size;
	const unsigned char *bytes;
	uint64_t offset = 0;
	int error;

	while (offset < size) {
		bytes = match_bytes(image, offset, 8);
		if (is_gap(bytes)) {
			offset += 8;
			continue;
		}
		error = check_match(offset, bytes, size - offset, log);
		if (error)
			return error;
		offset += image_get32(bytes + SIZE_OFFSET);
	}
	return 0;
}

static int check_section(const struct image *image, uint32_t i,
			 struct log *log)
{
	const struct image_section *section = &image->sections[i];

	if (section->size % 8)
		return log_error(log, ENOEXEC,
				 SECTION_AT " has %" PRIu64
				 " bytes, expected a multiple of 8",
				 i, section->name, section->size);
	if (section->order_count)
		return log_error(log, ENOEXEC,
				 SECTION_AT
				 " has relocations, expected numbers and characters only",
				 i, section->name);
	return 0;
}

int image_read_matches(struct image *image, struct log *log)
{
	uint32_t found, i;
	int error;

	i = image_find_section(image, IMAGE_MATCH_SECTION, &found);
	if (!found)
		return 0;
	if (found > 1)
		return log_error(log, ENOEXEC,
				 "%u sections are named " IMAGE_MATCH_SECTION
				 ", expected at most one: link the image with banos-ld",
				 found);
	error = image_check_data(image, i, log);
	if (!error)
		error = check_section(image, i, log);
	if (error)
		return error;
	image->match_section = i;
	return check_matches(image, log);
}

bool image_next_match(const struct image *image, uint64_t *position,
		      struct image_match *match)
{
	uint64_t size = image->match_section ?
			image->sections[image->match_section].size : 0;
	const unsigned char *bytes;

	while (*position < size) {
		bytes = match_bytes(image, *position, 8);
		if (is_gap(bytes)) {
			*position += 8;
			continue;
		}
		match->bytes = bytes;
		match->size = image_get32(bytes + SIZE_OFFSET);
		match->bus = image_get32(bytes + BUS_OFFSET);
		*position += match->size;
		if (known_size(match->bus))
			return true;
	}
	return false;
}
