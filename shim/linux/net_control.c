// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/*
 * What users do to an interface: bring it up and down, change its address and
 * MTU, choose what it receives, and look at its statistics. See net.h.
 *
 * But for the filter and the statistics, the kernel holds RTNL, so that they
 * come one at a time, and not after the interface is unregistered.
 */
#include <linux/etherdevice.h>
#include <linux/kernel.h>
#include <linux/slab.h>

#include "abi.h"
#include "compat/netdevice.h"
#include "export.h"
#include "instance.h"
#include "net.h"

SHIM_STRUCT(banos_netdev_filter);
SHIM_STRUCT(banos_netdev_link);

/* Of the struct, as it first appeared. */
#define LINK_FIRST_SIZE 24

static int answer(const struct net_interface *interface, s32 value)
{
	return value > 0 ? -EIO : abi_error(interface->handle.owner, value);
}

static void poll_all(struct net_interface *interface)
{
	u32 i;

	for (i = 0; i < interface->queue_count; i++)
		napi_enable(&interface->queues[i].napi);
}

/* Waits for those that poll. */
static void poll_none(struct net_interface *interface)
{
	u32 i;

	for (i = 0; i < interface->queue_count; i++)
		napi_disable(&interface->queues[i].napi);
}

/* Polling comes first: what is scheduled in the driver's open() must not be lost. */
int net_open(struct net_device *device)
{
	struct net_interface *interface = netdev_priv(device);
	int error = 0;

	poll_all(interface);
	if (interface->operations.open)
		error = answer(interface, interface->operations.open(&interface->driver));
	if (error) {
		poll_none(interface);
		return error;
	}
	netif_tx_start_all_queues(device);
	return 0;
}

/*
 * The kernel has seen to it already that nothing is transmitted any more. What
 * sleeps was stopped before.
 */
int net_stop(struct net_device *device)
{
	struct net_interface *interface = netdev_priv(device);

	if (interface->asleep)
		return 0;
	netif_tx_disable(device);
	poll_none(interface);
	/* A filter that is being set may not know that it goes down. */
	netif_addr_lock_bh(device);
	netif_addr_unlock_bh(device);
	if (interface->operations.stop)
		interface->operations.stop(&interface->driver);
	return 0;
}

int net_set_address(struct net_device *device, void *address)
{
	struct net_interface *interface = netdev_priv(device);
	const struct sockaddr *wanted = address;
	int error = eth_prepare_mac_addr_change(device, address);

	if (!error && interface->operations.set_address)
		error = answer(interface,
			       interface->operations.set_address(&interface->driver,
								 wanted->sa_data));
	if (!error)
		eth_commit_mac_addr_change(device, address);
	return error;
}

int net_change_mtu(struct net_device *device, int mtu)
{
	struct net_interface *interface = netdev_priv(device);
	int error = 0;

	if (interface->operations.set_mtu)
		error = answer(interface,
			       interface->operations.set_mtu(&interface->driver, mtu));
	if (!error)
		WRITE_ONCE(device->mtu, mtu);
	return error;
}

/* Under the lock of the addresses. Returns: how many there are room for. */
static u32 copy_addresses(struct net_device *device, u8 **addresses)
{
	struct netdev_hw_addr *address;
	u32 count = netdev_mc_count(device);
	u8 *to = kmalloc_array(count, ETH_ALEN, GFP_ATOMIC | __GFP_NOWARN);

	*addresses = to;
	if (!to)
		return 0;
	netdev_for_each_mc_addr(address, device) {
		memcpy(to, address->addr, ETH_ALEN);
		to += ETH_ALEN;
	}
	return count;
}

/* Without memory for the list, it is to receive more than it has to. */
void net_set_filter(struct net_device *device)
{
	struct net_interface *interface = netdev_priv(device);
	struct banos_netdev_filter filter = { .size = sizeof(filter) };
	void (*set_filter)(struct banos_netdev *netdev,
			   const struct banos_netdev_filter *filter);
	u8 *addresses = NULL;

	set_filter = READ_ONCE(interface->operations.set_filter);
	if (!set_filter || !netif_running(device))
		return;
	if (device->flags & IFF_PROMISC)
		filter.flags |= BANOS_NETDEV_PROMISCUOUS;
	if (device->flags & IFF_ALLMULTI)
		filter.flags |= BANOS_NETDEV_ALL_MULTICAST;
	if (!netdev_mc_empty(device))
		filter.count = copy_addresses(device, &addresses);
	if (filter.count != netdev_mc_count(device))
		filter.flags |= BANOS_NETDEV_ALL_MULTICAST;
	filter.addresses = addresses;
	set_filter(&interface->driver, &filter);
	kfree(addresses);
}

