// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* Copyright (C) 2026 The banos developers */
/*
 * The relocations of the loaded sections: after image_check_relocations() each
 * is of a known type, changes bytes that are inside its section and that no
 * other one changes, and refers to something that is loaded or imported. What
 * a pointer in the image points to is told by its relocation.
 */

#include "image.h"
#include "image_internal.h"
#include "relocate.h"

static int refuse_other_tables(const struct image *image, uint32_t i,
			       struct log *log)
{
	uint32_t type = image->headers[i].sh_type;
	const char *name = image->sections[i].name;

	if (type == SHT_RELR || type == SHT_CREL)
		return log_error(log, ENOEXEC,
				 SECTION_AT
				 ": sh_type is 0x%x, packed relocations, expected plain SHT_RELA ones (-Wa,--no-crel)",
				 i, name, type);
	if (image->headers[i].sh_info >= image->section_count)
		return log_error(log, ENOEXEC,
				 SECTION_AT ": sh_info is %u, but there are %u sections",
				 i, name, image->headers[i].sh_info,
				 image->section_count);
	return 0;
}

static int check_table(const struct image *image, uint32_t i, struct log *log)
{
	const Elf64_Shdr *header = &image->headers[i];
	const struct image_section *target = &image->sections[header->sh_info];
	const char *name = image->sections[i].name;

	if (header->sh_type == SHT_REL)
		return log_error(log, ENOEXEC,
				 SECTION_AT
				 " holds SHT_REL relocations, expected SHT_RELA ones, which carry their addend",
				 i, name);
	if (header->sh_entsize != sizeof(Elf64_Rela) ||
	    header->sh_size % sizeof(Elf64_Rela) || header->sh_offset % 8)
		return log_error(log, ENOEXEC,
				 SECTION_AT ": sh_entsize is %" PRIu64 ", sh_size 0x%" PRIx64
				 ", sh_offset 0x%" PRIx64
				 "; expected %zu, a multiple of it, and a multiple of 8",
				 i, name, header->sh_entsize,
				 header->sh_size,
				 header->sh_offset,
				 sizeof(Elf64_Rela));
	if (header->sh_link != image->symbol_section)
		return log_error(log, ENOEXEC,
				 SECTION_AT ": sh_link is %u, expected %u, the symbol table",
				 i, name, header->sh_link,
				 image->symbol_section);
	if (target->relas)
		return log_error(log, ENOEXEC,
				 SECTION_AT
				 ": section %u (%.64s) has another section of relocations already",
				 i, name, header->sh_info, target->name);
	if (target->nobits && header->sh_size)
		return log_error(log, ENOEXEC,
				 SECTION_AT
				 " changes section %u (%.64s), which has no bytes in the file",
				 i, name, header->sh_info, target->name);
	return 0;
}

/* Gives each loaded section its table; the others' tables don't matter. */
static int attach_tables(struct image *image, struct log *log)
{
	const Elf64_Shdr *header;
	struct image_section *target;
	uint32_t i;
	int error;

	for (i = 1; i < image->section_count; i++) {
		header = &image->headers[i];
		if (header->sh_type != SHT_RELA && header->sh_type != SHT_REL &&
		    header->sh_type != SHT_RELR && header->sh_type != SHT_CREL)
			continue;
		error = refuse_other_tables(image, i, log);
		if (error)
			return error;
		target = &image->sections[header->sh_info];
		if (target->pool == IMAGE_NOWHERE)
			continue;
		error = check_table(image, i, log);
		if (error)
			return error;
		target->relas = (const Elf64_Rela *)(image->bytes +
						     header->sh_offset);
		target->rela_count = header->sh_size / sizeof(Elf64_Rela);
	}
	return 0;
}

/* May a loaded section refer to this symbol at all? */
static int check_target(const struct image *image, uint32_t i,
			const Elf64_Rela *rela, struct log *log)
{
	uint32_t symbol = ELF64_R_SYM(rela->r_info);
	const char *type = relocate_name(ELF64_R_TYPE(rela->r_info));
	uint32_t section = image_symbol_section(image, symbol);

	if (section && image->sections[section].pool == IMAGE_NOWHERE)
		return log_error(log, ENOEXEC,
				 RELOCATION_AT ": that is in " SECTION_AT ", which isn't loaded",
				 type, image->sections[i].name,
				 rela->r_offset,
				 image_symbol_name(image, symbol), section,
				 image->sections[section].name);
	if (symbol && image->symbols[symbol].st_shndx == SHN_UNDEF &&
	    !image->symbol_uses[symbol].import)
		return log_error(log, ENOEXEC,
				 RELOCATION_AT
				 ": symbol %u is undefined, and local or without a name",
				 type, image->sections[i].name,
				 rela->r_offset,
				 image_symbol_name(image, symbol), symbol);
	return 0;
}

