/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 The banos developers */
#ifndef BANOS_COMPAT_NETDEVICE_H
#define BANOS_COMPAT_NETDEVICE_H

#include <linux/etherdevice.h>
#include <linux/netdevice.h>

#include "capabilities.h"

/**
 * compat_netif_napi_add - give an interface something to be polled
 *
 * 6.1 dropped the weight, which was the same number for nearly all drivers;
 * it still is. free_netdev() takes it off on all kernels.
 */
static inline void compat_netif_napi_add(struct net_device *device,
					 struct napi_struct *napi,
					 int (*poll)(struct napi_struct *, int))
{
#if HAVE_NETIF_NAPI_ADD_WEIGHTLESS
	netif_napi_add(device, napi, poll);
#else
	netif_napi_add(device, napi, poll, NAPI_POLL_WEIGHT);
#endif
}

/**
 * compat_eth_hw_addr_set - the address of an interface, before it is registered
 *
 * 5.15, and backported: eth_hw_addr_set(); from 5.17 on the address is const,
 * and this is the only way. Before, drivers wrote to it.
 */
static inline void compat_eth_hw_addr_set(struct net_device *device,
					  const u8 *address)
{
#if HAVE_ETH_HW_ADDR_SET
	eth_hw_addr_set(device, address);
#else
	ether_addr_copy(device->dev_addr, address);
#endif
}

#endif
