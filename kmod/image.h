/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * The image parser: takes the bytes of a driver image, which may be anything,
 * and either refuses them with a sentence or answers a description whose every
 * index, offset and size is known to be in range. It writes nothing but its
 * own tables, and is pure: the same file is built into banos.ko, banos-ld,
 * banosctl, the unit tests and the fuzzer.
 *
 * An image's life: image_parse(); the caller finds room for the three pools
 * and the addresses of the imports; image_build() makes each pool's bytes for
 * these addresses; image_discard(). Nothing here survives the install.
 *
 * Whatever the file holds, the work is O(n log n) in its size.
 */
#ifndef BANOS_KMOD_IMAGE_H
#define BANOS_KMOD_IMAGE_H

#include "log.h"
#include "port.h"

#ifdef __cplusplus
extern "C" {
#endif

#define IMAGE_SIZE_MAX (16u << 20) /* of the file, and of each pool */
#define IMAGE_SECTIONS_MAX 32768u
#define IMAGE_EXPORTS_MAX 65536u
#define IMAGE_PARAMETERS_MAX 1024u
#define IMAGE_ELEMENTS_MAX 65536u        /* of an array parameter */
#define IMAGE_PARAMETER_STRING_MAX 4096u /* of a string parameter */
#define IMAGE_STRING_MAX 255u            /* names, licence ..., without NUL */
#define IMAGE_NAME_MAX 63u               /* of drivers and parameters */
#define IMAGE_ALIGNMENT_MAX 4096u

#define IMAGE_DRIVER_SECTION ".banos-driver"
#define IMAGE_EXPORT_SECTION ".banos-export"
#define IMAGE_MATCH_SECTION ".banos-match"

/*
 * The note by which banos-ld tells what the code was compiled with (without
 * it, the imports of an image are taken as a sign): an SHT_NOTE section of
 * this name, aligned to 4, with one note, whose owner is "banos" (n_namesz 6,
 * padded to 8), whose type is 1, and whose descriptor begins with one little
 * endian 32-bit word of enum banos_image_features. Longer descriptors are for
 * later; of several notes, as ld -r of finished images makes them, a bit counts
 * if all have it. Bits that a reader doesn't know, and BANOS_IMAGE_IBT, which
 * has a note of its own in .note.gnu.property, are ignored.
 */
#define IMAGE_NOTE_SECTION ".note.banos"
#define IMAGE_NOTE_OWNER "banos"
#define IMAGE_NOTE_FEATURES 1u

/* Where a section goes. The order is that of the pools' addresses in tables. */
enum image_pool {
	IMAGE_TEXT,
	IMAGE_RODATA,
	IMAGE_DATA,
	IMAGE_POOLS,
	IMAGE_NOWHERE = IMAGE_POOLS, /* not loaded: symbols, debug, notes ... */
};

/**
 * struct image_section - one section; the table has one for every header
 * @name:   as the file has it, of any length
 * @pool:   where it goes
 * @offset: in its pool
 * @size:   bytes in its pool
 * @nobits: it is zeroes, without bytes in the file
 * @relas:  the relocations that change it, if it is loaded
 * @rela_count: how many of them
 * @order:  NULL, or the numbers of those that are not R_*_NONE, by offset;
 *          NULL says that @relas are all that and in order
 * @order_count: elements of @order, or @rela_count
 */
struct image_section {
	const char *name;
	enum image_pool pool;
	bool nobits;
	uint64_t offset;
	uint64_t size;
	const Elf64_Rela *relas;
	uint32_t rela_count;
	uint32_t order_count;
	uint32_t *order;
};

/* A place in the image: what a pointer in it will point to. */
struct image_place {
	uint32_t section; /* 0: nowhere, a NULL pointer */
	uint64_t offset;  /* in that section, less than its size */
};

/* An undefined symbol of the image. */
struct image_import {
	const char *name;
	uint32_t symbol; /* index in the symbol table */
	uint32_t stub;   /* see relocate_stub_of() */
	bool weak;
	bool used; /* some loaded section refers to it; else it needs no address */
};

/* What the loader keeps for each symbol. */
struct image_symbol_use {
	uint32_t import;   /* number of its import + 1, or 0 */
	uint32_t got_slot; /* number of its GOT slot + 1, or 0 */
	bool referred;     /* a loaded section may refer to it, and does */
};

/* An element of .banos-export. */
struct image_export {
	const char *name; /* 1 to 255 printable bytes, none of them a space */
	struct image_place place;
};

/* A function that deserves a name in backtraces. */
struct image_name {
	const char *name; /* the same */
	struct image_place place;
	uint64_t size; /* as the symbol table has it; may be 0 */
};

/* A struct banos_parameter of the image, as far as the file tells it. */
struct image_parameter {
	const char *name;
	const char *description; /* or NULL */
	uint32_t type;
	uint32_t flags;
	struct image_place value; /* room for all of it in the data pool */
	uint64_t capacity;
	uint64_t elements;
	struct image_place count;   /* in the data pool; section 0: none */
	struct image_place changed; /* in text; section 0: none */
	struct image_place self;    /* the struct banos_parameter in the image */
};

/* The image's struct banos_driver; members that it lacks are zero. */
struct image_driver {
	struct image_place self;
	uint64_t driver_size;
	uint32_t minimal_banos_version;
	uint32_t version;
	const char *name;
	const char *license;     /* or NULL */
	const char *description; /* or NULL */
	const char *author;      /* or NULL */
	struct image_place init;   /* in text */
	struct image_place uninit; /* in text, or section 0 */
	struct image_parameter *parameters;
	uint32_t parameter_count;
};

/**
 * struct image - a parsed image
 *
 * All strings point into the bytes that were given to image_parse(), which
 * must stay as they are until image_discard(). Everything is read-only for
 * users of the parser.
 *
 * @match_section: the tables of matches, for image_next_match(); 0: none
 * @features:   enum banos_image_features
 * @pool_size:  bytes of each pool that the image needs, including what the
 *              relocations need (GOT slots, per-instance stubs), and, in
 *              text, a trap after the last function
 * @pool_alignment: a power of two, at least 1, at most 4096
 * @symbol_uses: one for each symbol
 * @got_offset: place of the GOT in the rodata pool
 * @has_stubs:  the image has the stubs that give banos_dprintln() and
 *              banos_lookup_symbol() their instance
 * @stub_offset: their place in the text pool
 * @end_offset: place in the text pool of what ends its functions
 */
struct image {
	const unsigned char *bytes;
	uint64_t size;
	const Elf64_Ehdr *header;
	const Elf64_Shdr *headers;
	const Elf64_Sym *symbols;
	uint32_t symbol_count;
	uint32_t symbol_section;
	const char *strings;
	uint64_t strings_size;

	struct image_section *sections;
	uint32_t section_count;
	struct image_import *imports;
	uint32_t import_count;
	struct image_export *exports;
	uint32_t export_count;
	struct image_name *names;
	uint32_t name_count;
	struct image_driver driver;
	uint32_t match_section;

	uint32_t features;
	uint64_t pool_size[IMAGE_POOLS];
	uint64_t pool_alignment[IMAGE_POOLS];

	struct image_symbol_use *symbol_uses;
	uint32_t got_slots;
	uint64_t got_offset;
	bool has_stubs;
	uint64_t stub_offset;
	uint64_t end_offset;
};

/**
 * image_parse - check a driver image, and describe it
 * @image: out: filled in; on failure nothing is kept
 * @bytes: the file's content; aligned to 8
 * @size:  bytes at @bytes
 * @log:   takes the sentence that says what is wrong; may be NULL
 *
 * Checks everything that can be known without a kernel: see docs/image.md for
 * the list of rules. Which imports exist, and whether the image asks for a
 * newer banos (minimal_banos_version), is the caller's question.
 *
 * Returns: 0, or
 *          -ENOEXEC  not an image, or one that breaks a rule
 *          -EFBIG    the file or a pool is larger than IMAGE_SIZE_MAX
 *          -ENOMEM   no memory for the tables
 */
int image_parse(struct image *image, const void *bytes, uint64_t size,
		struct log *log);

/* Frees the tables of an image; harmless on one that wasn't parsed, if zero. */
void image_discard(struct image *image);

/**
 * image_pointer - what will the pointer at a place of the image point to?
 * @image:   parsed
 * @at:      place of an 8-byte pointer in a loaded section
 * @pointer: out: section 0 for NULL
 *
 * Returns: 0, or -ENOEXEC: the place is out of range, or the pointer is
 * neither NULL nor relocated to a loaded place of this image.
 */
int image_pointer(const struct image *image, struct image_place at,
		  struct image_place *pointer);

/*
 * The string there, of at most IMAGE_STRING_MAX bytes, which ends inside its
 * section's file bytes; or NULL.
 */
const char *image_string(const struct image *image, struct image_place place);

/**
 * struct image_match - which devices the driver is for: one entry
 * @bytes: as the file has them: struct banos_pci_match or another of
 *         <banos/device_driver.h>'s, which may be longer than is known here
 * @size:  of the entry, bytes; at least that of the struct
 * @bus:   of enum banos_bus
 */
struct image_match {
	const unsigned char *bytes;
	uint32_t size;
	uint32_t bus;
};

/**
 * image_next_match - walk over the tables of matches
 * @image:    parsed
 * @position: where the walk is; 0 at first
 * @match:    out: the next entry. Of buses that are not known here there are
 *            none
 *
 * Returns: false if there is none any more
 */
bool image_next_match(const struct image *image, uint64_t *position,
		      struct image_match *match);

/**
 * struct image_addresses - where the caller wants the image to be
 * @pool:    address of the first byte of the image's part of each pool,
 *           aligned as image->pool_alignment says
 * @import:  address of each import, in the order of image->imports; 0 for a
 *           weak one that is nowhere, and for those that are not used. The
 *           image gets a stub's address instead, if the import has one
 * @missing_call: where calls of absent weak functions go: code that traps
 * @instance: the value that the stubs hand to the two functions below
 * @print_for, @lookup_for: the functions behind the per-instance stubs: they
 *           get the stub's own argument first, and @instance second
 */
struct image_addresses {
	uint64_t pool[IMAGE_POOLS];
	const uint64_t *import;
	uint64_t missing_call;
	uint64_t instance;
	uint64_t print_for;
	uint64_t lookup_for;
};

/**
 * image_build - make the bytes of the pools for these addresses
 * @image:     parsed
 * @addresses: where everything is
 * @staging:   out: for each pool a zeroed buffer of image->pool_size[pool]
 *             bytes, or NULL if that is 0. The pools' final content;
 *             relocations are applied
 * @log:       may be NULL
 *
 * Returns: 0, or
 *          -ENOEXEC  a relocation's value doesn't fit; the log says which,
 *                    where, and what to do about it
 *          -ENOMEM   no memory for a table of the symbols' addresses
 */
int image_build(const struct image *image,
		const struct image_addresses *addresses,
		unsigned char *const staging[IMAGE_POOLS], struct log *log);

/* Final address of a place; 0 for section 0. */
uint64_t image_address(const struct image *image,
		       const struct image_addresses *addresses,
		       struct image_place place);

/* Does this licence count as compatible with the GPL, as the kernel has it? */
bool image_license_is_gpl(const char *license);

#ifdef __cplusplus
}
#endif

#endif
