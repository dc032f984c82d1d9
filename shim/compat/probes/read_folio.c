// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/* 5.19: address spaces read folios; before, pages. */
#include <linux/fs.h>

static int fill(struct file *file, struct folio *folio)
{
	return 0;
}

extern const struct address_space_operations probe;
const struct address_space_operations probe = { .read_folio = fill };
