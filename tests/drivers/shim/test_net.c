/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/* Tests of <banos/net.h>. */
#include "suite.h"
#include "test_net.h"

#define RING_SIZE 64u
#define QUEUES 4

/* Packets that are going to be received. The lock is of what fills it. */
struct ring {
	uint32_t head;
	uint32_t tail;
	struct banos_packet *packets[RING_SIZE];
};

static struct banos_netdev *netdev;
static struct ring rings[QUEUES];
static struct net_counts counts;
static int32_t settings[NET_SETTINGS];
static uint32_t up;

static void add(uint64_t *counter)
{
	__atomic_fetch_add(counter, 1, __ATOMIC_ACQ_REL);
}

static int32_t setting(enum net_setting which)
{
	return __atomic_load_n(&settings[which], __ATOMIC_ACQUIRE);
}

static uint32_t look(const uint32_t *place)
{
	return __atomic_load_n(place, __ATOMIC_ACQUIRE);
}

static void check(bool right)
{
	if (!right)
		add(&counts.wrong);
}

static void check_queue(const struct banos_netdev_queue *queue)
{
	check(queue->netdev == netdev);
	check(banos_netdev_queue(netdev, queue->index) == queue);
	check(queue->netdev->context == &rings);
	if (!look(&up))
		add(&counts.late);
}

static int32_t net_open(struct banos_netdev *opened)
{
	int32_t answer = setting(NET_OPEN_ANSWER);

	check(opened->context == &rings);
	add(&counts.opens);
	if (!answer)
		__atomic_store_n(&up, 1, __ATOMIC_RELEASE);
	return answer;
}

static void drop_all(void)
{
	for (int i = 0; i < QUEUES; i++) {
		while (rings[i].tail != rings[i].head)
			banos_packet_drop(rings[i].packets[rings[i].tail++ %
							   RING_SIZE]);
	}
}

static void net_stop(struct banos_netdev *stopped)
{
	(void)stopped;
	__atomic_store_n(&up, 0, __ATOMIC_RELEASE);
	add(&counts.stops);
	drop_all();
}

/* Returns: false if there is no room. */
static bool put(struct banos_netdev_queue *queue, struct banos_packet *packet)
{
	struct ring *ring = &rings[queue->index];
	uint32_t head = ring->head;

	if (head - look(&ring->tail) == RING_SIZE)
		return false;
	ring->packets[head % RING_SIZE] = packet;
	__atomic_store_n(&ring->head, head + 1, __ATOMIC_RELEASE);
	banos_netdev_schedule(queue);
	return true;
}

/* All of it, put together from its pieces, must be what copy_out() says. */
static void check_pieces(struct banos_packet *packet, const uint8_t *bytes)
{
	struct banos_packet_piece pieces[BANOS_PACKET_MOST_PIECES];
	uint32_t count = banos_packet_pieces(packet, NULL, 0);
	uint64_t length = 0;

	check(count >= 1 && count <= BANOS_PACKET_MOST_PIECES);
	check(banos_packet_pieces(packet, pieces, 1) == count);
	check(banos_packet_pieces(packet, pieces, BANOS_PACKET_MOST_PIECES) ==
	      count);
	check(pieces[0].address == banos_packet_data(packet));
	for (uint32_t i = 0; i < count; i++) {
		check(!banos_memcmp(bytes + length, pieces[i].address,
				    pieces[i].length));
		length += pieces[i].length;
	}
	check(length == banos_packet_length(packet));
	if (count > counts.pieces)
		counts.pieces = count;
}

static uint32_t echo(struct banos_netdev_queue *queue,
		     struct banos_packet *packet)
{
	uint64_t length = banos_packet_length(packet);
	struct banos_packet *copy = banos_packet_allocate(queue, length + 10);

