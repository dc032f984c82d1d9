/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 The banos developers */
#ifndef BANOS_COMPAT_MM_H
#define BANOS_COMPAT_MM_H

#include <linux/mm.h>

#include "capabilities.h"

/**
 * compat_vm_flags_set - add flags to a mapping, from mmap() of its file
 *
 * 6.3 made vm_flags const and brought vm_flags_set(), which also takes the
 * lock of the mapping. Before, there is no such lock: the caller holds
 * mmap_lock for writing, which is what guards the member there.
 */
static inline void compat_vm_flags_set(struct vm_area_struct *area,
				       unsigned long flags)
{
#if HAVE_VM_FLAGS_SET
	vm_flags_set(area, flags);
#else
	area->vm_flags |= flags;
#endif
}

/* compat_vm_flags_clear - take flags from a mapping; as compat_vm_flags_set() */
static inline void compat_vm_flags_clear(struct vm_area_struct *area,
					 unsigned long flags)
{
#if HAVE_VM_FLAGS_SET
	vm_flags_clear(area, flags);
#else
	area->vm_flags &= ~flags;
#endif
}

/**
 * compat_zap_special_vma_range - take the pages from a part of a VM_PFNMAP
 * mapping; the next access faults
 *
 * 7.2 named it zap_special_vma_range(); zap_vma_ptes() before has the same
 * arguments and asks for the same kind of mapping.
 */
static inline void
compat_zap_special_vma_range(struct vm_area_struct *area,
			     unsigned long address, unsigned long size)
{
#if HAVE_ZAP_SPECIAL_VMA_RANGE
	zap_special_vma_range(area, address, size);
#else
	zap_vma_ptes(area, address, size);
#endif
}

/*
 * compat_may_split - the member of vm_operations_struct that is asked before a
 * mapping is split: { .compat_may_split = function }
 *
 * 5.11 renamed split, same prototype and meaning.
 */
#if HAVE_VM_MAY_SPLIT
#define compat_may_split may_split
#else
#define compat_may_split split
#endif

#endif
