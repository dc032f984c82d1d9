/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * Network interfaces: what the driver and its program share. There is one
 * interface under test, and what it does is set from outside.
 */
#ifndef TESTS_DRIVERS_SHIM_TEST_NET_H
#define TESTS_DRIVERS_SHIM_TEST_NET_H

#include "report.h"

#define NET_CASES(CASE)                                                       \
	CASE(bad_arguments_are_refused)                                       \
	CASE(bad_names_are_refused)                                           \
	CASE(good_names_are_taken)                                            \
	CASE(options_out_of_range_are_refused)                                \
	CASE(structs_of_other_versions)                                       \
	CASE(foreign_callbacks_are_refused)                                   \
	CASE(names_are_unique)                                                \
	CASE(links_out_of_range_are_refused)                                  \
	CASE(removed_interface_is_without_effect)                             \
	CASE(packets_are_allocated_and_freed)                                 \
	CASE(many_queues)                                                     \
	CASE(interfaces_are_made_where_one_may_sleep)

#define NET_NAME "banostest"
#define NET_COUNTER "echoes"

/* What the interface does; NET_SET changes it at any time. */
enum net_setting {
	NET_OPEN_ANSWER,
	NET_ADDRESS_ANSWER,
	NET_MTU_ANSWER,
	NET_TRANSMIT,  /* enum net_transmit_mode */
	NET_PACKET_FLAGS, /* of received packets: enum banos_receive_flags */
	NET_SETTINGS,
};

enum net_transmit_mode {
	NET_ECHO,    /* what is transmitted is copied, and received again */
	NET_FORWARD, /* it is forwarded to the interface itself */
	NET_DROP,
	NET_BUSY,    /* until NET_WAKE: then NET_ECHO */
};

struct net_request {
	uint32_t queues;
	uint32_t features;
	uint32_t flags;
	uint32_t largest_mtu;
};

struct net_change {
	uint32_t setting;
	int32_t  value;
};

/* So often was an operation called. */
struct net_counts {
	uint64_t opens;
	uint64_t stops;
	uint64_t transmits;
	uint64_t polls;
	uint64_t rearms;
	uint64_t filters;
	uint64_t late;  /* called after the end, or before the beginning */
	uint64_t wrong; /* something was not as the header says */
	uint64_t pieces; /* most that a packet had */
	uint32_t filter_flags;
	uint32_t filter_count;
	uint32_t mtu;
	uint8_t  address[8];
};

enum net_command {
	NET_CREATE = SUITE_OWN, /* struct net_request */
	NET_DESTROY,
	NET_REMOVE,
	NET_SET,    /* struct net_change */
	NET_COUNT,  /* struct net_counts: fills it in, and begins anew */
	NET_LINK,   /* the argument: up? */
	NET_WAKE,
	NET_INJECT, /* the argument: a packet of so many bytes arrives */
};

#endif
