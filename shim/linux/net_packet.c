// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/*
 * Packets: what they consist of, and how they begin and end. See net.h.
 */
#include <linux/ip.h>
#include <linux/kernel.h>
#include <linux/netdevice.h>
#include <linux/skbuff.h>
#include <linux/tcp.h>

#include "abi.h"
#include "export.h"
#include "net.h"

/* Of the struct, as it first appeared. */
#define OFFLOAD_FIRST_SIZE 32

#define PLAIN_SEGMENTS (SKB_GSO_TCPV4 | SKB_GSO_TCPV6 | SKB_GSO_DODGY)

SHIM_STRUCT(banos_packet_offload);

static_assert(MAX_SKB_FRAGS + 1 <= BANOS_PACKET_MOST_PIECES);

struct banos_packet *banos_packet_allocate(struct banos_netdev_queue *queue,
					   uint64_t length)
{
	struct sk_buff *skb;

	if (!length || length > BANOS_PACKET_LARGEST)
		return NULL;
	skb = __netdev_alloc_skb_ip_align(NULL, length,
					  GFP_ATOMIC | __GFP_NOWARN);
	if (skb)
		skb_put(skb, length);
	return to_packet(skb);
}
SHIM_EXPORT_GPL(banos_packet_allocate, BANOS_VERSION(0, 9, 1));

uint64_t banos_packet_length(const struct banos_packet *packet)
{
	return to_skb(packet)->len;
}
SHIM_EXPORT_GPL(banos_packet_length, BANOS_VERSION(0, 9, 1));

void *banos_packet_data(struct banos_packet *packet)
{
	return to_skb(packet)->data;
}
SHIM_EXPORT_GPL(banos_packet_data, BANOS_VERSION(0, 9, 1));

void banos_packet_trim(struct banos_packet *packet, uint64_t length)
{
	struct sk_buff *skb = to_skb(packet);

	if (length < skb->len && !skb_is_nonlinear(skb))
		skb_trim(skb, length);
}
SHIM_EXPORT_GPL(banos_packet_trim, BANOS_VERSION(0, 9, 1));

uint32_t banos_packet_pieces(struct banos_packet *packet,
			     struct banos_packet_piece *pieces, uint32_t count)
{
	struct sk_buff *skb = to_skb(packet);
	u32 fragments = skb_shinfo(skb)->nr_frags;
	const skb_frag_t *fragment;
	u32 i;

	if (!count)
		return fragments + 1;
	pieces[0].address = skb->data;
	pieces[0].length = skb_headlen(skb);
	for (i = 0; i < min(fragments, count - 1); i++) {
		fragment = &skb_shinfo(skb)->frags[i];
		pieces[i + 1].address = skb_frag_address(fragment);
		pieces[i + 1].length = skb_frag_size(fragment);
	}
	return fragments + 1;
}
SHIM_EXPORT_GPL(banos_packet_pieces, BANOS_VERSION(0, 9, 1));

int32_t banos_packet_copy_out(const struct banos_packet *packet,
			      uint64_t offset, void *to, uint64_t length)
{
	const struct sk_buff *skb = to_skb(packet);

	if (offset > skb->len || length > skb->len - offset)
		return -EINVAL;
	return skb_copy_bits(skb, offset, to, length) ? -EINVAL : 0;
}
SHIM_EXPORT_GPL(banos_packet_copy_out, BANOS_VERSION(0, 9, 1));

static void describe_segments(struct banos_packet_offload *offload,
			      const struct sk_buff *skb)
{
	const struct skb_shared_info *shared = skb_shinfo(skb);

	offload->segment_size = shared->gso_size;
	offload->segment_count = shared->gso_segs;
	if (shared->gso_type & ~PLAIN_SEGMENTS) {
		offload->flags |= BANOS_PACKET_SEGMENT_OTHER;
		return;
	}
	offload->flags |= shared->gso_type & SKB_GSO_TCPV4 ?
			  BANOS_PACKET_SEGMENT_TCP4 : BANOS_PACKET_SEGMENT_TCP6;
	offload->header_length = skb_transport_offset(skb) + tcp_hdrlen(skb);
}

int32_t banos_packet_offload(const struct banos_packet *packet,
			     struct banos_packet_offload *out)
{
	const struct sk_buff *skb = to_skb(packet);
	struct banos_packet_offload offload = {};

	if (skb->ip_summed == CHECKSUM_PARTIAL) {
		offload.flags |= BANOS_PACKET_CHECKSUM;
		offload.checksum_start = skb_checksum_start_offset(skb);
		offload.checksum_offset = skb->csum_offset;
	}
	if (skb_is_gso(skb))
		describe_segments(&offload, skb);
	return abi_write_struct(out, sizeof(offload), OFFLOAD_FIRST_SIZE,
				&offload);
}
SHIM_EXPORT_GPL(banos_packet_offload, BANOS_VERSION(0, 9, 1));

int32_t banos_packet_checksum(struct banos_packet *packet)
{
	struct sk_buff *skb = to_skb(packet);

	if (skb->ip_summed != CHECKSUM_PARTIAL)
		return 0;
	return abi_error_from_kernel(skb_checksum_help(skb));
}
SHIM_EXPORT_GPL(banos_packet_checksum, BANOS_VERSION(0, 9, 1));

void banos_packet_sent(struct banos_packet *packet)
{
	dev_consume_skb_any(to_skb(packet));
}
SHIM_EXPORT_GPL(banos_packet_sent, BANOS_VERSION(0, 9, 1));

void banos_packet_drop(struct banos_packet *packet)
{
	dev_kfree_skb_any(to_skb(packet));
}
SHIM_EXPORT_GPL(banos_packet_drop, BANOS_VERSION(0, 9, 1));

int32_t banos_packet_forward(struct banos_packet *packet,
			     struct banos_netdev *netdev)
{
	/* It frees what it does not forward. */
	return __dev_forward_skb(to_net_interface(netdev)->device,
				 to_skb(packet)) ? -ENETDOWN : 0;
}
SHIM_EXPORT_GPL(banos_packet_forward, BANOS_VERSION(0, 9, 1));
