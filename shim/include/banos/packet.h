/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * Packets that network interfaces transmit and receive: what they consist of,
 * how they begin, and how they are given away. <banos/net.h> says where they
 * come from and where they go.
 *
 *	packet = banos_packet_allocate(queue, length);
 *	if (!packet)
 *		return;
 *	banos_memcpy(banos_packet_data(packet), buffer, length);
 *	banos_netdev_receive(queue, packet, 0);
 *
 * All functions here are for packets that are the driver's at that moment.
 */
#ifndef BANOS_PACKET_H
#define BANOS_PACKET_H

#include <banos/types.h>

BANOS_BEGIN_DECLARATIONS

struct banos_netdev;       /* see <banos/net.h> */
struct banos_netdev_queue; /* the same */
struct banos_packet;       /* an Ethernet frame, without its checksum (FCS) */

/* A packet that is allocated is at most so long. Since: 0.9.1 */
#define BANOS_PACKET_LARGEST 65549

/**
 * banos_packet_allocate - a packet to receive into
 * @queue:  that is going to receive it
 * @length: bytes, 1 to BANOS_PACKET_LARGEST
 *
 * It is in one piece; banos_packet_data() says where. What it contains is
 * undefined.
 *
 * Context: any but hard interrupts.
 * Since:   0.9.1; GPL-compatible
 * Returns: the packet, which is the driver's; or NULL: no memory, or @length is
 *          out of range
 */
struct banos_packet *banos_packet_allocate(struct banos_netdev_queue *queue,
					   uint64_t length);

/* Bytes of all its pieces together. Context: any. Since: 0.9.1; GPL-compatible */
uint64_t banos_packet_length(const struct banos_packet *packet);

/**
 * banos_packet_data - the first piece of a packet
 *
 * It is all of it if the packet was allocated, and if the interface has not
 * BANOS_NETDEV_SCATTER_GATHER. The driver may write to a packet that it
 * allocated; what it is given to transmit, it only reads.
 *
 * Context: any.
 * Since:   0.9.1; GPL-compatible
 * Returns: its address
 */
void *banos_packet_data(struct banos_packet *packet);

/**
 * banos_packet_trim - make an allocated packet shorter
 * @length: bytes, at most what it has; more is left as it is
 *
 * Context: any.
 * Since:   0.9.1; GPL-compatible
 */
void banos_packet_trim(struct banos_packet *packet, uint64_t length);

/**
 * struct banos_packet_piece - a part of a packet, without a gap in memory
 * @address: in the kernel's memory: readable, and what a device can be given
 *           after it was mapped for DMA
 * @length:  bytes
 *
 * Since: 0.9.1
 */
struct banos_packet_piece {
	void    *address;
	uint64_t length;
};

/* A packet has at most so many pieces. Since: 0.9.1 */
#define BANOS_PACKET_MOST_PIECES 64

/**
 * banos_packet_pieces - where a packet lies in memory
 * @pieces: out: the first @count of them, in their order; as many as there are
 * @count:  room in @pieces
 *
 * Pieces stay where they are until the packet is given away.
 *
 * Context: any.
 * Since:   0.9.1; GPL-compatible
 * Returns: how many there are, 1 to BANOS_PACKET_MOST_PIECES; more than @count
 *          if there was not room for all
 */
uint32_t banos_packet_pieces(struct banos_packet *packet,
			     struct banos_packet_piece *pieces, uint32_t count);

/**
 * banos_packet_copy_out - copy bytes of a packet, whatever its pieces
 * @offset: the first one
 * @to:     memory of the driver
 * @length: bytes
 *
 * Context: any.
 * Since:   0.9.1; GPL-compatible
 * Returns: 0, or -BANOS_EINVAL: the packet ends before
 */
int32_t banos_packet_copy_out(const struct banos_packet *packet,
			      uint64_t offset, void *to, uint64_t length);

/* What is left to the device. Since: 0.9.1 */
enum banos_packet_offload_flags {
	/*
	 * A checksum: the internet's, over all bytes from checksum_start to the
	 * end of the packet, is to be written where checksum_offset says, two
	 * bytes. What stands there now, the sum of the pseudo-header, is part
	 * of what is summed up.
	 */
	BANOS_PACKET_CHECKSUM = 1,