static int check_ranges(const struct image *image, uint32_t i, uint32_t number,
			struct log *log)
{
	const struct image_section *section = &image->sections[i];
	const Elf64_Rela *rela = &section->relas[number];
	uint32_t symbol = ELF64_R_SYM(rela->r_info);
	uint32_t type = ELF64_R_TYPE(rela->r_info);

	if (!relocate_name(type))
		return log_error(log, ENOEXEC,
				 "relocation %u of " SECTION_AT ", at offset 0x%" PRIx64
				 ": type %u is unknown",
				 number, i, section->name,
				 rela->r_offset, type);
	if (symbol >= image->symbol_count)
		return log_error(log, ENOEXEC,
				 "relocation %u of " SECTION_AT ", at offset 0x%" PRIx64
				 ": it is to symbol %u, but there are %u",
				 number, i, section->name,
				 rela->r_offset, symbol,
				 image->symbol_count);
	if (!image_range(rela->r_offset, relocate_width(type), section->size))
		return log_error(log, ENOEXEC,
				 "relocation %u of " SECTION_AT
				 ": its %u bytes at offset 0x%" PRIx64
				 " aren't inside the section, which has 0x%" PRIx64 " bytes",
				 number, i, section->name, relocate_width(type),
				 rela->r_offset, section->size);
	return 0;
}

static void use_symbol(struct image *image, uint32_t symbol, bool needs_got)
{
	struct image_symbol_use *use = &image->symbol_uses[symbol];
	struct image_import *import;

	use->referred = true;
	if (needs_got && !use->got_slot)
		use->got_slot = ++image->got_slots;
	if (!use->import)
		return;
	import = &image->imports[use->import - 1];
	import->used = true;
	if (import->stub)
		image->has_stubs = true;
}

static int check_relocation(struct image *image, uint32_t i, uint32_t number,
			    struct log *log)
{
	const Elf64_Rela *rela = &image->sections[i].relas[number];
	bool needs_got = false;
	int error;

	error = check_ranges(image, i, number, log);
	if (error || ELF64_R_TYPE(rela->r_info) == relocate_none)
		return error;
	error = check_target(image, i, rela, log);
	if (!error)
		error = relocate_check(image, i, rela, &needs_got, log);
	if (!error)
		use_symbol(image, ELF64_R_SYM(rela->r_info), needs_got);
	return error;
}

static bool changes_before(const void *context, uint32_t a, uint32_t b)
{
	const Elf64_Rela *relas = context;

	return relas[a].r_offset < relas[b].r_offset;
}

/* In order, and none of them does nothing? That is what linkers write. */
static bool is_in_order(const struct image_section *section)
{
	const Elf64_Rela *relas = section->relas;
	uint32_t i;

	for (i = 0; i < section->rela_count; i++) {
		if (ELF64_R_TYPE(relas[i].r_info) == relocate_none ||
		    (i && changes_before(relas, i, i - 1)))
			return false;
	}
	return true;
}

static int put_in_order(struct image_section *section)
{
	uint32_t i;

	section->order_count = section->rela_count;
	if (is_in_order(section))
		return 0;
	section->order = image_table(section->rela_count,
				     sizeof(*section->order));
	if (!section->order)
		return -ENOMEM;
	section->order_count = 0;
	for (i = 0; i < section->rela_count; i++) {
		if (ELF64_R_TYPE(section->relas[i].r_info) != relocate_none)
			section->order[section->order_count++] = i;
	}
	image_sort(section->order, section->order_count, changes_before,
		   section->relas);
	return 0;
}

static uint64_t end_of(const Elf64_Rela *rela)
{
	return rela->r_offset + relocate_width(ELF64_R_TYPE(rela->r_info));
}

static int check_collisions(const struct image *image, uint32_t section,
			    struct log *log)
{
	const Elf64_Rela *before, *after;
	uint32_t i;

	for (i = 1; i < image->sections[section].order_count; i++) {
		before = image_relocation(&image->sections[section], i - 1);
		after = image_relocation(&image->sections[section], i);
		if (end_of(before) > after->r_offset)
			return log_error(log, ENOEXEC,
					 SECTION_AT ": the relocations at offsets 0x%" PRIx64
					 " and 0x%" PRIx64 " change the same bytes",
					 section, image->sections[section].name,
					 before->r_offset,
					 after->r_offset);
	}
	return 0;
}

/*
 * How many, from number @first on, have nothing left to check? So it is with
 * nearly all: a plain type, to a symbol that another relocation was checked
 * for, at bytes inside the section and behind those of the relocation before.
 * @end: of those bytes; moves on.
 */
