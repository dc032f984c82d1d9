// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (C) 2026 The banos developers */
/*
 * The twin of ../netpair, as an ordinary module, with the same behaviour. For
 * comparison only; a driver for one kernel.
 */
#include <linux/etherdevice.h>
#include <linux/ethtool.h>
#include <linux/module.h>
#include <linux/netdevice.h>
#include <linux/skbuff.h>
#include <linux/slab.h>

#define RING_SIZE 512u
#define MOST_QUEUES 256
#define FEATURES                                                              \
	(NETIF_F_SG | NETIF_F_HW_CSUM | NETIF_F_RXCSUM |                      \
	 NETIF_F_GSO_SOFTWARE | NETIF_F_GSO_ENCAP_ALL)

static unsigned int queues = 4;
module_param(queues, uint, 0444);
MODULE_PARM_DESC(queues, "of each end; 1 to 256");

static char *name = "npair%d";
module_param(name, charp, 0444);
MODULE_PARM_DESC(name, "of both; %d becomes a number");

/*
 * Packets from @tail to @head are on their way; only the remainders of both by
 * RING_SIZE are places. @head is moved by transmitting at the other end, @tail
 * by polling at this one.
 */
struct queue {
	struct napi_struct napi;
	struct net_device *device;
	u64 tx_packets;
	u64 tx_bytes;
	u64 tx_dropped;
	u64 rx_packets;
	u64 rx_bytes;
	u32 index;
	u32 head ____cacheline_aligned_in_smp;
	u32 tail ____cacheline_aligned_in_smp;
	struct sk_buff *packets[RING_SIZE];
};

struct end {
	struct net_device *peer;
	struct queue *queues;
	bool up;
};

static struct net_device *devices[2];

static u32 look(const u32 *place)
{
	/* Whoever sees a place taken or free sees all of it: move_to(). */
	return smp_load_acquire(place);
}

static void move_to(u32 *place, u32 value)
{
	/* Pairs with look(). */
	smp_store_release(place, value);
}

static bool is_full(const struct queue *queue)
{
	return look(&queue->head) - look(&queue->tail) == RING_SIZE;
}

static bool is_half_empty(const struct queue *queue)
{
	return look(&queue->head) - look(&queue->tail) <= RING_SIZE / 2;
}

static void wake(struct net_device *device, u32 index)
{
	struct netdev_queue *queue = netdev_get_tx_queue(device, index);

	/* What made room comes before the look. */
	smp_mb();
	if (netif_tx_queue_stopped(queue) && netif_running(device))
		netif_tx_wake_queue(queue);
}

static void stop(struct net_device *device, u32 index, const struct queue *to)
{
	netif_tx_stop_queue(netdev_get_tx_queue(device, index));
	/* What stops it comes before the look. */
	smp_mb__after_atomic();
	if (is_half_empty(to))
		wake(device, index);
}

static netdev_tx_t pair_transmit(struct sk_buff *skb, struct net_device *device)
{
	struct end *end = netdev_priv(device);
	struct end *peer = netdev_priv(end->peer);
	u16 index = skb_get_queue_mapping(skb);
	struct queue *from = &end->queues[index];
	struct queue *to = &peer->queues[index];
	bool more = netdev_xmit_more();
	unsigned int length = skb->len;
	u32 head = to->head;
	bool full;

	skb_tx_timestamp(skb);
	if (head - look(&to->tail) == RING_SIZE)
		return NETDEV_TX_BUSY;
	if (__dev_forward_skb(end->peer, skb)) {
		WRITE_ONCE(from->tx_dropped, from->tx_dropped + 1);
		return NETDEV_TX_OK;
	}
	to->packets[head % RING_SIZE] = skb;
	move_to(&to->head, head + 1);
	full = is_full(to);
	if (full)
		stop(device, index, to);
	if (full || !more)
		napi_schedule(&to->napi);
	WRITE_ONCE(from->tx_packets, from->tx_packets + 1);
	WRITE_ONCE(from->tx_bytes, from->tx_bytes + length);
	return NETDEV_TX_OK;
}

static int pair_poll(struct napi_struct *napi, int budget)
{
	struct queue *queue = container_of(napi, struct queue, napi);
	struct end *end = netdev_priv(queue->device);
	u32 tail = queue->tail;
	int done = 0;

	while (done < budget && tail != look(&queue->head)) {
		struct sk_buff *skb = queue->packets[tail % RING_SIZE];

		move_to(&queue->tail, ++tail);
		/* It has its sender's mark, which GRO might lose. */
		skb_orphan(skb);
		skb_record_rx_queue(skb, queue->index);
		WRITE_ONCE(queue->rx_packets, queue->rx_packets + 1);
		WRITE_ONCE(queue->rx_bytes, queue->rx_bytes + skb->len + ETH_HLEN);
		/* GRO would change what the sender may keep a copy of. */
		if (skb_cloned(skb))
			netif_receive_skb(skb);
		else
			napi_gro_receive(napi, skb);
		done++;
	}
	if (is_half_empty(queue))
		wake(end->peer, queue->index);
	if (done < budget)
		napi_complete_done(napi, done);
	return done;
}

