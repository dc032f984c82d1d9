/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 The banos developers */
/*
 * What the mitigated returns and indirect branches of driver images go to.
 *
 * Each is one macro of the kernel's own in banos.ko's text, so that the
 * kernel's module loader patches it with what this kernel needs on this CPU:
 * a plain return, a retpoline, an untrained return ... Never bind an image to
 * the kernel's __x86_return_thunk itself: unpatched uses of it are unmitigated
 * or, since 6.12, a warning.
 *
 * Images come here by direct jumps only, so no ENDBR is needed; text.c takes
 * the address of the first one and counts in steps of TEXT_THUNK_SIZE.
 */
#include <linux/linkage.h>
#include <asm/nospec-branch.h>

#include "arch/x86_64/text.h"
#include "shim/compat/objtool.h"

	.text

.macro THUNK name:req
	.balign TEXT_THUNK_SIZE
SYM_START(text_thunk_\name, SYM_L_GLOBAL, SYM_A_NONE)
	COMPAT_ANNOTATE_NOENDBR
.endm

	THUNK return
	RET
SYM_FUNC_END(text_thunk_return)

.macro INDIRECT_THUNK reg:req
	THUNK \reg
	JMP_NOSPEC \reg
SYM_FUNC_END(text_thunk_\reg)
.endm

	/* In the order of text.c's table. */
	INDIRECT_THUNK rax
	INDIRECT_THUNK rbx
	INDIRECT_THUNK rcx
	INDIRECT_THUNK rdx
	INDIRECT_THUNK rsi
	INDIRECT_THUNK rdi
	INDIRECT_THUNK rbp
	INDIRECT_THUNK r8
	INDIRECT_THUNK r9
	INDIRECT_THUNK r10
	INDIRECT_THUNK r11
	INDIRECT_THUNK r12
	INDIRECT_THUNK r13
	INDIRECT_THUNK r14
	INDIRECT_THUNK r15

/* Where a call of a weak function that nobody offers ends up. */
	THUNK missing
	ud2
SYM_FUNC_END(text_thunk_missing)
