/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 The banos developers */
#ifndef BANOS_COMPAT_PCI_H
#define BANOS_COMPAT_PCI_H

#include <linux/pci.h>

#include "capabilities.h"

/*
 * COMPAT_PCI_IRQ_INTX - of pci_alloc_irq_vectors(): a line is fine
 *
 * 6.8 named it so; PCI_IRQ_LEGACY, which it was before, has the same value,
 * and is gone from 6.10 on.
 */
#if HAVE_PCI_IRQ_INTX
#define COMPAT_PCI_IRQ_INTX PCI_IRQ_INTX
#else
#define COMPAT_PCI_IRQ_INTX PCI_IRQ_LEGACY
#endif

#endif
