/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * A driver for Intel's 82540EM, the network card e1000 that QEMU has. It shows
 * a real card: found on PCI, registers in memory, an interrupt on a line, and
 * packets that the card reads from memory and writes there by itself.
 *
 * What is transmitted is not copied: each of its pieces becomes a descriptor in
 * the ring of the card. What the card receives lies in buffers that stay, and
 * is copied into a packet.
 *
 * The card interrupts; the handler silences it and has the queue polled; when
 * there is nothing left to do, rearm() lets it interrupt again.
 */
#include "e1000_registers.h"

#include <banos/device_driver.h>
#include <banos/dma.h>
#include <banos/driver.h>
#include <banos/interrupt.h>
#include <banos/memory.h>
#include <banos/net.h>
#include <banos/pci.h>
#include <banos/print.h>
#include <banos/registers.h>
#include <banos/string.h>
#include <banos/time.h>

#define RING_SIZE   256u
#define BUFFER_SIZE 2048u
#define RESET_TRIES 100

/* A piece of a packet may lie on two pages. And one to say of its checksum. */
#define MOST_SEGMENTS    (2 * BANOS_PACKET_MOST_PIECES)
#define MOST_DESCRIPTORS (MOST_SEGMENTS + 1)

/* Of a packet that the card is transmitting: @last is its last descriptor. */
struct transmission {
	struct banos_packet      *packet;
	struct banos_dma_mapping *mapping;
	uint32_t                  last;
};

/*
 * The card transmits descriptors from @tail to @head, both of which count on,
 * so that only their remainders by RING_SIZE are places: @head is moved by
 * transmit(), @tail by poll(). Transmissions are where their first descriptor
 * is. @received is the place of the next packet that the card receives.
 */
struct card {
	struct banos_device        *device;
	struct banos_registers     *registers;
	struct banos_netdev        *netdev;
	struct banos_netdev_queue  *queue;
	struct banos_interrupt     *interrupt;
	struct banos_dma_memory    *receive_ring;
	struct banos_dma_memory    *transmit_ring;
	struct banos_dma_memory    *buffers;
	struct receive_descriptor  *receive;
	struct transmit_descriptor *transmit;
	uint32_t                    head;
	uint32_t                    tail;
	uint32_t                    received;
	uint32_t                    filter;
	struct transmission         transmissions[RING_SIZE];
};

static struct banos_device_driver *e1000_driver;

static uint32_t read(const struct card *card, enum e1000_register which)
{
	return banos_registers_read32(card->registers, which);
}

static void write(struct card *card, enum e1000_register which, uint32_t value)
{
	banos_registers_write32(card->registers, which, value);
}

/* Transmitting. */

static uint32_t room(const struct card *card)
{
	uint32_t tail = __atomic_load_n(&card->tail, __ATOMIC_ACQUIRE);

	return RING_SIZE - 1 - (card->head - tail);
}

/* Returns: how many segments, or a negative error. */
static int32_t map(struct banos_dma_mapping *mapping,
		   struct banos_packet *packet)
{
	struct banos_packet_piece pieces[BANOS_PACKET_MOST_PIECES];
	uint32_t count = banos_packet_pieces(packet, pieces,
					     BANOS_PACKET_MOST_PIECES);
	int32_t error = 0;
	uint32_t i;

	for (i = 0; i < count && !error; i++)
		error = banos_dma_mapping_add(mapping, pieces[i].address,
					      pieces[i].length);
	if (!error)
		return banos_dma_mapping_map(mapping, BANOS_DMA_TO_DEVICE);
	banos_dma_mapping_unmap(mapping);
	return error;
}

/* Returns: the place behind what it has put, if there is a checksum to make. */
static uint32_t put_checksum(struct card *card, uint32_t head,
			     struct banos_packet *packet)
{
	struct banos_packet_offload offload = { .size = sizeof(offload) };
	struct checksum_descriptor descriptor = {
		.command = TRANSMIT_EXTENDED | TRANSMIT_REPORT,
	};

	banos_packet_offload(packet, &offload);
	if (!(offload.flags & BANOS_PACKET_CHECKSUM))
		return head;
	descriptor.start = (uint8_t)offload.checksum_start;
	descriptor.offset = (uint8_t)(offload.checksum_start +
				      offload.checksum_offset);
	banos_memcpy(&card->transmit[head % RING_SIZE], &descriptor,
		     sizeof(descriptor));
	return head + 1;
}

