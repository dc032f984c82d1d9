/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 The banos developers */
/*
 * The arenas' space; linked into banos.ko last and before banos.o, and seen
 * neither by objtool nor by modpost: see arena_layout.h.
 */
#include "arch/x86_64/arena_layout.h"
#include "shim/compat/orc.h"

	ARENA_SECTION text, ax
	.globl arena_text_begin
arena_text_begin:
	.skip BANOS_TEXT_MIB << 20
.Ltext_end:

	ARENA_SECTION rodata, a
	.globl arena_rodata_begin
arena_rodata_begin:
	.skip BANOS_RODATA_MIB << 20

	ARENA_SECTION data, aw
	.globl arena_data_begin
arena_data_begin:
	.skip BANOS_DATA_MIB << 20

#ifdef CONFIG_UNWINDER_ORC
/*
 * How to unwind a driver's function, which is compiled with a frame pointer:
 * the caller's stack pointer was BP + 16, its BP was saved 16 below that. One
 * entry covers the arena, and a terminator ends it. Exact but for the first
 * and last instructions of a function. The kernel's module loader sorts the
 * table, so that it may stand anywhere in it.
 */
	.section .orc_unwind_ip, "a", @progbits
	.balign 4
	.long arena_text_begin - .
	.long .Ltext_end - .

	.section .orc_unwind, "a", @progbits
	.short 16, -16, ORC_REG_BP | ORC_REG_PREV_SP << 4 | COMPAT_ORC_CALL << 8
	.short 0, 0, 0
#endif

	.section .note.GNU-stack, "", @progbits
