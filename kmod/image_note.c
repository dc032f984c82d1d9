// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* Copyright (C) 2026 The banos developers */
/*
 * What an image's code was compiled with: from the property note that
 * compilers write, from banos-ld's own note, and from what it imports.
 */

#include "image.h"
#include "image_internal.h"
#include "relocate.h"

#include <banos/control.h>

#define PROPERTY_SECTION ".note.gnu.property"
#define PROPERTY_OWNER "GNU"

/* Bytes of a note section that are still to be read. */
struct notes {
	const unsigned char *bytes;
	uint64_t size;
	uint64_t alignment; /* of descriptors, and of the next note: 4 or 8 */
};

struct note {
	const unsigned char *owner;
	uint32_t owner_size;
	uint32_t type;
	const unsigned char *descriptor;
	uint32_t size;
};

static uint64_t align_up(uint64_t value, uint64_t alignment)
{
	return (value + alignment - 1) & ~(alignment - 1);
}

/* Takes the first note off; false: the rest isn't a note. */
static bool next_note(struct notes *notes, struct note *note)
{
	const unsigned char *bytes = notes->bytes;
	uint64_t descriptor, end;

	if (notes->size < sizeof(Elf64_Nhdr))
		return false;
	note->owner_size = image_get32(bytes);
	note->size = image_get32(bytes + 4);
	note->type = image_get32(bytes + 8);
	descriptor = align_up(sizeof(Elf64_Nhdr) + (uint64_t)note->owner_size,
			      notes->alignment);
	if (!image_range(descriptor, note->size, notes->size))
		return false;
	note->owner = bytes + sizeof(Elf64_Nhdr);
	note->descriptor = bytes + descriptor;
	end = align_up(descriptor + note->size, notes->alignment);
	if (end > notes->size) /* the last one's padding may be missing */
		end = notes->size;
	notes->bytes += end;
	notes->size -= end;
	return true;
}

static bool is_note(const struct note *note, const char *owner, uint32_t type)
{
	size_t size = strlen(owner) + 1;

	return note->type == type && note->owner_size == size &&
	       !memcmp(note->owner, owner, size);
}

/* What the notes of an image said. */
struct findings {
	bool found;
	uint32_t branch;   /* bits that every property about branches has */
	bool linked;       /* there is a note of banos-ld */
	uint32_t features; /* bits that every note of banos-ld has */
};

static bool read_properties(const struct note *note, struct findings *findings)
{
	const unsigned char *bytes = note->descriptor;
	uint64_t left = note->size, length;

	while (left) {
		if (left < 8)
			return false;
		length = align_up((uint64_t)image_get32(bytes + 4), 8);
		if (!image_range(8, length, left))
			return false;
		if (image_get32(bytes) == relocate_branch_property) {
			if (image_get32(bytes + 4) != 4)
				return false;
			findings->found = true;
			findings->branch &= image_get32(bytes + 8);
		}
		bytes += 8 + length;
		left -= 8 + length;
	}
	return true;
}

static bool read_note(const struct note *note, struct findings *findings)
{
	if (is_note(note, PROPERTY_OWNER, NT_GNU_PROPERTY_TYPE_0))
		return read_properties(note, findings);
	if (is_note(note, IMAGE_NOTE_OWNER, IMAGE_NOTE_FEATURES)) {
		if (note->size < 4)
			return false;
		findings->linked = true;
		findings->features &= image_get32(note->descriptor);
	}
	return true;
}

static int read_section(const struct image *image, uint32_t i,
			struct findings *findings, struct log *log)
{
	const Elf64_Shdr *header = &image->headers[i];
	struct notes notes = { image->bytes + header->sh_offset,
			       header->sh_size,
			       header->sh_addralign == 8 ? 8 : 4 };
	struct note note;

	while (notes.size) {
		if (!next_note(&notes, &note) || !read_note(&note, findings))
			return log_error(log, ENOEXEC,
					 SECTION_AT ": the note that ends 0x%" PRIx64
					 " bytes before the section's end is damaged",
					 i, image->sections[i].name,
					 notes.size);
	}
	return 0;
}

static bool is_of_interest(const struct image *image, uint32_t i)
{
	const char *name = image->sections[i].name;

	return image->headers[i].sh_type == SHT_NOTE &&
	       (!strcmp(name, PROPERTY_SECTION) ||
		!strcmp(name, IMAGE_NOTE_SECTION));
}

/*
 * That some code calls a thunk says nothing about the rest of the code, so
 * imports count only where banos-ld, which has read all of it, says nothing.
 */
static uint32_t features_of(const struct image *image,
			    const struct findings *findings)
{
	uint32_t features = 0, i;

	if (findings->linked)
		features = findings->features &
			   (BANOS_IMAGE_RETURN_THUNKS |
			    BANOS_IMAGE_INDIRECT_THUNKS |
			    BANOS_IMAGE_STACK_PROTECTOR);
	for (i = 0; i < image->import_count && !findings->linked; i++) {
		if (image->imports[i].used)
			features |= relocate_features_of(image->imports[i].name);
	}
	if (findings->found &&
	    (findings->branch & relocate_branch_property_bit))
		features |= BANOS_IMAGE_IBT;
	return features;
}

int image_read_notes(struct image *image, struct log *log)
{
	struct findings findings = {
		.branch = UINT_MAX,
		.features = UINT_MAX,
	};
	uint32_t i;
	int error;

	for (i = 1; i < image->section_count; i++) {
		if (!is_of_interest(image, i))
			continue;
		error = read_section(image, i, &findings, log);
		if (error)
			return error;
	}
	image->features = features_of(image, &findings);
	return 0;
}
