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
 * and the addresses of the imports; image_place() builds each pool's bytes for
 * these addresses; image_discard(). Nothing here survives the install.
 */
#ifndef BANOS_KMOD_IMAGE_H
#define BANOS_KMOD_IMAGE_H

#include "log.h"
#include "port.h"

#define IMAGE_SIZE_MAX (16u << 20)
#define IMAGE_SECTIONS_MAX 32768u

/* Where a section goes. The order is that of the pool's addresses in tables. */
enum image_pool {
	IMAGE_TEXT,
	IMAGE_RODATA,
	IMAGE_DATA,
	IMAGE_POOLS,
	IMAGE_NOWHERE = IMAGE_POOLS, /* not loaded: symbols, debug, notes ... */
};

/* One loadable section; the table has an entry for every section header. */
struct image_section {
	const char *name;
	enum image_pool pool;
	uint64_t offset; /* in its pool */
	uint64_t size;
	bool nobits;
};

/* A place in the image: what a pointer in it will point to. */
struct image_place {
	uint32_t section; /* 0: nowhere, a NULL pointer */
	uint64_t offset;
};

/* An undefined symbol of the image. */
struct image_import {
	const char *name;
	uint32_t symbol; /* index in the symbol table */
	bool weak;
	bool used;  /* some loaded section refers to it */
};

/* An element of .banos-export. */
struct image_export {
	const char *name;
	struct image_place place;
};

/* A function or object that deserves a name in backtraces. */
struct image_name {
	const char *name;
	struct image_place place;
	uint64_t size;
	bool function;
};

/* A struct banos_parameter of the image, as far as the file tells it. */
struct image_parameter {
	const char *name;
	const char *description; /* or NULL */
	uint32_t type;
	uint32_t flags;
	struct image_place value;
	uint64_t capacity;
	uint64_t elements;
	struct image_place count;   /* section 0: none */
	struct image_place changed; /* section 0: none */
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
 * @features:   enum banos_image_features
 * @pool_size:  bytes of each pool that the image needs, including what the
 *              relocations need (GOT slots, per-instance stubs)
 * @pool_alignment: a power of two, at least 1, at most 4096
 * @got:        place of the GOT in the rodata pool; see relocate.h
 * @stubs:      place, in the text pool, of the stubs that give
 *              banos_dprintln() and banos_lookup_symbol() their instance
 */
struct image {
	const unsigned char *bytes;
	uint64_t size;
	const Elf64_Ehdr *header;
	const Elf64_Shdr *headers;
	const Elf64_Sym *symbols;
	uint32_t symbol_count;
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

	uint32_t features;
	uint64_t pool_size[IMAGE_POOLS];
	uint64_t pool_alignment[IMAGE_POOLS];

	/* Of the relocation code; see arch/<name>/relocate.c. */
	uint32_t *got_slot;   /* per symbol: number of its GOT slot + 1, or 0 */
	uint32_t got_slots;
	uint64_t got_offset;  /* in the rodata pool */
	uint64_t stub_offset; /* in the text pool */
};

/**
 * image_parse - check a driver image, and describe it
 * @image: out: filled in; on failure nothing is kept
 * @bytes: the file's content; aligned to 8
 * @size:  bytes at @bytes
 * @log:   takes the sentence that says what is wrong; may be NULL
 *
 * Checks everything that can be known without a kernel: see docs/image.md for
 * the list of rules. Which imports exist is the caller's question.
 *
 * Returns: 0, or
 *          -ENOEXEC  not an image, or one that breaks a rule
 *          -EFBIG    larger than IMAGE_SIZE_MAX
 *          -ENOMEM   no memory for the tables
 */
int image_parse(struct image *image, const void *bytes, uint64_t size,
		struct log *log);

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

/* The string there, which ends inside its section's file bytes; or NULL. */
const char *image_string(const struct image *image, struct image_place place);

/**
 * struct image_addresses - where the caller wants the image to be
 * @pool:    address of the first byte of the image's part of each pool
 * @import:  address of each import, in the order of image->imports; 0 for a
 *           weak one that is nowhere
 * @missing_call: where calls of absent weak functions go: code that traps
 * @instance: the value that the stubs hand to the two functions below
 * @print_for, @lookup_for: the functions behind the per-instance stubs
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
 * image_place - build the bytes of the pools for these addresses
 * @image:     parsed
 * @addresses: where everything is
 * @staging:   out: for each pool a zeroed buffer of image->pool_size[pool]
 *             bytes. The pools' final content; relocations are applied
 *
 * Returns: 0, or -ENOEXEC: a relocation's value doesn't fit; the log says
 * which, where, and what to do about it.
 */
int image_place(const struct image *image,
		const struct image_addresses *addresses,
		unsigned char *const staging[IMAGE_POOLS], struct log *log);

/* Final address of a place; 0 for section 0. */
uint64_t image_address(const struct image *image,
		       const struct image_addresses *addresses,
		       struct image_place place);

/* Does this licence count as compatible with the GPL, as the kernel has it? */
bool image_license_is_gpl(const char *license);

#endif
