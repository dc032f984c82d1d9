// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/* 6.8: PCI_IRQ_INTX, which was PCI_IRQ_LEGACY. */
#include <linux/pci.h>

int probe(void);
int probe(void)
{
	return PCI_IRQ_INTX;
}
