/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 The banos developers */
/*
 * <asm/orc_types.h>, for C and assembly.
 *
 * 6.4 gave the ORC entries' types names and values of their own; before, they
 * were the unwind hints', where a call is 0.
 */
#ifndef BANOS_COMPAT_ORC_H
#define BANOS_COMPAT_ORC_H

#ifdef CONFIG_UNWINDER_ORC
#include <asm/orc_types.h>

#ifdef ORC_TYPE_CALL
#define COMPAT_ORC_CALL ORC_TYPE_CALL
#else
#define COMPAT_ORC_CALL 0
#endif
#endif

#endif
