// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (C) 2026 The banos developers */
/* The twin of ../relocations, made of the same table. */
#include <linux/module.h>

#include "relocations_table.h"

static int __init native_relocations_init(void)
{
	return table[ARRAY_SIZE(table) - 1] == &cells[ARRAY_SIZE(cells) - 1] ?
		       0 : -EINVAL;
}

static void __exit native_relocations_exit(void)
{
}

module_init(native_relocations_init);
module_exit(native_relocations_exit);
MODULE_DESCRIPTION("takes 10,000 relocations");
MODULE_LICENSE("GPL");
