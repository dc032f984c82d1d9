/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * What the parser asks of an architecture; arch/<name>/relocate.c answers.
 * Pure, as the parser is.
 */
#ifndef BANOS_KMOD_RELOCATE_H
#define BANOS_KMOD_RELOCATE_H

#include "image.h"

#ifdef __cplusplus
extern "C" {
#endif

/* e_machine of the images for this architecture, and its name. */
extern const uint16_t relocate_machine;
extern const char *const relocate_machine_name;

/* The relocation that does nothing, and that of a plain 8-byte pointer. */
extern const uint32_t relocate_none;
extern const uint32_t relocate_pointer;

/* Bytes of the two per-instance stubs (print, lookup) in the text pool. */
extern const uint64_t relocate_stubs_size;
extern const uint64_t relocate_stubs_alignment;

/* Byte that text is filled with between functions: a trap. */
extern const unsigned char relocate_text_fill;

/*
 * An instruction that there is not: the kernel's decoders stop at it, where
 * they go through a trap. Nothing may run into it, but if it is run, it traps.
 */
#define RELOCATE_STOP_SIZE 4
extern const unsigned char relocate_text_stop[RELOCATE_STOP_SIZE];

/*
 * The property in .note.gnu.property, and its bit, that says that every target
 * of an indirect branch is marked as one.
 */
extern const uint32_t relocate_branch_property;
extern const uint32_t relocate_branch_property_bit;

/* Name of a type of relocation; NULL: unknown, images with it are refused. */
const char *relocate_name(uint32_t type);

/* Bytes that a known type of relocation changes, from its offset on. */
uint32_t relocate_width(uint32_t type);

/*
 * The same for the plain types only, which are nearly all that compilers make:
 * any symbol that may be referred to at all suits them. 0: not a plain one.
 */
#define RELOCATE_PLAIN_TYPES 64
#define RELOCATE_WIDTH_MAX 8
extern const unsigned char relocate_plain_width[RELOCATE_PLAIN_TYPES];

/**
 * relocate_check - is this relocation one that can ever be applied?
 * @image:   sections, symbols and pools are known; places are not yet
 * @section: the loaded section that it changes
 * @rela:    of a known type; its symbol is in range and, if the image defines
 *           it, absolute or in a loaded section; the bytes that it changes lie
 *           inside the section
 * @needs_got: out: its symbol needs a GOT slot
 * @log:     may be NULL
 *
 * Returns: 0, or -ENOEXEC with a sentence that names the relocation.
 */
int relocate_check(const struct image *image, uint32_t section,
		   const Elf64_Rela *rela, bool *needs_got, struct log *log);

/**
 * struct relocate_symbol - where a symbol has come to be
 * @value:  final address, without an addend
 * @absent: a weak import that is nowhere; @value is 0
 */
struct relocate_symbol {
	uint64_t value;
	bool absent;
};

/**
 * relocate_section - apply a section's relocations to the staged bytes
 * @image:     parsed
 * @addresses: where everything is
 * @section:   a loaded section; its relocations passed relocate_check()
 * @symbols:   in the order of image->symbols; those that are referred to
 * @staging:   the pools
 * @log:       may be NULL
 *
 * Returns: 0, or -ENOEXEC with a sentence that names the relocation.
 */
int relocate_section(const struct image *image,
		     const struct image_addresses *addresses, uint32_t section,
		     const struct relocate_symbol *symbols,
		     unsigned char *const staging[IMAGE_POOLS],
		     struct log *log);

/**
 * relocate_stubs - write the two per-instance stubs at image->stub_offset
 * @image:     parsed; it has stubs
 * @addresses: where everything is
 * @text:      the staged text pool
 * @log:       may be NULL
 *
 * Returns: 0, or -ENOEXEC: the functions behind them are out of reach.
 */
int relocate_stubs(const struct image *image,
		   const struct image_addresses *addresses,
		   unsigned char *text, struct log *log);

/*
 * Does the import need its per-instance stub instead of its own address?
 * Answers the stub's offset from image->stub_offset + 1, or 0.
 */
uint32_t relocate_stub_of(const char *name);

/* Is it a thunk that compilers call, and banos offers beside its own names? */
bool relocate_is_thunk(const char *name);

/* enum banos_image_features, as far as an import of this name tells. */
uint32_t relocate_features_of(const char *name);

#ifdef __cplusplus
}
#endif

#endif
