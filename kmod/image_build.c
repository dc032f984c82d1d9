// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* Copyright (C) 2026 The banos developers */
/*
 * The bytes of an image at its final addresses.
 */

#include "image.h"
#include "image_internal.h"
#include "relocate.h"

uint64_t image_address(const struct image *image,
		       const struct image_addresses *addresses,
		       struct image_place place)
{
	const struct image_section *section = &image->sections[place.section];

	if (!place.section)
		return 0;
	return addresses->pool[section->pool] + section->offset + place.offset;
}

static int import_address(const struct image *image,
			  const struct image_addresses *addresses,
			  uint32_t number, uint64_t *value, bool *absent,
			  struct log *log)
{
	const struct image_import *import = &image->imports[number];

	*value = addresses->import[number];
	*absent = !*value;
	if (*absent && !import->weak)
		return log_error(log, ENOEXEC,
				 "symbol %u (%.255s) has no address",
				 import->symbol, import->name);
	if (!*absent && import->stub)
		*value = addresses->pool[IMAGE_TEXT] + image->stub_offset +
			 import->stub - 1;
	return 0;
}

/* Final address of a symbol that a loaded section refers to. */
static int symbol_address(const struct image *image,
			  const struct image_addresses *addresses,
			  uint32_t symbol, uint64_t *value, bool *absent,
			  struct log *log)
{
	uint32_t import = image->symbol_uses[symbol].import;
	struct image_place place;

	*absent = false;
	if (import)
		return import_address(image, addresses, import - 1, value,
				      absent, log);
	place.section = image_symbol_section(image, symbol);
	place.offset = image->symbols[symbol].st_value;
	*value = place.section ? image_address(image, addresses, place)
			       : place.offset;
	return 0;
}

static void copy_sections(const struct image *image,
			  unsigned char *const staging[IMAGE_POOLS])
{
	const struct image_section *section;
	uint32_t i;

	if (image->pool_size[IMAGE_TEXT])
		memset(staging[IMAGE_TEXT], relocate_text_fill,
		       image->pool_size[IMAGE_TEXT]);
	if (image->end_offset)
		memcpy(staging[IMAGE_TEXT] + image->end_offset,
		       relocate_text_stop, RELOCATE_STOP_SIZE);
	for (i = 1; i < image->section_count; i++) {
		section = &image->sections[i];
		if (section->pool == IMAGE_NOWHERE || section->nobits ||
		    !section->size)
			continue;
		memcpy(staging[section->pool] + section->offset,
		       image->bytes + image->headers[i].sh_offset,
		       section->size);
	}
}

static void fill_got(const struct image *image,
		     const struct relocate_symbol *symbols,
		     unsigned char *const staging[IMAGE_POOLS])
{
	unsigned char *got;
	uint32_t i, slot;

	if (!image->got_slots)
		return;
	got = staging[IMAGE_RODATA] + image->got_offset;
	for (i = 0; i < image->symbol_count; i++) {
		slot = image->symbol_uses[i].got_slot;
		if (slot)
			memcpy(got + (slot - 1) * 8ull, &symbols[i].value, 8);
	}
}

/*
 * The address of each symbol once, instead of once for each relocation. Those
 * that no loaded section refers to may have none.
 */
static int locate_symbols(const struct image *image,
			  const struct image_addresses *addresses,
			  struct relocate_symbol *symbols, struct log *log)
{
	uint32_t i;
	int error;

	for (i = 0; i < image->symbol_count; i++) {
		if (!image->symbol_uses[i].referred)
			continue;
		error = symbol_address(image, addresses, i, &symbols[i].value,
				       &symbols[i].absent, log);
		if (error)
			return error;
	}
	return 0;
}

static int relocate_sections(const struct image *image,
			     const struct image_addresses *addresses,
			     const struct relocate_symbol *symbols,
			     unsigned char *const staging[IMAGE_POOLS],
			     struct log *log)
{
	uint32_t i;
	int error = 0;

	for (i = 1; !error && i < image->section_count; i++) {
		if (!image->sections[i].rela_count)
			continue;
		error = relocate_section(image, addresses, i, symbols, staging,
					 log);
		port_reschedule();
	}
	return error;
}

int image_build(const struct image *image,
		const struct image_addresses *addresses,
		unsigned char *const staging[IMAGE_POOLS], struct log *log)
{
	struct relocate_symbol *symbols;
	int error;

	symbols = image_table(image->symbol_count, sizeof(*symbols));
	if (!symbols)
		return -ENOMEM;
	copy_sections(image, staging);
	error = locate_symbols(image, addresses, symbols, log);
	if (!error)
		fill_got(image, symbols, staging);
	if (!error && image->has_stubs)
		error = relocate_stubs(image, addresses, staging[IMAGE_TEXT],
				       log);
	if (!error)
		error = relocate_sections(image, addresses, symbols, staging,
					  log);
	port_free(symbols);
	return error;
}