/* Returns: the place behind the last of them. */
static uint32_t put_segments(struct card *card, uint32_t head,
			     const struct banos_dma_mapping *mapping,
			     uint32_t count, bool checksum)
{
	uint32_t command = TRANSMIT_EXTENDED | TRANSMIT_DATA | TRANSMIT_FCS |
			   TRANSMIT_REPORT;
	uint32_t i;

	for (i = 0; i < count; i++) {
		struct banos_dma_segment segment =
			banos_dma_mapping_segment(mapping, i);

		if (i == count - 1)
			command |= TRANSMIT_END;
		card->transmit[head++ % RING_SIZE] =
			(struct transmit_descriptor){
				.address = segment.address,
				.command = command | (uint32_t)segment.size,
				.options = checksum ? TRANSMIT_CHECKSUM : 0,
			};
	}
	return head;
}

/* poll() sees the new head, and with it all of the transmission. */
static void put(struct card *card, struct transmission *transmission,
		uint32_t count)
{
	uint32_t head = put_checksum(card, card->head, transmission->packet);

	head = put_segments(card, head, transmission->mapping, count,
			    head != card->head);
	transmission->last = head - 1;
	__atomic_store_n(&card->head, head, __ATOMIC_RELEASE);
}

static bool is_too_far_for_the_card(struct banos_packet *packet)
{
	struct banos_packet_offload offload = { .size = sizeof(offload) };

	banos_packet_offload(packet, &offload);
	return offload.checksum_start + offload.checksum_offset > UINT8_MAX;
}

static uint32_t drop(struct banos_packet *packet)
{
	banos_packet_drop(packet);
	return BANOS_TRANSMIT_DROPPED;
}

static void stop_if_full(struct card *card)
{
	if (room(card) >= MOST_DESCRIPTORS)
		return;
	banos_netdev_queue_stop(card->queue);
	if (room(card) >= MOST_DESCRIPTORS)
		banos_netdev_queue_wake(card->queue);
}

static uint32_t e1000_transmit(struct banos_netdev_queue *queue,
			       struct banos_packet *packet, uint32_t flags)
{
	struct card *card = queue->netdev->context;
	struct transmission *transmission =
		&card->transmissions[card->head % RING_SIZE];
	int32_t count;

	if (room(card) < MOST_DESCRIPTORS)
		return BANOS_TRANSMIT_BUSY;
	if (is_too_far_for_the_card(packet) && banos_packet_checksum(packet))
		return drop(packet);
	count = map(transmission->mapping, packet);
	if (count < 0)
		return drop(packet);
	transmission->packet = packet;
	put(card, transmission, (uint32_t)count);
	stop_if_full(card);
	if (!(flags & BANOS_TRANSMIT_MORE) || room(card) < MOST_DESCRIPTORS)
		write(card, TDT, card->head % RING_SIZE);
	return BANOS_TRANSMIT_TAKEN;
}

static bool is_transmitted(const struct card *card, uint32_t place)
{
	const struct transmit_descriptor *descriptor =
		&card->transmit[place % RING_SIZE];

	return __atomic_load_n(&descriptor->status, __ATOMIC_RELAXED) &
	       TRANSMITTED;
}

static void finish(struct card *card, void (*give_away)(struct banos_packet *))
{
	struct transmission *transmission =
		&card->transmissions[card->tail % RING_SIZE];

	banos_dma_mapping_unmap(transmission->mapping);
	give_away(transmission->packet);
	__atomic_store_n(&card->tail, transmission->last + 1, __ATOMIC_RELEASE);
}

static void finish_transmitted(struct card *card)
{
	uint32_t head = __atomic_load_n(&card->head, __ATOMIC_ACQUIRE);

	while (card->tail != head &&
	       is_transmitted(card,
			      card->transmissions[card->tail % RING_SIZE].last))
		finish(card, banos_packet_sent);
	if (room(card) >= MOST_DESCRIPTORS)
		banos_netdev_queue_wake(card->queue);
}

/* Receiving. */

static uint32_t judge(const struct receive_descriptor *descriptor)
{
	if (descriptor->status & RECEIVED_UNCHECKED ||
	    !(descriptor->status & RECEIVED_CHECKED_TCP) ||
	    descriptor->errors & (RECEIVE_ERROR_TCP | RECEIVE_ERROR_IP))
		return 0;
	return BANOS_RECEIVE_CHECKSUM_GOOD;
}

