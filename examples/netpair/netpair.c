/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * A wire with an interface at each end: what one transmits the other receives,
 * as with the kernel's veth. Usually one end is moved to another network
 * namespace, to connect it:
 *
 *	banosctl install netpair.bko
 *	ip netns add far
 *	ip link set pair1 netns far
 *	ip address add 10.0.0.1/24 dev pair0
 *	ip link set pair0 up
 *	ip -n far address add 10.0.0.2/24 dev pair1
 *	ip -n far link set pair1 up
 *	ping 10.0.0.2
 *
 * Each queue of an end has a ring, of packets that are on their way to it. The
 * other end's transmit() of the same queue puts them in, and the queue's own
 * poll() takes them out. There is one of either at a time, so it needs no lock.
 * No packet is copied, and none is lost: when a ring is full, the transmitting
 * queue is stopped until there is room.
 */
#include <banos/driver.h>
#include <banos/memory.h>
#include <banos/net.h>
#include <banos/print.h>

#define RING_SIZE 512u

/* Two that are written by different processors are kept this far apart. */
#define CACHE_LINE 64

/*
 * Packets from @tail to @head are on their way; only the remainders of both by
 * RING_SIZE are places. @head is moved by transmit() of the other end, @tail by
 * poll() of this one.
 */
struct ring {
	_Alignas(CACHE_LINE) uint32_t head;
	_Alignas(CACHE_LINE) uint32_t tail;
	struct banos_packet *packets[RING_SIZE];
};

/* up: between open() and stop(). */
struct end {
	struct banos_netdev *netdev;
	struct end          *peer;
	struct ring         *rings;
	uint32_t             up;
};

static struct end ends[2];
static uint32_t queues = 4;
static char name[BANOS_NETDEV_NAME_SIZE] = "pair%u";

static const struct banos_parameter parameters[] = {
	BANOS_PARAMETER(queues, BANOS_PARAMETER_UINT32,
			"of each end; 1 to 256"),
	BANOS_PARAMETER_TEXT(name, "of both; %u becomes a number"),
};

/* Acquire and release: whoever sees a place taken or free sees all of it. */
static uint32_t look(const uint32_t *place)
{
	return __atomic_load_n(place, __ATOMIC_ACQUIRE);
}

static void move_to(uint32_t *place, uint32_t value)
{
	__atomic_store_n(place, value, __ATOMIC_RELEASE);
}

static bool is_full(const struct ring *ring)
{
	return look(&ring->head) - look(&ring->tail) == RING_SIZE;
}

static bool is_half_empty(const struct ring *ring)
{
	return look(&ring->head) - look(&ring->tail) <= RING_SIZE / 2;
}

/*
 * Who takes packets out may have looked before the queue was stopped, and not
 * look again.
 */
static void stop(struct banos_netdev_queue *queue, const struct ring *ring)
{
	banos_netdev_queue_stop(queue);
	if (is_half_empty(ring))
		banos_netdev_queue_wake(queue);
}

static uint32_t pair_transmit(struct banos_netdev_queue *queue,
			      struct banos_packet *packet, uint32_t flags)
{
	struct end *end = queue->netdev->context;
	struct end *peer = end->peer;
	struct ring *ring = &peer->rings[queue->index];
	uint32_t head = ring->head;
	bool full;

	if (head - look(&ring->tail) == RING_SIZE)
		return BANOS_TRANSMIT_BUSY;
	if (banos_packet_forward(packet, peer->netdev))
		return BANOS_TRANSMIT_DROPPED;
	ring->packets[head % RING_SIZE] = packet;
	move_to(&ring->head, head + 1);
	full = is_full(ring);
	if (full)
		stop(queue, ring);
	if (full || !(flags & BANOS_TRANSMIT_MORE))
		banos_netdev_schedule(banos_netdev_queue(peer->netdev,
							 queue->index));
	return BANOS_TRANSMIT_TAKEN;
}

static uint32_t pair_poll(struct banos_netdev_queue *queue, uint32_t budget)
{
	struct end *end = queue->netdev->context;
	struct ring *ring = &end->rings[queue->index];
	uint32_t tail = ring->tail;
	uint32_t done = 0;

	while (done < budget && tail != look(&ring->head)) {
		struct banos_packet *packet = ring->packets[tail % RING_SIZE];

		move_to(&ring->tail, ++tail);
		banos_netdev_receive(queue, packet, 0);
		done++;
	}
	if (is_half_empty(ring))
		banos_netdev_queue_wake(banos_netdev_queue(end->peer->netdev,
							   queue->index));
	return done;
}

