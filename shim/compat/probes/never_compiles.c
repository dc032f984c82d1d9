// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/* A canary: if this compiles, nothing that the other probes say is true. */
#include <linux/module.h>

int probe(void);
int probe(void)
{
	return banos_probe_that_no_kernel_declares();
}
