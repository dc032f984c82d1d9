// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/*
 * The way of packets: from the kernel to the driver, and back. See net.h.
 *
 * This is what drivers are measured by: nothing here takes a lock or allocates,
 * and each packet costs one call in either direction.
 */
#include <linux/etherdevice.h>
#include <linux/interrupt.h>
#include <linux/kernel.h>

#include "export.h"
#include "net.h"

typedef uint32_t (*transmit_operation)(struct banos_netdev_queue *queue,
				       struct banos_packet *packet,
				       uint32_t flags);
typedef uint32_t (*poll_operation)(struct banos_netdev_queue *queue,
				   uint32_t budget);
typedef void (*rearm_operation)(struct banos_netdev_queue *queue);

static uint32_t gone_transmit(struct banos_netdev_queue *queue,
			      struct banos_packet *packet, uint32_t flags)
{
	dev_kfree_skb_any(to_skb(packet));
	return BANOS_TRANSMIT_DROPPED;
}

static uint32_t receive_nothing(struct banos_netdev_queue *queue,
				uint32_t budget)
{
	return 0;
}

void net_default_operations(struct banos_netdev_operations *operations)
{
	if (!operations->poll)
		operations->poll = receive_nothing;
}

void net_dead_operations(struct banos_netdev_operations *operations)
{
	WRITE_ONCE(operations->transmit, gone_transmit);
	WRITE_ONCE(operations->poll, receive_nothing);
	WRITE_ONCE(operations->open, NULL);
	WRITE_ONCE(operations->stop, NULL);
	WRITE_ONCE(operations->rearm, NULL);
	WRITE_ONCE(operations->set_address, NULL);
	WRITE_ONCE(operations->set_mtu, NULL);
	WRITE_ONCE(operations->set_filter, NULL);
}

/* Only one writes; whoever reads gets a whole number on 64 bits. */
static void add(u64 *figure, u64 more)
{
	BUILD_BUG_ON(BITS_PER_LONG < 64);
	WRITE_ONCE(*figure, *figure + more);
}

netdev_tx_t net_transmit(struct sk_buff *skb, struct net_device *device)
{
	struct net_interface *interface = netdev_priv(device);
	struct net_queue *queue =
		&interface->queues[skb_get_queue_mapping(skb)];
	u32 flags = netdev_xmit_more() ? BANOS_TRANSMIT_MORE : 0;
	unsigned int length = skb->len;
	transmit_operation transmit;
	u32 answer;

	skb_tx_timestamp(skb);
	transmit = READ_ONCE(interface->operations.transmit);
	answer = transmit(&queue->driver, to_packet(skb), flags);
	if (unlikely(answer == BANOS_TRANSMIT_BUSY))
		return NETDEV_TX_BUSY;
	if (unlikely(answer == BANOS_TRANSMIT_DROPPED)) {
		add(&queue->tx_dropped, 1);
		return NETDEV_TX_OK;
	}
	add(&queue->tx_packets, 1);
	add(&queue->tx_bytes, length);
	return NETDEV_TX_OK;
}

int net_poll(struct napi_struct *napi, int budget)
{
	struct net_queue *queue = container_of(napi, struct net_queue, napi);
	struct net_interface *interface = to_net_interface(queue->driver.netdev);
	poll_operation poll = READ_ONCE(interface->operations.poll);
	rearm_operation rearm;
	u32 done = poll(&queue->driver, budget);

	if (done >= (u32)budget)
		return budget;
	if (napi_complete_done(napi, done)) {
		rearm = READ_ONCE(interface->operations.rearm);
		if (rearm)
			rearm(&queue->driver);
	}
	return done;
}

/*
 * In a thread the softirq would have to wait for whatever comes next; there
 * it runs when soft interrupts are let in again.
 */
static void schedule_from_thread(struct napi_struct *napi)
{
	local_bh_disable();
	napi_schedule(napi);
	local_bh_enable();
}

void banos_netdev_schedule(struct banos_netdev_queue *handle)
{
	struct napi_struct *napi = &to_net_queue(handle)->napi;

	if (likely(in_interrupt() || irqs_disabled()))
		napi_schedule(napi);
	else
		schedule_from_thread(napi);
}
SHIM_EXPORT_GPL(banos_netdev_schedule, BANOS_VERSION(0, 9, 1));

/* A packet of the driver's own. Returns: false if it is gone. */
static noinline bool begin_receive(struct net_interface *interface,
				   struct sk_buff *skb)
{
	if (unlikely(skb->dev)) {
		/* Forwarded to another interface than this one. */
		dev_kfree_skb_any(skb);
		return false;
	}
	if (unlikely(skb->len < ETH_HLEN)) {
		banos_netdev_count(&interface->driver,
				   BANOS_NETDEV_RECEIVE_LENGTH_ERRORS, 1);
		banos_netdev_count(&interface->driver,
				   BANOS_NETDEV_RECEIVE_ERRORS, 1);
		dev_kfree_skb_any(skb);
		return false;
	}
	skb->protocol = eth_type_trans(skb, interface->device);
	return true;
}

void banos_netdev_receive(struct banos_netdev_queue *handle,
			  struct banos_packet *packet, uint32_t flags)
{
	struct net_queue *queue = to_net_queue(handle);
	struct net_interface *interface = to_net_interface(handle->netdev);
	struct sk_buff *skb = to_skb(packet);

	if (skb->dev != interface->device && !begin_receive(interface, skb))
		return;
	/* A forwarded one has its sender's mark, which GRO might lose. */
	skb_orphan(skb);
	if (flags & BANOS_RECEIVE_CHECKSUM_GOOD &&
	    skb->ip_summed == CHECKSUM_NONE &&
	    interface->device->features & NETIF_F_RXCSUM)
		skb->ip_summed = CHECKSUM_UNNECESSARY;
	skb_record_rx_queue(skb, handle->index);
	add(&queue->rx_packets, 1);
	add(&queue->rx_bytes, skb->len + ETH_HLEN);
	/*
	 * A forwarded one may share its list of pieces with the copy that TCP
	 * keeps to send it again, and GRO would change that list.
	 */
	if (skb_cloned(skb))
		netif_receive_skb(skb);
	else
		napi_gro_receive(&queue->napi, skb);
}
SHIM_EXPORT_GPL(banos_netdev_receive, BANOS_VERSION(0, 9, 1));

void banos_netdev_queue_stop(struct banos_netdev_queue *handle)
{
	netif_tx_stop_queue(to_net_queue(handle)->transmit);
	/* Pairs with the one in banos_netdev_queue_wake(). */
	smp_mb__after_atomic();
}
SHIM_EXPORT_GPL(banos_netdev_queue_stop, BANOS_VERSION(0, 9, 1));

void banos_netdev_queue_wake(struct banos_netdev_queue *handle)
{
	struct net_queue *queue = to_net_queue(handle);

	/* What made room comes before the look: see banos_netdev_queue_stop(). */
	smp_mb();
	if (unlikely(netif_tx_queue_stopped(queue->transmit)) &&
	    netif_running(to_net_interface(handle->netdev)->device))
		netif_tx_wake_queue(queue->transmit);
}
SHIM_EXPORT_GPL(banos_netdev_queue_wake, BANOS_VERSION(0, 9, 1));
