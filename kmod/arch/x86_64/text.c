// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/*
 * Code of driver images on x86-64: the thunks that it returns and branches
 * through, and what it takes to run code that was just written.
 */
#include <linux/kernel.h>
#include <linux/smp.h>
#include <linux/string.h>
#include <asm/cpufeature.h>
#include <asm/sync_core.h>

#include "arch/x86_64/text.h"
#include "shim/compat/msr.h"

static const char return_name[] = "__x86_return_thunk";
static const char indirect_prefix[] = "__x86_indirect_thunk_";

/* In the order of thunks.S, where the one for returns comes first. */
static const char * const registers[] = {
	"rax", "rbx", "rcx", "rdx", "rsi", "rdi", "rbp", "r8",
	"r9", "r10", "r11", "r12", "r13", "r14", "r15",
};

static void *thunk_at(size_t index)
{
	return text_thunk_return + index * TEXT_THUNK_SIZE;
}

void *text_thunk(const char *name)
{
	size_t i;

	if (!strcmp(name, return_name))
		return thunk_at(0);
	if (strncmp(name, indirect_prefix, sizeof(indirect_prefix) - 1))
		return NULL;
	name += sizeof(indirect_prefix) - 1;
	for (i = 0; i < ARRAY_SIZE(registers); i++) {
		if (!strcmp(name, registers[i]))
			return thunk_at(1 + i);
	}
	return NULL;
}

void *text_missing(void)
{
	return thunk_at(1 + ARRAY_SIZE(registers));
}

static void synchronize_this_cpu(void *unused)
{
	sync_core();
}

void text_synchronize(void)
{
	on_each_cpu(synchronize_this_cpu, NULL, 1);
}

bool text_ibt_enforced(void)
{
#ifdef CONFIG_X86_KERNEL_IBT
	u64 cet;

	if (!cpu_feature_enabled(X86_FEATURE_IBT))
		return false;
	cet = compat_read_msr(MSR_IA32_S_CET);
	return cet & CET_ENDBR_EN;
#else
	return false;
#endif
}