	if (!copy) {
		banos_packet_drop(packet);
		return BANOS_TRANSMIT_DROPPED;
	}
	banos_packet_trim(copy, length + 100);
	check(banos_packet_length(copy) == length + 10);
	banos_packet_trim(copy, length);
	check(banos_packet_length(copy) == length);
	check(!banos_packet_copy_out(packet, 0, banos_packet_data(copy),
				     length));
	check(banos_packet_copy_out(packet, 1, banos_packet_data(copy),
				    length) == -BANOS_EINVAL);
	check(banos_packet_copy_out(packet, UINT64_MAX, banos_packet_data(copy),
				    2) == -BANOS_EINVAL);
	check_pieces(packet, banos_packet_data(copy));
	banos_netdev_count(netdev, BANOS_NETDEV_COUNTER_OWN, 1);
	if (!put(queue, copy))
		banos_packet_drop(copy);
	banos_packet_sent(packet);
	return BANOS_TRANSMIT_TAKEN;
}

static uint32_t forward(struct banos_netdev_queue *queue,
			struct banos_packet *packet)
{
	if (banos_packet_forward(packet, netdev))
		return BANOS_TRANSMIT_DROPPED;
	if (put(queue, packet))
		return BANOS_TRANSMIT_TAKEN;
	banos_packet_drop(packet);
	return BANOS_TRANSMIT_DROPPED;
}

static uint32_t net_transmit(struct banos_netdev_queue *queue,
			     struct banos_packet *packet, uint32_t flags)
{
	struct banos_packet_offload offload = { .size = sizeof(offload) };

	(void)flags;
	check_queue(queue);
	check(!banos_packet_offload(packet, &offload));
	add(&counts.transmits);
	switch (setting(NET_TRANSMIT)) {
	case NET_FORWARD:
		return forward(queue, packet);
	case NET_DROP:
		banos_packet_drop(packet);
		return BANOS_TRANSMIT_DROPPED;
	case NET_BUSY:
		banos_netdev_queue_stop(queue);
		return BANOS_TRANSMIT_BUSY;
	default:
		return echo(queue, packet);
	}
}

static uint32_t net_poll(struct banos_netdev_queue *queue, uint32_t budget)
{
	struct ring *ring = &rings[queue->index];
	uint32_t done = 0;

	check_queue(queue);
	add(&counts.polls);
	while (done < budget && ring->tail != look(&ring->head)) {
		struct banos_packet *packet =
			ring->packets[ring->tail % RING_SIZE];

		__atomic_store_n(&ring->tail, ring->tail + 1, __ATOMIC_RELEASE);
		banos_netdev_receive(queue, packet,
				     (uint32_t)setting(NET_PACKET_FLAGS));
		done++;
	}
	return done;
}

static void net_rearm(struct banos_netdev_queue *queue)
{
	(void)queue;
	add(&counts.rearms);
}

static int32_t net_set_address(struct banos_netdev *changed,
			       const uint8_t *address)
{
	(void)changed;
	banos_memcpy(counts.address, address, BANOS_NETDEV_ADDRESS_SIZE);
	return setting(NET_ADDRESS_ANSWER);
}

static int32_t net_set_mtu(struct banos_netdev *changed, uint32_t mtu)
{
	(void)changed;
	counts.mtu = mtu;
	return setting(NET_MTU_ANSWER);
}

static void net_set_filter(struct banos_netdev *changed,
			   const struct banos_netdev_filter *filter)
{
	(void)changed;
	check(filter->size >= sizeof(*filter));
	add(&counts.filters);
	counts.filter_flags = filter->flags;
	counts.filter_count = filter->count;
	for (uint32_t i = 0; i < filter->count; i++)
		check(filter->addresses[i * BANOS_NETDEV_ADDRESS_SIZE] & 1);
}

static const struct banos_netdev_operations all_operations = {
	.size = sizeof(all_operations),
	.open = net_open,
	.stop = net_stop,
	.transmit = net_transmit,
	.poll = net_poll,
	.rearm = net_rearm,
	.set_address = net_set_address,
	.set_mtu = net_set_mtu,
	.set_filter = net_set_filter,
};

