// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/* 5.11: vm_operations_struct.split became .may_split. */
#include <linux/mm.h>

extern const struct vm_operations_struct operations;
const struct vm_operations_struct operations = {
	.may_split = NULL,
};
