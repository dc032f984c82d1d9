/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 The banos developers */
/*
 * Network interfaces, among their own files:
 *
 *	net.c          interfaces: from creating one to its end
 *	net_options.c  what a driver asks for, checked
 *	net_path.c     the way of packets: transmit, poll, receive
 *	net_packet.c   packets
 *	net_control.c  what users change: up, down, address, MTU, filter
 *	net_ethtool.c  what ethtool shows
 *	net_power.c    interfaces on a device that sleeps
 *
 * There is no gate before a driver's operations: the kernel itself waits, when
 * an interface is unregistered, for all that it has called.
 *
 * A struct banos_packet is a struct sk_buff under another name. One that a
 * driver has allocated belongs to no interface (its dev is NULL) until it is
 * received; one that was forwarded belongs to the interface that is going to
 * receive it.
 */
#ifndef BANOS_SHIM_NET_H
#define BANOS_SHIM_NET_H

#include <linux/atomic.h>
#include <linux/ethtool.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/netdevice.h>
#include <linux/skbuff.h>
#include <linux/spinlock.h>

#include <banos/net.h>

#include "handle.h"

#define NET_COMMON_COUNTERS (BANOS_NETDEV_MULTICAST + 1)

/**
 * struct net_queue - a queue
 * @driver:     what the driver sees of it
 * @transmit:   the kernel's, of the transmitting side
 * @tx_packets, @tx_bytes, @tx_dropped: written with the lock of @transmit held
 * @napi:       polls it
 * @rx_packets, @rx_bytes: written by poll() only
 */
struct net_queue {
	struct banos_netdev_queue driver;
	struct netdev_queue *transmit;
	u64 tx_packets;
	u64 tx_bytes;
	u64 tx_dropped;
	struct napi_struct napi;
	u64 rx_packets;
	u64 rx_bytes;
};

/* A figure of the driver's own. */
struct net_counter {
	atomic64_t value;
	char name[ETH_GSTRING_LEN];
};

/**
 * struct net_interface - an interface; the private part of a struct net_device
 * @driver:        what the driver sees of it
 * @operations:    the driver's; transmit and poll are never NULL
 * @device:        the kernel's
 * @handle:        the driver's handle
 * @removal:       held while it is unregistered, so that two who remove it
 *                 both find it removed
 * @lock:          guards the next two
 * @removed:       the kernel does not know it any more
 * @link:          as the driver said
 * @common:        what banos_netdev_count() counts
 * @counters:      of the driver's own
 * @counter_count: of them
 * @on:            the device that it is on, or NULL; never looked at
 * @sleepers:      in the list of those that are on a device; this and the next
 *                 are guarded by RTNL
 * @asleep:        @on sleeps: it was stopped if it is up
 * @queue_count:   of @queues
 * @queues:        all of them
 */
struct net_interface {
	struct banos_netdev driver;
	struct banos_netdev_operations operations;
	struct net_device *device;
	struct handle handle;
	struct mutex removal; /* see above */
	spinlock_t lock; /* of the next two */
	bool removed;
	struct banos_netdev_link link;
	atomic64_t common[NET_COMMON_COUNTERS];
	struct net_counter *counters;
	u32 counter_count;
	const struct banos_device *on;
	struct list_head sleepers;
	bool asleep;
	u32 queue_count;
	struct net_queue queues[];
};

static inline struct net_interface *to_net_interface(const struct banos_netdev *netdev)
{
	return container_of(netdev, struct net_interface, driver);
}

static inline struct net_queue *to_net_queue(const struct banos_netdev_queue *queue)
{
	return container_of(queue, struct net_queue, driver);
}

static inline struct sk_buff *to_skb(const struct banos_packet *packet)
{
	return (struct sk_buff *)packet;
}

static inline struct banos_packet *to_packet(struct sk_buff *skb)
{
	return (struct banos_packet *)skb;
}

/*
 * net_options.c: takes what a driver handed in, with all defaults filled in.
 * @name has room for IFNAMSIZ bytes: as the kernel wants it.
 */
int __must_check net_read_options(struct banos_netdev_options *options,
				  const struct banos_netdev_options *given,
				  char *name);

/* The kernel's word for features of the ABI. */
netdev_features_t net_kernel_features(u32 features);

/* net_path.c: what the kernel calls for each packet. */
netdev_tx_t net_transmit(struct sk_buff *skb, struct net_device *device);
int net_poll(struct napi_struct *napi, int budget);

/* Operations that the driver left out, or that must not be called any more. */
void net_default_operations(struct banos_netdev_operations *operations);
void net_dead_operations(struct banos_netdev_operations *operations);

/* net_control.c */
int net_open(struct net_device *device);
int net_stop(struct net_device *device);
int net_set_address(struct net_device *device, void *address);
int net_change_mtu(struct net_device *device, int mtu);
void net_set_filter(struct net_device *device);
void net_statistics(struct net_device *device,
		    struct rtnl_link_stats64 *statistics);

/* net_power.c: it is registered, or is about to be no more. */
void net_power_add(struct net_interface *interface);
void net_power_remove(struct net_interface *interface);

/* net_ethtool.c */
extern const struct ethtool_ops net_ethtool_operations;

#endif
