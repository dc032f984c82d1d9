/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * What the files of the parser share among themselves, in the order in which
 * image_parse() uses it. Each step may rely on what the steps before it
 * checked, and says so where it does.
 */
#ifndef BANOS_KMOD_IMAGE_INTERNAL_H
#define BANOS_KMOD_IMAGE_INTERNAL_H

#include "image.h"

#ifndef ARRAY_SIZE /* the kernel has it */
#define ARRAY_SIZE(array) (sizeof(array) / sizeof((array)[0]))
#endif

/* How sentences name a section, a relocation; see the two macros' users. */
#define SECTION_AT "section %u (%.64s)"
#define RELOCATION_AT "%s at %.64s+0x%" PRIx64 " to %.255s"

/* The file header, section headers and their names, ranges, pools. */
int image_check_header(struct image *image, struct log *log);
int image_check_sections(struct image *image, struct log *log);

/* The symbol table, its strings, and the list of imports. */
int image_check_symbols(struct image *image, struct log *log);

/* Every relocation of every loaded section; imports that are used, the GOT. */
int image_check_relocations(struct image *image, struct log *log);

/* The names of the imports that are used. */
int image_check_imports(struct image *image, struct log *log);

/* A place for each section in its pool; needs the number of GOT slots. */
int image_lay_out(struct image *image, struct log *log);

/* .banos-driver and its parameters, .banos-export. */
int image_read_driver(struct image *image, struct log *log);
int image_read_parameters(struct image *image, struct image_place array,
			  uint64_t stride, uint64_t count, struct log *log);
int image_read_exports(struct image *image, struct log *log);

/* The one section of that name, or 0; @found is how many there are. */
uint32_t image_find_section(const struct image *image, const char *name,
			    uint32_t *found);

/* It must be data that is loaded, with bytes in the file, aligned to 8. */
int image_check_data(const struct image *image, uint32_t i, struct log *log);

/* .banos-match. */
int image_read_matches(struct image *image, struct log *log);

/* image->names, and image->features. */
int image_collect_names(struct image *image, struct log *log);
int image_read_notes(struct image *image, struct log *log);

/* Does [offset, offset + length) lie inside [0, size)? Never overflows. */
static inline bool image_range(uint64_t offset, uint64_t length, uint64_t size)
{
	return offset <= size && length <= size - offset;
}

/* A zeroed table, not NULL for no elements; NULL: no memory. */
void *image_table(uint64_t count, size_t element_size);

/*
 * Sort indices by heap sort, which needs no memory and has no bad case. @less
 * compares the things that two indices stand for.
 */
void image_sort(uint32_t *order, uint32_t count,
		bool (*less)(const void *context, uint32_t a, uint32_t b),
		const void *context);

/*
 * 1 to 255 bytes of printable ASCII without spaces: fit for a symbol table.
 * Reads at most 256 bytes.
 */
bool image_is_symbol_name(const char *name);

/* Control characters would end up in logs and in files of sysfs. */
bool image_is_text(const char *text);

/* A name for sentences; never NULL. */
const char *image_symbol_name(const struct image *image, uint32_t symbol);

/* The section that a symbol is defined in, or 0. */
uint32_t image_symbol_section(const struct image *image, uint32_t symbol);

/*
 * File bytes of a loaded section, from @place on; NULL if there are no
 * @length bytes. What relocations change there isn't known yet.
 */
const unsigned char *image_bytes(const struct image *image,
				 struct image_place place, uint64_t length);

/* The same as a little endian number, out of bytes known to be there. */
uint32_t image_get32(const unsigned char *bytes);
uint64_t image_get64(const unsigned char *bytes);

/* Relocations of a loaded section that change something, by offset. */
const Elf64_Rela *image_relocation(const struct image_section *section,
				   uint32_t position);

/* Position of the first of them at @offset or later. */
uint32_t image_relocation_from(const struct image_section *section,
			       uint64_t offset);

/* Are @length bytes from @place on zero, and will they stay so? */
bool image_is_zero(const struct image *image, struct image_place place,
		   uint64_t length);

#endif