static void count_error(struct card *card, uint32_t kind)
{
	banos_netdev_count(card->netdev, kind, 1);
	if (kind != BANOS_NETDEV_RECEIVE_DROPPED)
		banos_netdev_count(card->netdev, BANOS_NETDEV_RECEIVE_ERRORS, 1);
}

static void receive(struct card *card, uint32_t place,
		    const struct receive_descriptor *descriptor)
{
	const uint8_t *buffers = banos_dma_memory_data(card->buffers);
	struct banos_packet *packet;

	if (!(descriptor->status & RECEIVED_END) ||
	    descriptor->length > BUFFER_SIZE) {
		count_error(card, BANOS_NETDEV_RECEIVE_LENGTH_ERRORS);
		return;
	}
	if (descriptor->errors & RECEIVE_ERROR_FRAME) {
		count_error(card, BANOS_NETDEV_RECEIVE_CHECK_ERRORS);
		return;
	}
	packet = banos_packet_allocate(card->queue, descriptor->length);
	if (!packet) {
		count_error(card, BANOS_NETDEV_RECEIVE_DROPPED);
		return;
	}
	banos_memcpy(banos_packet_data(packet), buffers + place * BUFFER_SIZE,
		     descriptor->length);
	banos_netdev_receive(card->queue, packet, judge(descriptor));
}

/* Takes what the next descriptor has, and gives it back to the card. */
static bool receive_next(struct card *card)
{
	uint32_t place = card->received % RING_SIZE;
	struct receive_descriptor *there = &card->receive[place];
	struct receive_descriptor descriptor;

	if (!(__atomic_load_n(&there->status, __ATOMIC_RELAXED) & RECEIVED))
		return false;
	banos_dma_read_barrier();
	descriptor = *there;
	receive(card, place, &descriptor);
	there->status = 0;
	card->received++;
	write(card, RDT, place);
	return true;
}

static uint32_t e1000_poll(struct banos_netdev_queue *queue, uint32_t budget)
{
	struct card *card = queue->netdev->context;
	uint32_t done = 0;

	finish_transmitted(card);
	while (done < budget && receive_next(card))
		done++;
	return done;
}

/* What came meanwhile is in ICR, and interrupts at once. */
static void e1000_rearm(struct banos_netdev_queue *queue)
{
	write(queue->netdev->context, IMS, CAUSES);
}

/* Interrupts. */

static uint32_t e1000_interrupt(struct banos_interrupt *interrupt,
				void *context)
{
	struct card *card = context;
	uint32_t causes = read(card, ICR);

	(void)interrupt;
	/* The line may be somebody else's; all ones: it was pulled out. */
	if (!(causes & CAUSES) || causes == UINT32_MAX)
		return BANOS_INTERRUPT_NOT_MINE;
	write(card, IMC, UINT32_MAX);
	banos_netdev_schedule(card->queue);
	return causes & CAUSE_LINK ? BANOS_INTERRUPT_THREAD :
				     BANOS_INTERRUPT_DONE;
}

static void tell_link(struct card *card)
{
	static const uint32_t speeds[] = { 10, 100, 1000, 1000 };
	uint32_t status = read(card, STATUS);
	const struct banos_netdev_link link = {
		.size = sizeof(link),
		.up = status & STATUS_LINK_UP ? 1 : 0,
		.duplex = status & STATUS_FULL_DUPLEX ?
				  BANOS_NETDEV_DUPLEX_FULL :
				  BANOS_NETDEV_DUPLEX_HALF,
		.speed_mbps = speeds[status >> STATUS_SPEED_SHIFT &
				     STATUS_SPEED_MASK],
	};

	banos_netdev_set_link(card->netdev, &link);
}

static void e1000_link_changed(struct banos_interrupt *interrupt, void *context)
{
	(void)interrupt;
	tell_link(context);
}

/* Up and down. */

static int32_t reset(struct card *card)
{
	int tries = RESET_TRIES;

	write(card, IMC, UINT32_MAX);
	write(card, CTRL, CTRL_RST);
	do {
		banos_sleep(BANOS_MILLISECOND);
		if (!(read(card, CTRL) & CTRL_RST))
			break;
	} while (--tries);
	write(card, IMC, UINT32_MAX);
	read(card, ICR);
	return tries ? 0 : -BANOS_EIO;
}