	/*
	 * Segments: the packet is to be cut into ones that carry segment_size
	 * bytes each behind a copy of the first header_length bytes, adapted as
	 * TCP over IPv4, or over IPv6, wants it. BANOS_PACKET_CHECKSUM is set
	 * as well.
	 */
	BANOS_PACKET_SEGMENT_TCP4 = 2,
	BANOS_PACKET_SEGMENT_TCP6 = 4,

	/* Segments of some other kind, for BANOS_NETDEV_SEGMENT_ALL. */
	BANOS_PACKET_SEGMENT_OTHER = 8,
};

/**
 * struct banos_packet_offload - what is left to the device
 * @size:            sizeof(struct banos_packet_offload), as the driver was
 *                   compiled
 * @flags:           of enum banos_packet_offload_flags; 0: nothing
 * @checksum_start:  bytes from the packet's beginning
 * @checksum_offset: bytes from @checksum_start
 * @header_length:   bytes, up to the data of TCP
 * @segment_size:    bytes of data in each segment but the last
 * @segment_count:   how many segments it becomes
 *
 * Since: 0.9.1
 */
struct banos_packet_offload {
	uint64_t size;
	uint32_t flags;
	uint32_t checksum_start;
	uint32_t checksum_offset;
	uint32_t header_length;
	uint32_t segment_size;
	uint32_t segment_count;
};

/**
 * banos_packet_offload - what is left to the device to do?
 * @offload: out; its size is as the driver was compiled
 *
 * Only interfaces with BANOS_NETDEV_TRANSMIT_CHECKSUM need to ask.
 *
 * Context: a packet that transmit() was given.
 * Since:   0.9.1; GPL-compatible
 * Returns: 0, or -BANOS_EINVAL: the size is out of range
 */
int32_t banos_packet_offload(const struct banos_packet *packet,
			     struct banos_packet_offload *offload);

/**
 * banos_packet_checksum - fill in the checksum after all
 *
 * For packets whose checksum the device cannot make, though it can in general.
 * Nothing to do if there is none to fill in. Pieces may lie elsewhere
 * afterwards.
 *
 * Context: transmit(), before the packet's pieces were asked for.
 * Since:   0.9.1; GPL-compatible
 * Returns: 0, or a negative error: drop the packet
 */
BANOS_MUST_CHECK
int32_t banos_packet_checksum(struct banos_packet *packet);

/**
 * banos_packet_sent - the packet is where it should be, or on its way
 * @packet: that transmit() took. It is given away
 *
 * Who sent it may wait for this before it sends more: do not put it off for
 * long.
 *
 * Context: any.
 * Since:   0.9.1; GPL-compatible
 */
void banos_packet_sent(struct banos_packet *packet);

/**
 * banos_packet_drop - the packet is lost
 * @packet: the driver's, wherever it is from. It is given away
 *
 * Tools that watch for lost packets are told. Counting is up to the driver.
 *
 * Context: any.
 * Since:   0.9.1; GPL-compatible
 */
void banos_packet_drop(struct banos_packet *packet);

/**
 * banos_packet_forward - make what one interface transmits what another receives
 * @packet: that transmit() was given; the driver keeps it if this succeeds, and
 *          has given it away, as by banos_packet_drop(), if not
 * @netdev: that is going to receive it, by banos_netdev_receive(), perhaps
 *          later; by then it is the only one that may
 *
 * The bytes of the packet are not copied. What the kernel noted of it for the
 * first interface is wiped out; what is left to the device stays so, and the
 * receiving kernel knows. From here on, banos_packet_sent() and
 * banos_packet_drop() are all that may be done with it besides.
 *
 * Context: transmit().
 * Since:   0.9.1; GPL-compatible
 * Returns: 0, or -BANOS_ENETDOWN: @netdev is not up, the packet is longer than
 *          its MTU, or there was no memory
 */
BANOS_MUST_CHECK
int32_t banos_packet_forward(struct banos_packet *packet,
			     struct banos_netdev *netdev);

BANOS_END_DECLARATIONS

#endif
