/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 The banos developers */
/*
 * The memory behind a struct banos_pages, for those who map it into programs:
 * it outlives the driver's handle as long as somebody holds it.
 */
#ifndef BANOS_SHIM_PAGES_H
#define BANOS_SHIM_PAGES_H

#include <linux/mm_types.h>
#include <linux/refcount.h>
#include <linux/types.h>

#include "handle.h"

/**
 * struct pages - memory of whole pages, zeroed when it was made
 * @references: the driver's, and one for each mapping
 * @count:      of pages
 * @address:    where the kernel sees them, contiguous
 */
struct pages {
	refcount_t references;
	size_t count;
	void *address;
};

/* What the driver holds. @pages never changes. */
struct banos_pages {
	struct handle handle;
	struct pages *pages;
};

/* Context: any. */
void pages_get(struct pages *pages);

/* The last one frees them. Context: may sleep. */
void pages_put(struct pages *pages);

/* A fault handler takes a reference of its own on it. @index is below count. */
struct page *pages_page(const struct pages *pages, size_t index);

#endif