/* What is still on its way to this end, when nobody takes it out any more. */
static void drop_all(struct end *end)
{
	uint32_t i;

	for (i = 0; i < queues; i++) {
		struct ring *ring = &end->rings[i];
		uint32_t tail = ring->tail;

		while (tail != look(&ring->head)) {
			banos_packet_drop(ring->packets[tail++ % RING_SIZE]);
			move_to(&ring->tail, tail);
		}
	}
}

/* Is there somebody at the other end? Then so there is for the other. */
static void set_links(uint32_t up)
{
	const struct banos_netdev_link link = {
		.size = sizeof(link),
		.up = up,
		.duplex = BANOS_NETDEV_DUPLEX_FULL,
		.speed_mbps = 10000,
	};

	banos_netdev_set_link(ends[0].netdev, &link);
	banos_netdev_set_link(ends[1].netdev, &link);
}

/*
 * Interfaces go up and down one at a time, so these two need no lock.
 *
 * The other end may have put in a packet as this one went down: poll once.
 */
static int32_t pair_open(struct banos_netdev *netdev)
{
	struct end *end = netdev->context;
	uint32_t i;

	end->up = 1;
	for (i = 0; i < queues; i++)
		banos_netdev_schedule(banos_netdev_queue(netdev, i));
	if (end->peer->up)
		set_links(1);
	return 0;
}

static void pair_stop(struct banos_netdev *netdev)
{
	struct end *end = netdev->context;
	uint32_t i;

	end->up = 0;
	drop_all(end);
	if (!end->peer->up)
		return;
	set_links(0);
	for (i = 0; i < queues; i++)
		banos_netdev_queue_wake(banos_netdev_queue(end->peer->netdev, i));
}

static const struct banos_netdev_operations pair_operations = {
	.size = sizeof(pair_operations),
	.open = pair_open,
	.stop = pair_stop,
	.transmit = pair_transmit,
	.poll = pair_poll,
};

static int32_t create(struct banos_driver *driver, struct end *end)
{
	const struct banos_netdev_options options = {
		.size = sizeof(options),
		.name = name,
		.queues = queues,
		.features = BANOS_NETDEV_SCATTER_GATHER |
			    BANOS_NETDEV_TRANSMIT_CHECKSUM |
			    BANOS_NETDEV_RECEIVE_CHECKSUM |
			    BANOS_NETDEV_SEGMENT_TCP | BANOS_NETDEV_SEGMENT_ALL,
		.largest_mtu = 65535,
	};

	return banos_netdev_create(driver, &options, &pair_operations, end,
				   &end->netdev);
}

static int32_t allocate(struct banos_driver *driver, struct end *end,
			struct end *peer)
{
	end->peer = peer;
	end->rings = banos_memory_allocate_array(driver, queues,
						 sizeof(*end->rings),
						 CACHE_LINE, BANOS_MEMORY_ZERO);
	return end->rings ? 0 : -BANOS_ENOMEM;
}

/*
 * Both are removed before either is destroyed: an end uses the other one for as
 * long as it has traffic itself.
 */
static int pair_uninit(struct banos_driver *driver)
{
	uint32_t i;

	(void)driver;
	for (i = 0; i < 2; i++) {
		if (ends[i].netdev)
			banos_netdev_remove(ends[i].netdev);
	}
	for (i = 0; i < 2; i++) {
		if (ends[i].rings)
			drop_all(&ends[i]);
		banos_netdev_destroy(ends[i].netdev);
		banos_memory_free(ends[i].rings);
	}
	return 0;
}

static int pair_init(struct banos_driver *driver)
{
	int32_t error;

	if (!queues || queues > BANOS_NETDEV_MOST_QUEUES) {
		banos_print(driver, BANOS_PRINT_ERROR,
			    "queues=%u is out of range", queues);
		return -BANOS_EINVAL;
	}
	error = allocate(driver, &ends[0], &ends[1]);
	if (!error)
		error = allocate(driver, &ends[1], &ends[0]);
	if (!error)
		error = create(driver, &ends[0]);
	if (!error)
		error = create(driver, &ends[1]);
	if (error)
		pair_uninit(driver);
	return error;
}

BANOS_DRIVER(netpair, .version = BANOS_VERSION(1, 0, 0),
	     .license = "Dual MIT/GPL", .init = pair_init,
	     .uninit = pair_uninit,
	     .description = "two network interfaces, and a wire between them",
	     BANOS_PARAMETERS(parameters));
