/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * What the parser asks of an architecture; arch/<name>/relocate.c answers.
 * Pure, as the parser is.
 */
#ifndef BANOS_KMOD_RELOCATE_H
#define BANOS_KMOD_RELOCATE_H

#include "image.h"

/* e_machine of the images for this architecture. */
extern const uint16_t relocate_machine;

/* Bytes of the two per-instance stubs (print, lookup) in the text pool. */
extern const uint64_t relocate_stubs_size;

/* Byte that text is filled with between functions: a trap. */
extern const unsigned char relocate_text_fill;

/**
 * relocate_check - is this relocation one that can ever be applied?
 * @image:   sections, symbols and pools are known; places are not yet
 * @section: the loaded section that it changes
 * @rela:    its symbol index and offset are in range
 * @needs_got: out: its symbol needs a GOT slot
 *
 * Returns: 0, or -ENOEXEC with a sentence that names the relocation.
 */
int relocate_check(const struct image *image, uint32_t section,
		   const Elf64_Rela *rela, bool *needs_got, struct log *log);

/**
 * relocate_apply - apply one relocation to the staged bytes
 * @image:     parsed
 * @addresses: where everything is
 * @section:   the section that it changes
 * @rela:      checked by relocate_check()
 * @value:     final address of its symbol, without the addend
 * @absent:    the symbol is a weak import that is nowhere; @value is 0
 * @staging:   the pools
 *
 * Returns: 0, or -ENOEXEC with a sentence that names the relocation.
 */
int relocate_apply(const struct image *image,
		   const struct image_addresses *addresses, uint32_t section,
		   const Elf64_Rela *rela, uint64_t value, bool absent,
		   unsigned char *const staging[IMAGE_POOLS], struct log *log);

/* Write the two per-instance stubs at image->stub_offset. */
void relocate_stubs(const struct image *image,
		    const struct image_addresses *addresses,
		    unsigned char *text);

/* Does the symbol need its per-instance stub instead of its own address?
 * Answers the stub's number + 1, or 0.
 */
unsigned int relocate_stub_of(const char *name);

/* enum banos_image_features, from the imports and the property note. */
uint32_t relocate_features(const struct image *image);

#endif
