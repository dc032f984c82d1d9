// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/* 7.2: zap_special_vma_range() takes the place of zap_vma_ptes(). */
#include <linux/mm.h>

void probe(struct vm_area_struct *area);
void probe(struct vm_area_struct *area)
{
	zap_special_vma_range(area, area->vm_start, PAGE_SIZE);
}
