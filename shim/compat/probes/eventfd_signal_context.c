// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/* 6.8: eventfd_signal() adds one; before, it was told how many. */
#include <linux/eventfd.h>

void probe(struct eventfd_ctx *context);
void probe(struct eventfd_ctx *context)
{
	eventfd_signal(context);
}
