// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/* Linked first: where the tables that export.h makes begin. */
#include "export.h"

const struct shim_export shim_exports_begin[0]
	__section(".banos-export-info") __aligned(8);
const struct shim_struct shim_structs_begin[0]
	__section(".banos-struct-info") __aligned(8);
