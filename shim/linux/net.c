// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/*
 * Network interfaces: from creating one to its end. See net.h.
 */
#include <linux/etherdevice.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/netdevice.h>
#include <linux/slab.h>
#include <linux/string.h>

#include <banos/net.h>

#include "abi.h"
#include "compat/kobject.h"
#include "compat/netdevice.h"
#include "device.h"
#include "export.h"
#include "instance.h"
#include "net.h"

/* Of the struct, as it first appeared. */
#define OPERATIONS_FIRST_SIZE 72

SHIM_STRUCT(banos_netdev_operations);

static const struct net_device_ops device_operations = {
	.ndo_open = net_open,
	.ndo_stop = net_stop,
	.ndo_start_xmit = net_transmit,
	.ndo_set_rx_mode = net_set_filter,
	.ndo_set_mac_address = net_set_address,
	.ndo_validate_addr = eth_validate_addr,
	.ndo_change_mtu = net_change_mtu,
	.ndo_get_stats64 = net_statistics,
};

static struct net_interface *to_interface(struct handle *handle)
{
	return container_of(handle, struct net_interface, handle);
}

static bool begin_removal(struct net_interface *interface)
{
	unsigned long flags;
	bool first;

	spin_lock_irqsave(&interface->lock, flags);
	first = !interface->removed;
	interface->removed = true;
	spin_unlock_irqrestore(&interface->lock, flags);
	return first;
}

/*
 * The kernel waits for all that it has called, and for all who still look. One
 * that was not registered yet never will be.
 */
static void remove(struct net_interface *interface)
{
	mutex_lock(&interface->removal);
	if (begin_removal(interface) &&
	    interface->device->reg_state == NETREG_REGISTERED) {
		net_power_remove(interface);
		unregister_netdev(interface->device);
	}
	mutex_unlock(&interface->removal);
}

/* Somebody in sysfs may keep the kernel's part a little longer, not ours. */
static void release(struct net_interface *interface)
{
	kvfree(interface->counters);
	free_netdev(interface->device);
}

/* The driver's stop() is called, while it still can be. */
static void net_sever(struct handle *handle)
{
	remove(to_interface(handle));
}

/* uninit() has run: the driver is not called any more, for nothing. */
static void net_drain(struct handle *handle)
{
	net_dead_operations(&to_interface(handle)->operations);
	remove(to_interface(handle));
}

static void net_release(struct handle *handle)
{
	release(to_interface(handle));
}

/*
 * It has no holders: the users of an interface, from sockets to bridges, are
 * made for one that vanishes, and none of them can keep it.
 */
static const struct handle_class net_handle_class = {
	.name = "network interface",
	.sever = net_sever,
	.drain = net_drain,
	.release = net_release,
};

static void create_queues(struct net_interface *interface)
{
	struct net_queue *queue = interface->queues;
	u32 i;

	for (i = 0; i < interface->queue_count; i++, queue++) {
		queue->driver.netdev = &interface->driver;
		queue->driver.index = i;
		queue->transmit = netdev_get_tx_queue(interface->device, i);
		compat_netif_napi_add(interface->device, &queue->napi, net_poll);
	}
}

static void set_up_device(struct net_device *device,
			  const struct banos_netdev_options *options,
			  const char *name)
{
	netdev_features_t features = net_kernel_features(options->features);

	strscpy(device->name, name, IFNAMSIZ);
	if (options->device)
		SET_NETDEV_DEV(device, options->device->kernel);
	device->netdev_ops = &device_operations;
	device->ethtool_ops = &net_ethtool_operations;
	device->features = features | NETIF_F_HIGHDMA;
	device->hw_features = features;
	device->vlan_features = features;
	device->hw_enc_features = features;
	device->mtu = options->mtu;
	device->min_mtu = options->smallest_mtu;
	device->max_mtu = options->largest_mtu;
	/* Addresses may change while it is up; packets are not shared. */
	device->priv_flags |= IFF_LIVE_ADDR_CHANGE;
	device->priv_flags &= ~IFF_TX_SKB_SHARING;
	if (options->flags & BANOS_NETDEV_UNQUEUED)
		device->priv_flags |= IFF_NO_QUEUE;
	compat_eth_hw_addr_set(device, options->address);
	netif_carrier_off(device);
}

