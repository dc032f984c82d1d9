// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/* 5.15, and backported: eth_hw_addr_set(). */
#include <linux/etherdevice.h>

void probe(struct net_device *device, const u8 *address);
void probe(struct net_device *device, const u8 *address)
{
	eth_hw_addr_set(device, address);
}
