// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (C) 2026 The banos developers */
/* The twin of ../nothing: an ordinary module that does nothing. */
#include <linux/module.h>

static int __init native_nothing_init(void)
{
	return 0;
}

static void __exit native_nothing_exit(void)
{
}

module_init(native_nothing_init);
module_exit(native_nothing_exit);
MODULE_DESCRIPTION("does nothing");
MODULE_LICENSE("GPL");
