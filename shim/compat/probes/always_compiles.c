// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/* A canary: if this fails, nothing that the other probes say is true. */
#include <linux/module.h>

int probe(void);
int probe(void)
{
	return THIS_MODULE ? 0 : -ENOENT;
}
