// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/* 6.16: rdmsrq() is the new name of rdmsrl(). */
#include <asm/msr.h>

u64 probe(void);
u64 probe(void)
{
	u64 value;

	rdmsrq(MSR_IA32_S_CET, value);
	return value;
}