static int copy_counters(struct net_interface *interface,
			 const struct banos_netdev_options *options)
{
	u32 i;

	if (!options->counter_count)
		return 0;
	interface->counters = kvcalloc(options->counter_count,
				       sizeof(*interface->counters), GFP_KERNEL);
	if (!interface->counters)
		return -ENOMEM;
	interface->counter_count = options->counter_count;
	for (i = 0; i < options->counter_count; i++)
		strscpy(interface->counters[i].name, options->counters[i],
			ETH_GSTRING_LEN);
	return 0;
}

/* All that can fail without the kernel having heard of the interface. */
static struct net_interface *
allocate(const struct banos_netdev_options *options, const char *name)
{
	struct net_interface *interface;
	struct net_device *device;

	device = alloc_etherdev_mqs(struct_size(interface, queues, options->queues),
				    options->queues, options->queues);
	if (!device)
		return NULL;
	interface = netdev_priv(device);
	interface->device = device;
	interface->queue_count = options->queues;
	mutex_init(&interface->removal);
	spin_lock_init(&interface->lock);
	INIT_LIST_HEAD(&interface->sleepers);
	interface->on = options->device;
	set_up_device(device, options, name);
	create_queues(interface);
	if (copy_counters(interface, options)) {
		release(interface);
		return NULL;
	}
	return interface;
}

/* Unless the instance is being detached, and it was removed already. */
static int register_interface(struct net_interface *interface)
{
	int error = -ENODEV;

	mutex_lock(&interface->removal);
	if (!interface->removed)
		error = register_netdev(interface->device);
	if (error)
		begin_removal(interface);
	else
		net_power_add(interface);
	mutex_unlock(&interface->removal);
	return error;
}

/* From register_netdev() on users find it. */
static int publish(struct instance *owner, struct net_interface *interface,
		   struct banos_netdev **out)
{
	int error;

	handle_add(owner, &interface->handle, &net_handle_class);
	*out = &interface->driver;
	error = register_interface(interface);
	if (!error)
		return 0;
	handle_remove(&interface->handle);
	*out = NULL;
	/* The kernel waits for its queues only if it was registered. */
	compat_kobject_settle();
	return error;
}

static int read_operations(const struct instance *owner,
			   struct banos_netdev_operations *operations,
			   const struct banos_netdev_operations *given)
{
	int error = abi_copy_callbacks(owner, operations, sizeof(*operations),
				       OPERATIONS_FIRST_SIZE, given);

	if (!error && !operations->transmit)
		error = -EINVAL;
	return error;
}

int32_t banos_netdev_create(struct banos_driver *driver,
			    const struct banos_netdev_options *given,
			    const struct banos_netdev_operations *operations,
			    void *context, struct banos_netdev **out)
{
	struct instance *owner = instance_of(driver);
	struct banos_netdev_operations callbacks;
	struct banos_netdev_options options;
	struct net_interface *interface;
	char name[IFNAMSIZ];
	int error;

	if (!owner || !out)
		return -EINVAL;
	error = net_read_options(&options, given, name);
	if (!error)
		error = read_operations(owner, &callbacks, operations);
	if (!error)
		error = handle_may_create(owner);
	if (error)
		return error;
	interface = allocate(&options, name);
	if (!interface)
		return -ENOMEM;
	interface->driver.context = context;
	interface->operations = callbacks;
	net_default_operations(&interface->operations);
	error = publish(owner, interface, out);
	if (error)
		release(interface);
	return abi_error_from_kernel(error);
}
SHIM_EXPORT_GPL(banos_netdev_create, BANOS_VERSION(0, 9, 1));

void banos_netdev_remove(struct banos_netdev *netdev)
{
	remove(to_net_interface(netdev));
}
SHIM_EXPORT_GPL(banos_netdev_remove, BANOS_VERSION(0, 9, 1));

void banos_netdev_destroy(struct banos_netdev *netdev)
{
	struct net_interface *interface;

	if (!netdev)
		return;
	interface = to_net_interface(netdev);
	if (!handle_remove(&interface->handle))
		return;
	remove(interface);
	release(interface);
}
SHIM_EXPORT_GPL(banos_netdev_destroy, BANOS_VERSION(0, 9, 1));

struct banos_netdev_queue *banos_netdev_queue(struct banos_netdev *netdev,
					      uint32_t index)
{
	struct net_interface *interface = to_net_interface(netdev);

	return index < interface->queue_count ? &interface->queues[index].driver : NULL;
}
SHIM_EXPORT_GPL(banos_netdev_queue, BANOS_VERSION(0, 9, 1));