/* Making interfaces, from inside. */

static uint32_t drop_it(struct banos_netdev_queue *queue,
			struct banos_packet *packet, uint32_t flags)
{
	(void)queue;
	(void)flags;
	banos_packet_drop(packet);
	return BANOS_TRANSMIT_DROPPED;
}

static const struct banos_netdev_operations least_operations = {
	.size = sizeof(least_operations),
	.transmit = drop_it,
};

static int32_t try_options(struct test *test,
			   const struct banos_netdev_options *options)
{
	struct banos_netdev *made = NULL;
	int32_t error = banos_netdev_create(test->driver, options,
					    &least_operations, NULL, &made);

	CHECK(error ? !made : made != NULL);
	banos_netdev_destroy(made);
	return error;
}

static int32_t try_name(struct test *test, const char *name)
{
	const struct banos_netdev_options options = {
		.size = sizeof(options), .name = name,
	};

	return try_options(test, &options);
}

static void bad_arguments_are_refused(struct test *test)
{
	const struct banos_netdev_options options = { .size = sizeof(options) };
	struct banos_netdev_operations operations = least_operations;
	struct banos_driver *driver = test->driver;
	struct banos_netdev *made = NULL;

	CHECK_EQUAL(banos_netdev_create(NULL, &options, &operations, NULL,
					&made), -BANOS_EINVAL);
	CHECK_EQUAL(banos_netdev_create(no_driver(), &options, &operations,
					NULL, &made), -BANOS_EINVAL);
	CHECK_EQUAL(banos_netdev_create(driver, NULL, &operations, NULL, &made),
		    -BANOS_EINVAL);
	CHECK_EQUAL(banos_netdev_create(driver, &options, NULL, NULL, &made),
		    -BANOS_EINVAL);
	CHECK_EQUAL(banos_netdev_create(driver, &options, &operations, NULL,
					NULL), -BANOS_EINVAL);
	operations.transmit = NULL;
	CHECK_EQUAL(banos_netdev_create(driver, &options, &operations, NULL,
					&made), -BANOS_EINVAL);
	CHECK(!made);
	banos_netdev_destroy(NULL);
}

static void bad_names_are_refused(struct test *test)
{
	static const char *const names[] = {
		"", ".", "..", "a/b", "a b", "a\n", "a:b", "a%d", "%s", "a%",
		"%u%u", "a%ub%uc", "sixteen_bytes_ab", "a%u!%",
	};

	for (uint64_t i = 0; i < ARRAY_LENGTH(names); i++) {
		if (!CHECK_EQUAL(try_name(test, names[i]), -BANOS_EINVAL))
			banos_print_text(test->driver, BANOS_PRINT_INFO,
					 names[i]);
	}
}

static void good_names_are_taken(struct test *test)
{
	static const char *const names[] = {
		NULL, "a", "fifteen_bytes_a", "%u", "a%u", "%ua", "a-b.c_d",
	};

	for (uint64_t i = 0; i < ARRAY_LENGTH(names); i++)
		CHECK_EQUAL(try_name(test, names[i]), 0);
}

