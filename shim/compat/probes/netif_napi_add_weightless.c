// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/* 6.1: netif_napi_add() without a weight; before, that came last. */
#include <linux/netdevice.h>

void probe(struct net_device *device, struct napi_struct *napi);
void probe(struct net_device *device, struct napi_struct *napi)
{
	netif_napi_add(device, napi, NULL);
}