static void write_address(struct card *card, const uint8_t *address)
{
	write(card, RAL0, (uint32_t)address[0] | (uint32_t)address[1] << 8 |
			  (uint32_t)address[2] << 16 |
			  (uint32_t)address[3] << 24);
	write(card, RAH0, (uint32_t)address[4] | (uint32_t)address[5] << 8 |
			  RAH_VALID);
}

static void read_address(const struct card *card, uint8_t *address)
{
	uint32_t low = read(card, RAL0);
	uint32_t high = read(card, RAH0);

	banos_memcpy(address, &low, 4);
	banos_memcpy(address + 4, &high, 2);
}

static void start_receiving(struct card *card)
{
	uint64_t ring = banos_dma_memory_address(card->receive_ring);
	uint64_t buffers = banos_dma_memory_address(card->buffers);
	uint32_t i;

	for (i = 0; i < RING_SIZE; i++)
		card->receive[i] = (struct receive_descriptor){
			.address = buffers + i * BUFFER_SIZE,
		};
	card->received = 0;
	write(card, RDBAL, (uint32_t)ring);
	write(card, RDBAH, (uint32_t)(ring >> 32));
	write(card, RDLEN, RING_SIZE * sizeof(*card->receive));
	write(card, RDH, 0);
	write(card, RDT, RING_SIZE - 1);
	write(card, RXCSUM, RXCSUM_TCP);
	write(card, RCTL, RCTL_ENABLE | RCTL_BROADCAST | RCTL_STRIP_FCS |
			  card->filter);
}

static void start_transmitting(struct card *card)
{
	uint64_t ring = banos_dma_memory_address(card->transmit_ring);

	card->head = 0;
	card->tail = 0;
	write(card, TDBAL, (uint32_t)ring);
	write(card, TDBAH, (uint32_t)(ring >> 32));
	write(card, TDLEN, RING_SIZE * sizeof(*card->transmit));
	write(card, TDH, 0);
	write(card, TDT, 0);
	write(card, TIPG, TIPG_COPPER);
	write(card, TCTL, TCTL_ENABLE | TCTL_PAD | TCTL_COLLISIONS);
}

static int32_t e1000_open(struct banos_netdev *netdev)
{
	const struct banos_interrupt_options options = {
		.size = sizeof(options),
		.handler = e1000_interrupt,
		.thread = e1000_link_changed,
	};
	struct card *card = netdev->context;
	uint8_t address[BANOS_NETDEV_ADDRESS_SIZE];
	int32_t error = reset(card);

	if (error)
		return error;
	card->queue = banos_netdev_queue(netdev, 0);
	banos_netdev_address(netdev, address);
	write_address(card, address);
	start_transmitting(card);
	start_receiving(card);
	error = banos_interrupt_create(card->device, &options, card,
				       &card->interrupt);
	if (error)
		return error;
	write(card, CTRL, CTRL_SLU | CTRL_ASDE);
	write(card, IMS, CAUSES);
	tell_link(card);
	return 0;
}

/* After the reset the card does not use any of the memory any more. */
static void e1000_stop(struct banos_netdev *netdev)
{
	static const struct banos_netdev_link down = { .size = sizeof(down) };
	struct card *card = netdev->context;

	write(card, IMC, UINT32_MAX);
	banos_interrupt_destroy(card->interrupt);
	write(card, RCTL, 0);
	write(card, TCTL, 0);
	reset(card);
	while (card->tail != card->head)
		finish(card, banos_packet_drop);
	banos_netdev_set_link(netdev, &down);
}

static int32_t e1000_set_address(struct banos_netdev *netdev,
				 const uint8_t *address)
{
	write_address(netdev->context, address);
	return 0;
}

/* The card could choose among multicast addresses; the kernel does as well. */
static void e1000_set_filter(struct banos_netdev *netdev,
			     const struct banos_netdev_filter *filter)
{
	struct card *card = netdev->context;

	card->filter = 0;
	if (filter->flags & BANOS_NETDEV_PROMISCUOUS)
		card->filter |= RCTL_PROMISCUOUS | RCTL_ALL_MULTICAST;
	if (filter->flags & BANOS_NETDEV_ALL_MULTICAST || filter->count)
		card->filter |= RCTL_ALL_MULTICAST;
	write(card, RCTL, RCTL_ENABLE | RCTL_BROADCAST | RCTL_STRIP_FCS |
			  card->filter);
}

