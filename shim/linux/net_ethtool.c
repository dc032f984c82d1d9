// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/*
 * What ethtool shows of an interface: the driver, the link, the queues, and
 * the figures of each. What it switches (-K), the kernel switches. See net.h.
 */
#include <linux/ethtool.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include <banos/version.h>

#include "instance.h"
#include "net.h"

/* Of each queue, in the order of queue_figures(). */
static const char *const queue_names[] = {
	"tx%u_packets", "tx%u_bytes", "tx%u_dropped",
	"rx%u_packets", "rx%u_bytes",
};

#define QUEUE_FIGURES ARRAY_SIZE(queue_names)

static void queue_figures(const struct net_queue *queue, u64 *figures)
{
	figures[0] = READ_ONCE(queue->tx_packets);
	figures[1] = READ_ONCE(queue->tx_bytes);
	figures[2] = READ_ONCE(queue->tx_dropped);
	figures[3] = READ_ONCE(queue->rx_packets);
	figures[4] = READ_ONCE(queue->rx_bytes);
}

static void get_driver(struct net_device *device, struct ethtool_drvinfo *info)
{
	const struct net_interface *interface = netdev_priv(device);
	u32 version = instance_version(interface->handle.owner);

	strscpy(info->driver, instance_name(interface->handle.owner),
		sizeof(info->driver));
	snprintf(info->version, sizeof(info->version), "%u.%u.%u",
		 BANOS_VERSION_MAJOR(version), BANOS_VERSION_MINOR(version),
		 BANOS_VERSION_PATCH(version));
	if (device->dev.parent)
		strscpy(info->bus_info, dev_name(device->dev.parent),
			sizeof(info->bus_info));
}

static int get_link_settings(struct net_device *device,
			     struct ethtool_link_ksettings *settings)
{
	struct net_interface *interface = netdev_priv(device);
	struct banos_netdev_link link;
	unsigned long flags;

	spin_lock_irqsave(&interface->lock, flags);
	link = interface->link;
	spin_unlock_irqrestore(&interface->lock, flags);
	settings->base.port = PORT_OTHER;
	settings->base.autoneg = AUTONEG_DISABLE;
	settings->base.speed = SPEED_UNKNOWN;
	settings->base.duplex = DUPLEX_UNKNOWN;
	if (link.up && link.speed_mbps)
		settings->base.speed = link.speed_mbps;
	if (link.up && link.duplex != BANOS_NETDEV_DUPLEX_UNKNOWN)
		settings->base.duplex = link.duplex == BANOS_NETDEV_DUPLEX_FULL ?
					DUPLEX_FULL : DUPLEX_HALF;
	return 0;
}

static void get_channels(struct net_device *device,
			 struct ethtool_channels *channels)
{
	const struct net_interface *interface = netdev_priv(device);

	channels->max_combined = interface->queue_count;
	channels->combined_count = interface->queue_count;
}

static int count_figures(struct net_device *device, int set)
{
	const struct net_interface *interface = netdev_priv(device);

	if (set != ETH_SS_STATS)
		return -EOPNOTSUPP;
	return interface->queue_count * QUEUE_FIGURES +
	       interface->counter_count;
}

static u8 *name_queue(u8 *names, u32 index)
{
	size_t i;

	for (i = 0; i < QUEUE_FIGURES; i++) {
		snprintf(names, ETH_GSTRING_LEN, queue_names[i], index);
		names += ETH_GSTRING_LEN;
	}
	return names;
}

static void get_names(struct net_device *device, u32 set, u8 *names)
{
	const struct net_interface *interface = netdev_priv(device);
	u32 i;

	if (set != ETH_SS_STATS)
		return;
	for (i = 0; i < interface->queue_count; i++)
		names = name_queue(names, i);
	for (i = 0; i < interface->counter_count; i++) {
		memcpy(names, interface->counters[i].name, ETH_GSTRING_LEN);
		names += ETH_GSTRING_LEN;
	}
}

static void get_figures(struct net_device *device,
			struct ethtool_stats *statistics, u64 *figures)
{
	const struct net_interface *interface = netdev_priv(device);
	u32 i;

	for (i = 0; i < interface->queue_count; i++) {
		queue_figures(&interface->queues[i], figures);
		figures += QUEUE_FIGURES;
	}
	for (i = 0; i < interface->counter_count; i++)
		figures[i] = atomic64_read(&interface->counters[i].value);
}

const struct ethtool_ops net_ethtool_operations = {
	.get_drvinfo = get_driver,
	.get_link = ethtool_op_get_link,
	.get_link_ksettings = get_link_settings,
	.get_channels = get_channels,
	.get_ts_info = ethtool_op_get_ts_info,
	.get_sset_count = count_figures,
	.get_strings = get_names,
	.get_ethtool_stats = get_figures,
};
