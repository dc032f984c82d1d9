/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 The banos developers */
/* Where the arenas end: empty here, see arena_layout.h. */
#include "arch/x86_64/arena_layout.h"

	ARENA_SECTION text, ax
	.globl arena_text_end
arena_text_end:

	ARENA_SECTION rodata, a
	.globl arena_rodata_end
arena_rodata_end:

	ARENA_SECTION data, aw
	.globl arena_data_end
arena_data_end:

	.section .note.GNU-stack, "", @progbits
