// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/*
 * What a driver asks for when it creates an interface: checked, and with the
 * defaults filled in. See net.h.
 */
#include <linux/etherdevice.h>
#include <linux/if_ether.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include "abi.h"
#include "export.h"
#include "net.h"

/* Of the struct, as it first appeared. */
#define OPTIONS_FIRST_SIZE 72

#define LARGEST_MTU 65535
#define MOST_COUNTERS 256

#define ALL_FEATURES                                                          \
	(BANOS_NETDEV_SCATTER_GATHER | BANOS_NETDEV_TRANSMIT_CHECKSUM |       \
	 BANOS_NETDEV_RECEIVE_CHECKSUM | BANOS_NETDEV_SEGMENT_TCP |           \
	 BANOS_NETDEV_SEGMENT_ALL)

#define SEGMENT_NEEDS                                                         \
	(BANOS_NETDEV_SCATTER_GATHER | BANOS_NETDEV_TRANSMIT_CHECKSUM)

SHIM_STRUCT(banos_netdev_options);

static_assert(BANOS_NETDEV_ADDRESS_SIZE == ETH_ALEN);
static_assert(BANOS_NETDEV_HEADER_SIZE == ETH_HLEN);
static_assert(BANOS_NETDEV_NAME_SIZE == IFNAMSIZ);
static_assert(LARGEST_MTU + ETH_HLEN == BANOS_PACKET_LARGEST);

/* "%u" is the kernel's "%d"; no other per cent is allowed. */
static int read_name(char *name, const char *given)
{
	char *number;

	if (!given)
		given = "eth%u";
	if (strscpy(name, given, IFNAMSIZ) < 0 || !dev_valid_name(name))
		return -EINVAL;
	number = strchr(name, '%');
	if (!number)
		return 0;
	if (number[1] != 'u' || strchr(number + 1, '%'))
		return -EINVAL;
	number[1] = 'd';
	return 0;
}

static int check_features(u32 features)
{
	if (features & ~ALL_FEATURES)
		return -EINVAL;
	if (features & BANOS_NETDEV_SEGMENT_TCP &&
	    (features & SEGMENT_NEEDS) != SEGMENT_NEEDS)
		return -EINVAL;
	if (features & BANOS_NETDEV_SEGMENT_ALL && features != ALL_FEATURES)
		return -EINVAL;
	return 0;
}

static int read_mtu(struct banos_netdev_options *options)
{
	if (!options->mtu)
		options->mtu = ETH_DATA_LEN;
	if (!options->smallest_mtu)
		options->smallest_mtu = min_t(u32, options->mtu, ETH_MIN_MTU);
	if (!options->largest_mtu)
		options->largest_mtu = options->mtu;
	if (options->mtu < options->smallest_mtu ||
	    options->mtu > options->largest_mtu ||
	    options->largest_mtu > LARGEST_MTU)
		return -EINVAL;
	return 0;
}

static int check_counters(const struct banos_netdev_options *options)
{
	u32 i;

	if (options->counter_count > MOST_COUNTERS)
		return -EINVAL;
	if (options->counter_count && !options->counters)
		return -EINVAL;
	for (i = 0; i < options->counter_count; i++) {
		const char *name = options->counters[i];
		size_t size = name ? strnlen(name, ETH_GSTRING_LEN) : 0;

		if (!size || size == ETH_GSTRING_LEN)
			return -EINVAL;
	}
	return 0;
}

static int read_address(struct banos_netdev_options *options)
{
	if (is_zero_ether_addr(options->address))
		eth_random_addr(options->address);
	return is_valid_ether_addr(options->address) ? 0 : -EINVAL;
}

int net_read_options(struct banos_netdev_options *options,
		     const struct banos_netdev_options *given, char *name)
{
	int error = abi_copy_struct(options, sizeof(*options),
				    OPTIONS_FIRST_SIZE, given);

	if (error)
		return error;
	if (!options->queues)
		options->queues = 1;
	if (options->queues > BANOS_NETDEV_MOST_QUEUES ||
	    options->flags & ~BANOS_NETDEV_UNQUEUED ||
	    memchr_inv(options->reserved, 0, sizeof(options->reserved)))
		return -EINVAL;
	error = read_name(name, options->name);
	if (!error)
		error = check_features(options->features);
	if (!error)
		error = read_mtu(options);
	if (!error)
		error = check_counters(options);
	if (!error)
		error = read_address(options);
	return error;
}

netdev_features_t net_kernel_features(u32 features)
{
	netdev_features_t result = 0;

	if (features & BANOS_NETDEV_SCATTER_GATHER)
		result |= NETIF_F_SG;
	if (features & BANOS_NETDEV_TRANSMIT_CHECKSUM)
		result |= NETIF_F_HW_CSUM;
	if (features & BANOS_NETDEV_RECEIVE_CHECKSUM)
		result |= NETIF_F_RXCSUM;
	if (features & BANOS_NETDEV_SEGMENT_TCP)
		result |= NETIF_F_TSO | NETIF_F_TSO6;
	if (features & BANOS_NETDEV_SEGMENT_ALL)
		result |= NETIF_F_GSO_SOFTWARE | NETIF_F_GSO_ENCAP_ALL;
	return result;
}
