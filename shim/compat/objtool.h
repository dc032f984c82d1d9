/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 The banos developers */
/*
 * <linux/objtool.h>, for assembly.
 *
 * 5.18 brought IBT and with it the annotation for code that is deliberately
 * entered by direct jumps only. Without IBT nobody asks for it.
 */
#ifndef BANOS_COMPAT_OBJTOOL_H
#define BANOS_COMPAT_OBJTOOL_H

#ifdef CONFIG_X86_KERNEL_IBT
#include <linux/objtool.h>
#define COMPAT_ANNOTATE_NOENDBR ANNOTATE_NOENDBR
#else
#define COMPAT_ANNOTATE_NOENDBR
#endif

#endif
