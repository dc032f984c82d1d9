// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/* 6.3: vma->vm_flags is const; vm_flags_set() and _clear() change it. */
#include <linux/mm.h>

void probe(struct vm_area_struct *area);
void probe(struct vm_area_struct *area)
{
	vm_flags_set(area, VM_DONTEXPAND);
	vm_flags_clear(area, VM_MAYWRITE);
}