static void options_out_of_range_are_refused(struct test *test)
{
	static const char *const nameless[] = { "good", NULL };
	static const char *const long_name[] = {
		"a_name_that_has_thirty-two_bytes",
	};
#define BAD(...) { .size = sizeof(struct banos_netdev_options), __VA_ARGS__ }
	const struct banos_netdev_options bad[] = {
		BAD(.queues = BANOS_NETDEV_MOST_QUEUES + 1),
		BAD(.queues = UINT32_MAX),
		BAD(.features = 0x20),
		BAD(.features = BANOS_NETDEV_SEGMENT_TCP),
		BAD(.features = BANOS_NETDEV_SEGMENT_TCP |
				BANOS_NETDEV_SCATTER_GATHER),
		BAD(.features = BANOS_NETDEV_SEGMENT_ALL),
		BAD(.flags = 2),
		BAD(.mtu = 65536),
		BAD(.largest_mtu = 65536),
		BAD(.mtu = 1500, .largest_mtu = 1499),
		BAD(.mtu = 100, .smallest_mtu = 101, .largest_mtu = 200),
		BAD(.counter_count = 1),
		BAD(.counter_count = 257, .counters = nameless),
		BAD(.counter_count = 2, .counters = nameless),
		BAD(.counter_count = 1, .counters = long_name),
		BAD(.address = { 1, 2, 3, 4, 5, 6 }),
		BAD(.reserved = { 0, 0, 0, 0, 0, 1 }),
	};
#undef BAD

	for (uint64_t i = 0; i < ARRAY_LENGTH(bad); i++) {
		if (!CHECK_EQUAL(try_options(test, &bad[i]), -BANOS_EINVAL))
			banos_print(test->driver, BANOS_PRINT_INFO, "row %llu",
				    (unsigned long long)i);
	}
}

/* What a driver for a later version hands in. */
static int32_t try_size(struct test *test, uint64_t size, uint64_t later)
{
	struct {
		struct banos_netdev_options now;
		uint64_t later;
	} options = { .now = { .size = size }, .later = later };

	return try_options(test, &options.now);
}

static void structs_of_other_versions(struct test *test)
{
	const uint64_t known = sizeof(struct banos_netdev_options);

	CHECK_EQUAL(banos_struct_size("banos_netdev_options"), known);
	CHECK_EQUAL(banos_struct_size("banos_netdev_operations"),
		    sizeof(struct banos_netdev_operations));
	CHECK_EQUAL(banos_struct_size("banos_netdev_link"),
		    sizeof(struct banos_netdev_link));
	CHECK_EQUAL(banos_struct_size("banos_netdev_filter"),
		    sizeof(struct banos_netdev_filter));
	CHECK_EQUAL(banos_struct_size("banos_packet_offload"),
		    sizeof(struct banos_packet_offload));
	CHECK_EQUAL(try_size(test, known, 1), 0);
	CHECK_EQUAL(try_size(test, known + 8, 0), 0);
	CHECK_EQUAL(try_size(test, known + 8, 1), -BANOS_E2BIG);
	CHECK_EQUAL(try_size(test, known - 1, 0), -BANOS_EINVAL);
	CHECK_EQUAL(try_size(test, 0, 0), -BANOS_EINVAL);
	CHECK_EQUAL(try_size(test, UINT64_MAX, 0), -BANOS_EINVAL);
}

static void foreign_callbacks_are_refused(struct test *test)
{
	const struct banos_netdev_options options = { .size = sizeof(options) };
	const uint64_t members = sizeof(struct banos_netdev_operations) / 8;
	struct banos_netdev *made = NULL;

	for (uint64_t i = 1; i < members; i++) {
		struct banos_netdev_operations operations = least_operations;

		((void **)&operations)[i] = (void *)banos_memcpy;
		CHECK_EQUAL(banos_netdev_create(test->driver, &options,
						&operations, NULL, &made),
			    -BANOS_EINVAL);
	}
	CHECK(!made);
}

static struct banos_netdev *make(struct test *test, const char *name,
				 uint32_t queues)
{
	const struct banos_netdev_options options = {
		.size = sizeof(options), .name = name, .queues = queues,
	};
	struct banos_netdev *made = NULL;

	CHECK_EQUAL(banos_netdev_create(test->driver, &options,
					&least_operations, NULL, &made), 0);
	return made;
}

static void names_are_unique(struct test *test)
{
	struct banos_netdev *first = make(test, "banossame", 0);
	char name[BANOS_NETDEV_NAME_SIZE];

	CHECK_EQUAL(try_name(test, "banossame"), -BANOS_EEXIST);
	CHECK_EQUAL(try_name(test, "lo"), -BANOS_EEXIST);
	banos_netdev_name(first, name);
	CHECK(!banos_strcmp(name, "banossame"));
	banos_netdev_destroy(first);
	CHECK_EQUAL(try_name(test, "banossame"), 0);
}

