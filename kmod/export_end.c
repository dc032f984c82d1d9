// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/* Linked last: where the tables that export.h makes end. */
#include "export.h"

const struct shim_export shim_exports_end[0]
	__section(".banos-export-info") __aligned(8);
const struct shim_struct shim_structs_end[0]
	__section(".banos-struct-info") __aligned(8);