static uint32_t count_plain(const struct image *image,
			    const struct image_section *section, uint32_t first,
			    uint64_t *end)
{
	const struct image_symbol_use *uses = image->symbol_uses;
	const Elf64_Rela *begin = section->relas + first;
	const Elf64_Rela *last = section->relas + section->rela_count;
	uint32_t symbol_count = image->symbol_count;
	uint64_t size = section->size;
	uint64_t free_from = *end;
	const Elf64_Rela *rela;

	if (size < RELOCATE_WIDTH_MAX)
		return 0;
	for (rela = begin; rela < last; rela++) {
		uint32_t symbol = ELF64_R_SYM(rela->r_info);
		uint32_t type = ELF64_R_TYPE(rela->r_info);
		uint64_t offset = rela->r_offset;
		uint32_t width;

		if (type >= RELOCATE_PLAIN_TYPES || symbol >= symbol_count ||
		    !uses[symbol].referred)
			break;
		width = relocate_plain_width[type];
		if (!width || offset < free_from || offset > size - width)
			break;
		free_from = offset + width;
	}
	*end = free_from;
	return rela - begin;
}

static int check_relocations_of(struct image *image, uint32_t i,
				struct log *log)
{
	struct image_section *section = &image->sections[i];
	bool in_order = true;
	uint64_t end = 0;
	uint32_t k, plain;
	int error;

	k = count_plain(image, section, 0, &end);
	while (k < section->rela_count) {
		error = check_relocation(image, i, k, log);
		if (error)
			return error;
		/* The first to its symbol: now it may be plain. */
		plain = count_plain(image, section, k, &end);
		if (!plain)
			in_order = false;
		k += plain ? plain : 1;
	}
	section->order_count = section->rela_count;
	if (in_order)
		return 0;
	error = put_in_order(section);
	if (!error)
		error = check_collisions(image, i, log);
	return error;
}

int image_check_relocations(struct image *image, struct log *log)
{
	uint32_t i;
	int error;

	error = attach_tables(image, log);
	for (i = 1; !error && i < image->section_count; i++) {
		if (!image->sections[i].rela_count)
			continue;
		error = check_relocations_of(image, i, log);
		port_reschedule();
	}
	return error;
}

const Elf64_Rela *image_relocation(const struct image_section *section,
				   uint32_t position)
{
	if (section->order)
		return &section->relas[section->order[position]];
	return &section->relas[position];
}

uint32_t image_relocation_from(const struct image_section *section,
			       uint64_t offset)
{
	uint32_t low = 0, high = section->order_count, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (image_relocation(section, middle)->r_offset < offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The first relocation that changes some of these bytes, or NULL. */
static const Elf64_Rela *change_in(const struct image_section *section,
				   uint64_t offset, uint64_t length)
{
	uint32_t position = image_relocation_from(section, offset);
	const Elf64_Rela *rela;

	if (position) {
		rela = image_relocation(section, position - 1);
		if (end_of(rela) > offset)
			return rela;
	}
	if (position == section->order_count)
		return NULL;
	rela = image_relocation(section, position);
	return rela->r_offset - offset < length ? rela : NULL;
}

bool image_is_zero(const struct image *image, struct image_place place,
		   uint64_t length)
{
	const unsigned char *bytes = image_bytes(image, place, length);
	uint64_t i;

	if (!length)
		return true;
	if (!bytes || change_in(&image->sections[place.section], place.offset,
				length))
		return false;
	for (i = 0; i < length; i++) {
		if (bytes[i])
			return false;
	}
	return true;
}

static int follow(const struct image *image, const Elf64_Rela *rela,
		  struct image_place *pointer)
{
	uint32_t symbol = ELF64_R_SYM(rela->r_info);
	uint32_t section = image_symbol_section(image, symbol);
	uint64_t offset = image->symbols[symbol].st_value +
			  rela->r_addend;

	if (!section || offset >= image->sections[section].size)
		return -ENOEXEC;
	pointer->section = section;
	pointer->offset = offset;
	return 0;
}

int image_pointer(const struct image *image, struct image_place at,
		  struct image_place *pointer)
{
	const Elf64_Rela *rela;

	pointer->section = 0;
	pointer->offset = 0;
	if (!image_bytes(image, at, 8))
		return -ENOEXEC;
	rela = change_in(&image->sections[at.section], at.offset, 8);
	if (!rela)
		return image_is_zero(image, at, 8) ? 0 : -ENOEXEC;
	if (rela->r_offset != at.offset ||
	    ELF64_R_TYPE(rela->r_info) != relocate_pointer)
		return -ENOEXEC;
	return follow(image, rela, pointer);
}