static void links_out_of_range_are_refused(struct test *test)
{
	struct banos_netdev *made = make(test, NULL, 0);
#define LINK(...) { .size = sizeof(struct banos_netdev_link), __VA_ARGS__ }
	const struct banos_netdev_link bad[] = {
		LINK(.up = 2), LINK(.duplex = 3), LINK(.reserved = 1),
		LINK(.speed_mbps = 0x80000000), { .size = 0 },
	};
	const struct banos_netdev_link good = LINK(.up = 1, .duplex = 2,
						   .speed_mbps = 0x7fffffff);
#undef LINK

	for (uint64_t i = 0; i < ARRAY_LENGTH(bad); i++)
		CHECK_EQUAL(banos_netdev_set_link(made, &bad[i]),
			    -BANOS_EINVAL);
	CHECK_EQUAL(banos_netdev_set_link(made, NULL), -BANOS_EINVAL);
	CHECK_EQUAL(banos_netdev_set_link(made, &good), 0);
	banos_netdev_destroy(made);
}

static void use_removed(struct test *test, struct banos_netdev *made)
{
	const struct banos_netdev_link link = { .size = sizeof(link), .up = 1 };
	struct banos_netdev_queue *queue = banos_netdev_queue(made, 0);

	CHECK_EQUAL(banos_netdev_set_link(made, &link), 0);
	banos_netdev_count(made, 0, 1);
	banos_netdev_count(made, 999, 1);
	banos_netdev_count(made, BANOS_NETDEV_COUNTER_OWN, 1);
	banos_netdev_count(made, UINT32_MAX, 1);
	banos_netdev_schedule(queue);
	banos_netdev_queue_stop(queue);
	banos_netdev_queue_wake(queue);
}

static void removed_interface_is_without_effect(struct test *test)
{
	struct banos_netdev *made = make(test, "banosgone", 0);

	use_removed(test, made);
	banos_netdev_remove(made);
	use_removed(test, made);
	banos_netdev_remove(made);
	CHECK_EQUAL(try_name(test, "banosgone"), 0);
	CHECK_EQUAL(banos_netdev_mtu(made), 1500);
	banos_netdev_destroy(made);
}

static void allocate_packets(struct test *test)
{
	static const uint64_t lengths[] = {
		1, 13, 14, 60, 1514, 4096, 9014, 32768, BANOS_PACKET_LARGEST,
	};
	struct banos_netdev_queue *queue = banos_netdev_queue(netdev, 0);

	for (uint64_t i = 0; i < ARRAY_LENGTH(lengths); i++) {
		struct banos_packet *packet =
			banos_packet_allocate(queue, lengths[i]);

		if (!CHECK(packet))
			continue;
		CHECK_EQUAL(banos_packet_length(packet), lengths[i]);
		CHECK_EQUAL(banos_packet_pieces(packet, NULL, 0), 1);
		banos_memset(banos_packet_data(packet), 0x5a, lengths[i]);
		if (i % 2)
			banos_packet_drop(packet);
		else
			banos_packet_sent(packet);
	}
	CHECK(!banos_packet_allocate(queue, 0));
	CHECK(!banos_packet_allocate(queue, BANOS_PACKET_LARGEST + 1));
	CHECK(!banos_packet_allocate(queue, UINT64_MAX));
}

static void packets_are_allocated_and_freed(struct test *test)
{
	netdev = make(test, NULL, 0);
	test_outside_raw(test, allocate_packets);
	banos_netdev_destroy(netdev);
	netdev = NULL;
}

static void many_queues(struct test *test)
{
	struct banos_netdev *made = make(test, NULL, BANOS_NETDEV_MOST_QUEUES);

	for (uint32_t i = 0; i < BANOS_NETDEV_MOST_QUEUES; i++) {
		struct banos_netdev_queue *queue = banos_netdev_queue(made, i);

		CHECK(queue->netdev == made && queue->index == i);
	}
	CHECK(!banos_netdev_queue(made, BANOS_NETDEV_MOST_QUEUES));
	CHECK(!banos_netdev_queue(made, UINT32_MAX));
	banos_netdev_destroy(made);
}