static const struct banos_netdev_operations netdev_operations = {
	.size = sizeof(netdev_operations),
	.open = e1000_open,
	.stop = e1000_stop,
	.transmit = e1000_transmit,
	.poll = e1000_poll,
	.rearm = e1000_rearm,
	.set_address = e1000_set_address,
	.set_filter = e1000_set_filter,
};

/* Cards come and go. */

static int32_t create_memory(struct card *card)
{
	struct banos_device *device = card->device;
	int32_t error = banos_dma_enable(device, 64);
	uint32_t i;

	if (!error)
		error = banos_dma_memory_create(device, RING_SIZE *
						sizeof(*card->receive),
						&card->receive_ring);
	if (!error)
		error = banos_dma_memory_create(device, RING_SIZE *
						sizeof(*card->transmit),
						&card->transmit_ring);
	if (!error)
		error = banos_dma_memory_create(device, RING_SIZE * BUFFER_SIZE,
						&card->buffers);
	for (i = 0; i < RING_SIZE && !error; i++)
		error = banos_dma_mapping_create(device, MOST_SEGMENTS,
						 &card->transmissions[i].mapping);
	if (error)
		return error;
	card->receive = banos_dma_memory_data(card->receive_ring);
	card->transmit = banos_dma_memory_data(card->transmit_ring);
	return 0;
}

/* All of it belongs to the device, and ends with it. */
static int32_t take_hardware(struct card *card)
{
	int32_t error = banos_registers_map(card->device, 0, &card->registers);

	if (!error)
		error = reset(card);
	if (!error)
		error = create_memory(card);
	if (error)
		return error;
	error = banos_interrupt_vectors(card->device, 1, 1,
					BANOS_INTERRUPT_LINE);
	return error < 0 ? error : 0;
}

static int32_t create_netdev(struct card *card)
{
	struct banos_netdev_options options = {
		.size = sizeof(options),
		.features = BANOS_NETDEV_SCATTER_GATHER |
			    BANOS_NETDEV_TRANSMIT_CHECKSUM |
			    BANOS_NETDEV_RECEIVE_CHECKSUM,
		.device = card->device,
	};

	read_address(card, options.address);
	return banos_netdev_create(banos_device_driver(card->device), &options,
				   &netdev_operations, card, &card->netdev);
}

static int32_t e1000_probe(struct banos_device *device, uint64_t data)
{
	struct card *card = banos_memory_allocate(banos_device_driver(device),
						  sizeof(*card), 0,
						  BANOS_MEMORY_ZERO);
	char name[BANOS_NETDEV_NAME_SIZE];
	int32_t error;

	(void)data;
	if (!card)
		return -BANOS_ENOMEM;
	card->device = device;
	error = take_hardware(card);
	if (!error)
		error = create_netdev(card);
	if (error) {
		banos_memory_free(card);
		return error;
	}
	banos_device_set_context(device, card);
	banos_netdev_name(card->netdev, name);
	banos_print(banos_device_driver(device), BANOS_PRINT_INFO, "%s is %s",
		    banos_device_name(device), name);
	return 0;
}

/* The interface goes first: that stops the card, if it is still there. */
static void e1000_remove(struct banos_device *device)
{
	struct card *card = banos_device_context(device);

	banos_netdev_destroy(card->netdev);
	banos_memory_free(card);
}

BANOS_PCI_MATCHES(e1000_matches) = {
	BANOS_PCI_MATCH(0x8086, 0x100e, 0),
};

static const struct banos_device_driver_options driver_options = {
	.size = sizeof(driver_options),
	.matches = e1000_matches,
	.matches_size = sizeof(e1000_matches),
};

static const struct banos_device_operations device_operations = {
	.size = sizeof(device_operations),
	.probe = e1000_probe,
	.remove = e1000_remove,
};

static int e1000_init(struct banos_driver *driver)
{
	return banos_device_driver_create(driver, &driver_options,
					  &device_operations, NULL,
					  &e1000_driver);
}

static int e1000_uninit(struct banos_driver *driver)
{
	(void)driver;
	banos_device_driver_destroy(e1000_driver);
	return 0;
}

BANOS_DRIVER(e1000, .version = BANOS_VERSION(1, 0, 0),
	     .license = "Dual MIT/GPL",
	     .description = "Intel's network card 82540EM",
	     .init = e1000_init, .uninit = e1000_uninit);