static void drop_all(struct end *end)
{
	struct queue *queue;
	u32 i, tail;

	for (i = 0; i < queues; i++) {
		queue = &end->queues[i];
		tail = queue->tail;
		while (tail != look(&queue->head)) {
			dev_kfree_skb_any(queue->packets[tail++ % RING_SIZE]);
			move_to(&queue->tail, tail);
		}
	}
}

static int pair_open(struct net_device *device)
{
	struct end *end = netdev_priv(device);
	struct end *peer = netdev_priv(end->peer);
	u32 i;

	for (i = 0; i < queues; i++)
		napi_enable(&end->queues[i].napi);
	end->up = true;
	local_bh_disable();
	for (i = 0; i < queues; i++)
		napi_schedule(&end->queues[i].napi);
	local_bh_enable();
	if (peer->up) {
		netif_carrier_on(device);
		netif_carrier_on(end->peer);
	}
	netif_tx_start_all_queues(device);
	return 0;
}

static int pair_stop(struct net_device *device)
{
	struct end *end = netdev_priv(device);
	struct end *peer = netdev_priv(end->peer);
	u32 i;

	netif_tx_disable(device);
	for (i = 0; i < queues; i++)
		napi_disable(&end->queues[i].napi);
	end->up = false;
	drop_all(end);
	if (!peer->up)
		return 0;
	netif_carrier_off(device);
	netif_carrier_off(end->peer);
	for (i = 0; i < queues; i++)
		wake(end->peer, i);
	return 0;
}

static void pair_statistics(struct net_device *device,
			    struct rtnl_link_stats64 *statistics)
{
	const struct end *end = netdev_priv(device);
	u32 i;

	for (i = 0; i < queues; i++) {
		statistics->tx_packets += READ_ONCE(end->queues[i].tx_packets);
		statistics->tx_bytes += READ_ONCE(end->queues[i].tx_bytes);
		statistics->tx_dropped += READ_ONCE(end->queues[i].tx_dropped);
		statistics->rx_packets += READ_ONCE(end->queues[i].rx_packets);
		statistics->rx_bytes += READ_ONCE(end->queues[i].rx_bytes);
	}
}

static const struct net_device_ops pair_operations = {
	.ndo_open = pair_open,
	.ndo_stop = pair_stop,
	.ndo_start_xmit = pair_transmit,
	.ndo_set_mac_address = eth_mac_addr,
	.ndo_validate_addr = eth_validate_addr,
	.ndo_get_stats64 = pair_statistics,
};

static const struct ethtool_ops pair_ethtool = {
	.get_link = ethtool_op_get_link,
	.get_ts_info = ethtool_op_get_ts_info,
};

static struct net_device *allocate(void)
{
	struct net_device *device;
	struct end *end;
	u32 i;

	device = alloc_etherdev_mqs(sizeof(*end), queues, queues);
	if (!device)
		return NULL;
	end = netdev_priv(device);
	end->queues = kvcalloc(queues, sizeof(*end->queues), GFP_KERNEL);
	if (!end->queues) {
		free_netdev(device);
		return NULL;
	}
	for (i = 0; i < queues; i++) {
		end->queues[i].device = device;
		end->queues[i].index = i;
		netif_napi_add(device, &end->queues[i].napi, pair_poll);
	}
	strscpy(device->name, name, IFNAMSIZ);
	device->netdev_ops = &pair_operations;
	device->ethtool_ops = &pair_ethtool;
	device->features = FEATURES | NETIF_F_HIGHDMA;
	device->hw_features = FEATURES;
	device->vlan_features = FEATURES;
	device->hw_enc_features = FEATURES;
	device->max_mtu = 65535;
	device->priv_flags |= IFF_LIVE_ADDR_CHANGE;
	device->priv_flags &= ~IFF_TX_SKB_SHARING;
	eth_hw_addr_random(device);
	netif_carrier_off(device);
	return device;
}

static void destroy(struct net_device *device)
{
	struct end *end = netdev_priv(device);
	struct queue *rings = end->queues;

	drop_all(end);
	free_netdev(device);
	kvfree(rings);
}

static int register_both(void)
{
	int error = register_netdev(devices[0]);

	if (error)
		return error;
	error = register_netdev(devices[1]);
	if (error)
		unregister_netdev(devices[0]);
	return error;
}

static int __init native_netpair_init(void)
{
	struct end *end;
	int error;

	if (!queues || queues > MOST_QUEUES)
		return -EINVAL;
	devices[0] = allocate();
	if (!devices[0])
		return -ENOMEM;
	devices[1] = allocate();
	if (!devices[1]) {
		destroy(devices[0]);
		return -ENOMEM;
	}
	end = netdev_priv(devices[0]);
	end->peer = devices[1];
	end = netdev_priv(devices[1]);
	end->peer = devices[0];
	error = register_both();
	if (error) {
		destroy(devices[0]);
		destroy(devices[1]);
	}
	return error;
}

static void __exit native_netpair_exit(void)
{
	unregister_netdev(devices[0]);
	unregister_netdev(devices[1]);
	destroy(devices[0]);
	destroy(devices[1]);
}

module_init(native_netpair_init);
module_exit(native_netpair_exit);
MODULE_DESCRIPTION("two network interfaces, and a wire between them");
MODULE_LICENSE("GPL");
