/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 The banos developers */
/*
 * The sections that driver images live in. banos.o holds them empty, because
 * objtool can't read a NOBITS section of code that has a size; the space comes
 * from arena_reserve.o, which only the last link of banos.ko sees, before
 * banos.o. So the start symbols are there and the end symbols in arena_end.o.
 *
 * 64 KiB: the largest page of any architecture that we think of.
 */
#ifndef BANOS_KMOD_ARCH_ARENA_LAYOUT_H
#define BANOS_KMOD_ARCH_ARENA_LAYOUT_H

#define ARENA_ALIGNMENT 65536

#ifdef __ASSEMBLY__
.macro ARENA_SECTION name, flags
	.section .banos.\name, "\flags", @nobits
	.balign ARENA_ALIGNMENT
.endm
#else
/*
 * The starts come with the last link only: weak, so that a link without the
 * arenas is noticed instead of being a broken module.
 */
extern char arena_text_begin[] __weak, arena_text_end[];
extern char arena_rodata_begin[] __weak, arena_rodata_end[];
extern char arena_data_begin[] __weak, arena_data_end[];
#endif

#endif
