/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 The banos developers */
#ifndef BANOS_COMPAT_MSR_H
#define BANOS_COMPAT_MSR_H

#include <linux/types.h>

#include <asm/msr.h>

#include "capabilities.h"

/**
 * compat_read_msr - read a model-specific register that this CPU has
 *
 * 6.16 named it rdmsrq() and dropped rdmsrl(): 64 bits as before.
 */
static inline u64 compat_read_msr(u32 msr)
{
	u64 value;

#if HAVE_RDMSRQ
	rdmsrq(msr, value);
#else
	rdmsrl(msr, value);
#endif
	return value;
}

#endif