static void make_and_destroy(struct test *test)
{
	banos_netdev_destroy(make(test, NULL, 0));
}

static void interfaces_are_made_where_one_may_sleep(struct test *test)
{
	test_where_one_may_sleep(test, make_and_destroy);
}

/* The interface that programs see. */

static int64_t create(uint64_t argument)
{
	static const char *const counters[] = { NET_COUNTER };
	struct banos_netdev_options options = {
		.size = sizeof(options), .name = NET_NAME,
		.counters = counters, .counter_count = 1,
	};
	struct net_request request;
	int32_t error = banos_user_copy_in(&request, argument, sizeof(request));

	if (error)
		return error;
	if (netdev || request.queues > QUEUES)
		return -BANOS_EBUSY;
	options.queues = request.queues;
	options.features = request.features;
	options.flags = request.flags;
	options.largest_mtu = request.largest_mtu;
	banos_memset(&counts, 0, sizeof(counts));
	banos_memset(settings, 0, sizeof(settings));
	return banos_netdev_create(suite_driver(), &options, &all_operations,
				   &rings, &netdev);
}

static int64_t destroy(void)
{
	banos_netdev_destroy(netdev);
	netdev = NULL;
	drop_all();
	return look(&up) ? -BANOS_EIO : 0;
}

static int64_t set(uint64_t argument)
{
	struct net_change change;
	int32_t error = banos_user_copy_in(&change, argument, sizeof(change));

	if (!error && change.setting >= NET_SETTINGS)
		error = -BANOS_EINVAL;
	if (!error)
		__atomic_store_n(&settings[change.setting], change.value,
				 __ATOMIC_RELEASE);
	return error;
}

static int64_t set_link(uint64_t link_up)
{
	const struct banos_netdev_link link = {
		.size = sizeof(link), .up = (uint32_t)link_up,
		.speed_mbps = 100, .duplex = BANOS_NETDEV_DUPLEX_HALF,
	};

	return banos_netdev_set_link(netdev, &link);
}

/* Only while nothing is transmitted: see struct ring. */
static int64_t inject(uint64_t length)
{
	struct banos_netdev_queue *queue = banos_netdev_queue(netdev, 0);
	struct banos_packet *packet = banos_packet_allocate(queue, length);

	if (!packet)
		return -BANOS_ENOMEM;
	banos_memset(banos_packet_data(packet), 0xff, length);
	if (put(queue, packet))
		return 0;
	banos_packet_drop(packet);
	return -BANOS_ENOSPC;
}

static int64_t wake(void)
{
	__atomic_store_n(&settings[NET_TRANSMIT], NET_ECHO, __ATOMIC_RELEASE);
	for (uint32_t i = 0; banos_netdev_queue(netdev, i); i++)
		banos_netdev_queue_wake(banos_netdev_queue(netdev, i));
	return 0;
}

static int64_t net_ioctl(struct banos_file *file, uint32_t command,
			 uint64_t argument)
{
	(void)file;
	if (command == NET_CREATE)
		return create(argument);
	if (!netdev)
		return -BANOS_ENODEV;
	switch (command) {
	case NET_DESTROY:
		return destroy();
	case NET_REMOVE:
		banos_netdev_remove(netdev);
		return 0;
	case NET_SET:
		return set(argument);
	case NET_COUNT:
		return banos_user_copy_out(argument, &counts, sizeof(counts));
	case NET_LINK:
		return set_link(argument);
	case NET_WAKE:
		return wake();
	case NET_INJECT:
		return inject(argument);
	default:
		return -BANOS_ENOTTY;
	}
}

TEST_DRIVER(test_net, NET_CASES, .ioctl = net_ioctl);
