/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 The banos developers */
/*
 * What compilers refer to in images that are compiled with a stack protector.
 */
#ifndef BANOS_SHIM_GUARD_H
#define BANOS_SHIM_GUARD_H

extern unsigned long banos_stack_chk_guard;
void __noreturn banos_stack_chk_fail(void);

#endif