static u64 common(const struct net_interface *interface,
		  enum banos_netdev_counter counter)
{
	return atomic64_read(&interface->common[counter]);
}

void net_statistics(struct net_device *device,
		    struct rtnl_link_stats64 *statistics)
{
	const struct net_interface *interface = netdev_priv(device);
	const struct net_queue *queue = interface->queues;
	u32 i;

	for (i = 0; i < interface->queue_count; i++, queue++) {
		statistics->tx_packets += READ_ONCE(queue->tx_packets);
		statistics->tx_bytes += READ_ONCE(queue->tx_bytes);
		statistics->tx_dropped += READ_ONCE(queue->tx_dropped);
		statistics->rx_packets += READ_ONCE(queue->rx_packets);
		statistics->rx_bytes += READ_ONCE(queue->rx_bytes);
	}
	statistics->rx_errors = common(interface, BANOS_NETDEV_RECEIVE_ERRORS);
	statistics->rx_dropped = common(interface, BANOS_NETDEV_RECEIVE_DROPPED);
	statistics->rx_length_errors =
		common(interface, BANOS_NETDEV_RECEIVE_LENGTH_ERRORS);
	statistics->rx_crc_errors =
		common(interface, BANOS_NETDEV_RECEIVE_CHECK_ERRORS);
	statistics->rx_missed_errors =
		common(interface, BANOS_NETDEV_RECEIVE_MISSED);
	statistics->tx_errors = common(interface, BANOS_NETDEV_TRANSMIT_ERRORS);
	statistics->tx_dropped +=
		common(interface, BANOS_NETDEV_TRANSMIT_DROPPED);
	statistics->collisions = common(interface, BANOS_NETDEV_COLLISIONS);
	statistics->multicast = common(interface, BANOS_NETDEV_MULTICAST);
}

/* What drivers say and ask of an interface as a whole. */

void banos_netdev_count(struct banos_netdev *netdev, uint32_t counter,
			uint64_t add)
{
	struct net_interface *interface = to_net_interface(netdev);

	if (counter < NET_COMMON_COUNTERS) {
		atomic64_add(add, &interface->common[counter]);
		return;
	}
	counter -= BANOS_NETDEV_COUNTER_OWN;
	if (counter < interface->counter_count)
		atomic64_add(add, &interface->counters[counter].value);
}
SHIM_EXPORT_GPL(banos_netdev_count, BANOS_VERSION(0, 9, 1));

void banos_netdev_name(const struct banos_netdev *netdev, char *name)
{
	strscpy(name, to_net_interface(netdev)->device->name, IFNAMSIZ);
}
SHIM_EXPORT_GPL(banos_netdev_name, BANOS_VERSION(0, 9, 1));

void banos_netdev_address(const struct banos_netdev *netdev, uint8_t *address)
{
	ether_addr_copy(address, to_net_interface(netdev)->device->dev_addr);
}
SHIM_EXPORT_GPL(banos_netdev_address, BANOS_VERSION(0, 9, 1));

uint32_t banos_netdev_mtu(const struct banos_netdev *netdev)
{
	return READ_ONCE(to_net_interface(netdev)->device->mtu);
}
SHIM_EXPORT_GPL(banos_netdev_mtu, BANOS_VERSION(0, 9, 1));

static int read_link(struct banos_netdev_link *link,
		     const struct banos_netdev_link *given)
{
	int error = abi_copy_struct(link, sizeof(*link), LINK_FIRST_SIZE, given);

	if (error)
		return error;
	if (link->up > 1 || link->duplex > BANOS_NETDEV_DUPLEX_FULL ||
	    link->speed_mbps > INT_MAX || link->reserved)
		return -EINVAL;
	return 0;
}

/*
 * The lock keeps it from being removed in between: the kernel must not hear of
 * a link of an interface that it does not know any more.
 */
int32_t banos_netdev_set_link(struct banos_netdev *netdev,
			      const struct banos_netdev_link *given)
{
	struct net_interface *interface = to_net_interface(netdev);
	struct banos_netdev_link link;
	unsigned long flags;
	int error = read_link(&link, given);

	if (error)
		return error;
	spin_lock_irqsave(&interface->lock, flags);
	interface->link = link;
	if (interface->removed)
		;
	else if (link.up)
		netif_carrier_on(interface->device);
	else
		netif_carrier_off(interface->device);
	spin_unlock_irqrestore(&interface->lock, flags);
	return 0;
}
SHIM_EXPORT_GPL(banos_netdev_set_link, BANOS_VERSION(0, 9, 1));
