// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/*
 * Interfaces on a device that goes to sleep with the machine, and wakes up: for
 * their users they are up all the time, for the driver they are stopped. See
 * net.h and device.h.
 */
#include <linux/list.h>
#include <linux/netdevice.h>
#include <linux/rtnetlink.h>

#include "device.h"
#include "net.h"

/* Of struct net_interface; guarded by RTNL. */
static LIST_HEAD(on_devices);

void net_power_add(struct net_interface *interface)
{
	if (!interface->on)
		return;
	rtnl_lock();
	list_add_tail(&interface->sleepers, &on_devices);
	rtnl_unlock();
}

void net_power_remove(struct net_interface *interface)
{
	rtnl_lock();
	list_del_init(&interface->sleepers);
	rtnl_unlock();
}

/* Nobody transmits, brings it up or changes it meanwhile. */
static void fall_asleep(struct net_interface *interface)
{
	netif_device_detach(interface->device);
	if (netif_running(interface->device))
		net_stop(interface->device);
	interface->asleep = true;
}

/* Returns: 0, or what the driver said: then it sleeps on. */
static int go_on(struct net_interface *interface)
{
	int error = 0;

	if (!interface->asleep)
		return 0;
	if (netif_running(interface->device))
		error = net_open(interface->device);
	if (error)
		return error;
	interface->asleep = false;
	netif_device_attach(interface->device);
	return 0;
}

void net_sleep(const struct banos_device *device)
{
	struct net_interface *interface;

	rtnl_lock();
	list_for_each_entry(interface, &on_devices, sleepers) {
		if (interface->on == device)
			fall_asleep(interface);
	}
	rtnl_unlock();
}

int net_wake(const struct banos_device *device)
{
	struct net_interface *interface;
	int error = 0;

	rtnl_lock();
	list_for_each_entry(interface, &on_devices, sleepers) {
		if (interface->on == device)
			error = go_on(interface) ?: error;
	}
	rtnl_unlock();
	return error;
}
