/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * Network interfaces. What they transmit and receive, and what can be done with
 * it, is in <banos/packet.h>.
 *
 *	static uint32_t wire_transmit(struct banos_netdev_queue *queue,
 *				      struct banos_packet *packet,
 *				      uint32_t flags);
 *	static uint32_t wire_poll(struct banos_netdev_queue *queue,
 *				  uint32_t budget);
 *
 *	static const struct banos_netdev_operations wire_operations = {
 *		.size = sizeof(wire_operations),
 *		.transmit = wire_transmit,
 *		.poll = wire_poll,
 *	};
 *
 *	static const struct banos_netdev_options wire_options = {
 *		.size = sizeof(wire_options),
 *		.name = "wire%u",
 *	};
 *
 *	error = banos_netdev_create(driver, &wire_options, &wire_operations,
 *				    NULL, &wire);
 *
 * An interface is an Ethernet one. It has one or more queues; each queue has
 * two sides. The kernel hands packets to transmit() of a queue. What arrived
 * is taken from the device in poll() of a queue, which runs soon after
 * banos_netdev_schedule(), as a rule called by an interrupt handler:
 *
 *	program -> kernel -> transmit() -> device
 *
 *	program <- kernel <- banos_netdev_receive() <- poll() <-
 *		banos_netdev_schedule() <- interrupt <- device
 *
 * Whose is a packet? The kernel's, until it is handed to transmit(), or the
 * driver allocates one. Then it is the driver's, until the driver gives it
 * away by exactly one of banos_netdev_receive(), banos_packet_sent() and
 * banos_packet_drop(), or transmit() answers that it did not take it. One
 * owner at a time: nobody else looks at a packet of the driver's, and a driver
 * that gave one away must not look at it again.
 *
 * An interface may be removed at any time, also while it is up and has
 * traffic: programs see what they see when a card is pulled. So an interface
 * keeps nobody from uninstalling its driver.
 *
 * Making interfaces is for drivers with a GPL-compatible licence, because what
 * it needs of the kernel is.
 */
#ifndef BANOS_NET_H
#define BANOS_NET_H

#include <banos/packet.h>
#include <banos/types.h>

BANOS_BEGIN_DECLARATIONS

struct banos_device; /* see <banos/device_driver.h> */

/* Bytes of an Ethernet address, and of the header of a frame. Since: 0.9.1 */
#define BANOS_NETDEV_ADDRESS_SIZE 6
#define BANOS_NETDEV_HEADER_SIZE  14

/* An interface has at most so many queues. Since: 0.9.1 */
#define BANOS_NETDEV_MOST_QUEUES 256

/* banos_netdev_name() never needs more, the 0 at the end included. Since: 0.9.1 */
#define BANOS_NETDEV_NAME_SIZE 16

/**
 * struct banos_netdev - an interface
 * @context: the driver's own pointer, as banos_netdev_create() was given it
 *
 * Behind the member, which stays where it is for ever, it is larger than
 * declared here: the rest is the shim's.
 *
 * Since: 0.9.1
 */
struct banos_netdev {
	void *context;
};

/**
 * struct banos_netdev_queue - a queue of an interface
 * @netdev: whose it is
 * @index:  which: from 0 on
 *
 * To be read only. Lives as long as the interface. Larger than declared here,
 * as struct banos_netdev is.
 *
 * Since: 0.9.1
 */
struct banos_netdev_queue {
	struct banos_netdev *netdev;
	uint32_t             index;
	uint32_t             reserved;
};

/*
 * What an interface can do by itself; what it cannot, the kernel does before
 * it hands a packet to transmit(). Users see these and switch them off by
 * "ethtool -K". Since: 0.9.1
 */
enum banos_netdev_features {
	/* Packets of several pieces. Without it there is always one. */
	BANOS_NETDEV_SCATTER_GATHER = 0x1,

	/*
	 * Fills in a checksum where banos_packet_offload() says that it is
	 * missing: any protocol that the internet has.
	 */
	BANOS_NETDEV_TRANSMIT_CHECKSUM = 0x2,

	/* Says of what it receives whether checksums were right. */
	BANOS_NETDEV_RECEIVE_CHECKSUM = 0x4,

	/*
	 * Cuts a packet of up to 64 KiB of TCP, over IPv4 or IPv6, into
	 * segments. Needs the first two.
	 */
	BANOS_NETDEV_SEGMENT_TCP = 0x8,

	/*
	 * The packet never sees a wire: for interfaces that hand on what they
	 * are given to another one by banos_packet_forward(), large packets of
	 * any kind as they are. Needs all that stands above.
	 */
	BANOS_NETDEV_SEGMENT_ALL = 0x10,
};

/* Since: 0.9.1 */
enum banos_netdev_flags {
	/*
	 * Packets go straight to transmit(), from several threads if there
	 * are several queues, with no queueing discipline before it that would
	 * keep them: transmit() may not answer BANOS_TRANSMIT_BUSY, and
	 * banos_netdev_queue_stop() is of no use.
	 */
	BANOS_NETDEV_UNQUEUED = 1,
};

/**
 * struct banos_netdev_options - what a new interface looks like
 * @size:     sizeof(struct banos_netdev_options), as the driver was compiled
 * @name:     1 to 15 bytes, without '/', ':' and blanks; a "%u" in it becomes
 *            the lowest free number. NULL stands for "eth%u"
 * @queues:   1 to BANOS_NETDEV_MOST_QUEUES; 0 stands for 1
 * @features: of enum banos_netdev_features
 * @flags:    of enum banos_netdev_flags
 * @mtu:      bytes that a frame carries behind its header, at first; 0 stands
 *            for 1500
 * @smallest_mtu, @largest_mtu: what users may set it to; 0 stands for 68 and
 *            for @mtu. None is more than 65535
 * @counter_count: of @counters, at most 256
 * @counters: names of figures that the driver counts beside the common ones,
 *            for "ethtool -S": 1 to 31 bytes each; copied. See
 *            banos_netdev_count()
 * @address:  Ethernet address at first; all zero stands for a random one
 * @reserved: 0
 * @device:   what the interface is on, for sysfs and those who look there for
 *            the name to give it; it must be destroyed before the device is
 *            removed. When that goes to sleep with the machine, an interface
 *            that is up is stopped (by stop()) before suspend() of the device,
 *            and opened again after resume(). NULL: on nothing, as a tunnel
 *
 * Since: 0.9.1
 */
struct banos_netdev_options {
	uint64_t           size;
	const char        *name;
	uint32_t           queues;
	uint32_t           features;
	uint32_t           flags;
	uint32_t           mtu;
	uint32_t           smallest_mtu;
	uint32_t           largest_mtu;
	const char *const *counters;
	uint32_t           counter_count;
	uint8_t            address[BANOS_NETDEV_ADDRESS_SIZE];
	uint8_t            reserved[6];
	struct banos_device *device;
};

/* What transmit() is told. Expect bits that are not here. Since: 0.9.1 */
enum banos_transmit_flags {
	/*
	 * Another packet for this queue follows at once: the device need not
	 * be told before that one.
	 */
	BANOS_TRANSMIT_MORE = 1,
};

/* What transmit() answers. Since: 0.9.1 */
enum banos_transmit_answer {
	/* The driver has it, and is going to give it away. */
	BANOS_TRANSMIT_TAKEN = 0,

	/*
	 * There is no room: the packet stays the kernel's, which comes again
	 * when the queue is woken. The queue must be stopped already, or the
	 * kernel tries without end.
	 */
	BANOS_TRANSMIT_BUSY = 1,

	/* The driver has given it away already, but it was not sent. */
	BANOS_TRANSMIT_DROPPED = 2,
};

/* Which packets, besides those to its own address. Since: 0.9.1 */
enum banos_netdev_filter_flags {
	BANOS_NETDEV_PROMISCUOUS = 1,    /* all that pass by */
	BANOS_NETDEV_ALL_MULTICAST = 2,  /* all to several receivers */
};

/**
 * struct banos_netdev_filter - what an interface has to receive
 * @size:      sizeof(struct banos_netdev_filter), as the shim was compiled
 * @flags:     of enum banos_netdev_filter_flags
 * @count:     of @addresses
 * @addresses: multicast addresses, @count times BANOS_NETDEV_ADDRESS_SIZE
 *             bytes; only until the operation has returned
 *
 * The interface's own address and broadcasts are always wanted.
 *
 * Since: 0.9.1
 */
struct banos_netdev_filter {
	uint64_t       size;
	uint32_t       flags;
	uint32_t       count;
	const uint8_t *addresses;
};

/**
 * struct banos_netdev_operations - what the kernel asks of an interface
 * @size:        sizeof(struct banos_netdev_operations), as the driver was
 *               compiled
 * @open:        somebody brings the interface up: be ready for packets, and
 *               for banos_netdev_schedule(). 0 or a negative error, which they
 *               get. All queues are started afterwards. May sleep. NULL: fine
 * @stop:        it goes down; called once for each successful @open. No
 *               @transmit, @poll or @rearm runs any more or begins before the
 *               next @open. Packets that the driver still has are
 *               to be given away now, or by the time that the interface is
 *               destroyed. May sleep. NULL: nothing to do
 * @transmit:    a packet that has to go out. @flags is of enum
 *               banos_transmit_flags, the answer of enum banos_transmit_answer.
 *               One at a time for each queue. May not sleep. Not NULL
 * @poll:        banos_netdev_schedule() was called: take what has arrived, hand
 *               at most @budget packets to banos_netdev_receive(), give away
 *               packets that were sent. Answers how many were received: as
 *               many as @budget means that there may be more, and it is called
 *               again. @budget may be 0: give away what was sent, and receive
 *               nothing. One at a time for each queue, possibly while a
 *               @transmit of it runs. May not sleep. NULL: nothing is received
 *               from a device
 * @rearm:       the polling of a queue is over, because @poll answered less
 *               than @budget: have the device interrupt again; if something
 *               arrived meanwhile and no interrupt is going to say so,
 *               banos_netdev_schedule(). May not sleep. NULL: nothing to do
 * @set_address: users want the interface to have another Ethernet address;
 *               possibly while it is up. 0, or a negative error, and it stays
 *               as it was. May sleep. NULL: fine
 * @set_mtu:     users want another MTU, within the bounds; as @set_address
 * @set_filter:  what has to be received has changed; also called when the
 *               interface goes up, and only while it is. @filter lives until
 *               this returns. May not sleep. NULL: it receives all, or cannot
 *               choose
 *
 * @open, @stop, @set_address and @set_mtu come one at a time for all interfaces
 * together. They and @set_filter must not create, remove or destroy an
 * interface, and not wait for somebody who does. Those that may not sleep run
 * in soft interrupts or threads, on RT possibly with other threads between;
 * never in a hard interrupt.
 *
 * Since: 0.9.1
 */
struct banos_netdev_operations {
	uint64_t size;
	int32_t  (*open)(struct banos_netdev *netdev);
	void     (*stop)(struct banos_netdev *netdev);
	uint32_t (*transmit)(struct banos_netdev_queue *queue,
			     struct banos_packet *packet, uint32_t flags);
	uint32_t (*poll)(struct banos_netdev_queue *queue, uint32_t budget);
	void     (*rearm)(struct banos_netdev_queue *queue);
	int32_t  (*set_address)(struct banos_netdev *netdev,
				const uint8_t *address);
	int32_t  (*set_mtu)(struct banos_netdev *netdev, uint32_t mtu);
	void     (*set_filter)(struct banos_netdev *netdev,
			       const struct banos_netdev_filter *filter);
};

/**
 * banos_netdev_create - make an interface
 * @driver:     owner of the interface, which ends with it at the latest
 * @options:    copied; may live on the stack
 * @operations: copied
 * @context:    in the new struct banos_netdev; never looked at
 * @netdev:     out: the handle, owned by @driver; written before the interface
 *              is there, so that operations find it
 *
 * It is down, until a user brings it up, and its link is down, until the driver
 * calls banos_netdev_set_link(). Operations may run before this has returned.
 *
 * The interface lives in the network namespace of the first process (that of
 * the machine), from which users may move it.
 *
 * Context: may sleep; not from an operation of an interface.
 * Since:   0.9.1; for drivers with a GPL-compatible licence
 * Returns: 0, or
 *          -BANOS_EEXIST  there is an interface of that name
 *          -BANOS_EINVAL  @driver is none, a callback is not in its code, there
 *                         is no transmit(), or a name, number, flag, feature,
 *                         address or size is out of range
 *          -BANOS_E2BIG   a byte that this version does not know is not zero
 *          -BANOS_ENFILE  all numbers for "%u" are taken
 *          -BANOS_ENODEV  the driver is being uninstalled
 *          -BANOS_ENOMEM  out of memory
 */
BANOS_MUST_CHECK
int32_t banos_netdev_create(struct banos_driver *driver,
			    const struct banos_netdev_options *options,
			    const struct banos_netdev_operations *operations,
			    void *context, struct banos_netdev **netdev);

/**
 * banos_netdev_remove - take an interface from the users
 * @netdev: stays valid, but is nothing more than a handle
 *
 * If it is up, it goes down first: stop() is called. When this returns no
 * operation of it runs any more, or ever begins. Calls that name the interface
 * or its queues are allowed and without effect, so that others, such as the
 * other end of a wire, may use it until they have learnt that it is gone. Again
 * does no harm.
 *
 * Context: may sleep; not from an operation of an interface, and not while a
 *          lock is held that an operation of it takes.
 * Since:   0.9.1; GPL-compatible
 */
void banos_netdev_remove(struct banos_netdev *netdev);

/**
 * banos_netdev_destroy - end an interface
 * @netdev: not to be used by anybody from here on; may be NULL
 *
 * Removes it, if that was not done.
 *
 * Context: as banos_netdev_remove().
 * Since:   0.9.1; GPL-compatible
 */
void banos_netdev_destroy(struct banos_netdev *netdev);

/**
 * banos_netdev_queue - a queue of an interface
 *
 * Context: any.
 * Since:   0.9.1; GPL-compatible
 * Returns: the queue, or NULL: it has not so many
 */
struct banos_netdev_queue *banos_netdev_queue(struct banos_netdev *netdev,
					      uint32_t index);

/**
 * banos_netdev_name - what the interface is called now
 * @name: out: BANOS_NETDEV_NAME_SIZE bytes, ends with a 0
 *
 * Users may rename it, and if they do so just now, it may be a mixture.
 *
 * Context: any.
 * Since:   0.9.1; GPL-compatible
 */
void banos_netdev_name(const struct banos_netdev *netdev, char *name);

/**
 * banos_netdev_address - its Ethernet address now
 * @address: out: BANOS_NETDEV_ADDRESS_SIZE bytes
 *
 * Users may change it, and if they do so just now, it may be a mixture.
 *
 * Context: any.
 * Since:   0.9.1; GPL-compatible
 */
void banos_netdev_address(const struct banos_netdev *netdev, uint8_t *address);

/* Its MTU now, bytes. Context: any. Since: 0.9.1; GPL-compatible */
uint32_t banos_netdev_mtu(const struct banos_netdev *netdev);

/* Since: 0.9.1 */
enum banos_netdev_duplex {
	BANOS_NETDEV_DUPLEX_UNKNOWN = 0,
	BANOS_NETDEV_DUPLEX_HALF = 1,
	BANOS_NETDEV_DUPLEX_FULL = 2,
};

/**
 * struct banos_netdev_link - the state of the cable, so to speak
 * @size:       sizeof(struct banos_netdev_link), as the driver was compiled
 * @up:         1: there is somebody at the other end; 0: there is not
 * @duplex:     of enum banos_netdev_duplex
 * @speed_mbps: million bits a second, up to 2^31 - 1; 0: unknown
 * @reserved:   0
 *
 * Since: 0.9.1
 */
struct banos_netdev_link {
	uint64_t size;
	uint32_t up;
	uint32_t duplex;
	uint32_t speed_mbps;
	uint32_t reserved;
};

/**
 * banos_netdev_set_link - tell users of the link
 *
 * While it is down the kernel hands over no packets; those that wait are
 * dropped.
 *
 * Context: any but hard interrupts.
 * Since:   0.9.1; GPL-compatible
 * Returns: 0, -BANOS_EINVAL: a member is out of range, or -BANOS_E2BIG: a byte
 *          that this version does not know is not zero
 */
int32_t banos_netdev_set_link(struct banos_netdev *netdev,
			      const struct banos_netdev_link *link);

/*
 * What banos_netdev_count() counts, beside what the shim counts by itself:
 * packets and bytes that transmit() took and that were handed to
 * banos_netdev_receive(), and those that transmit() dropped. Since: 0.9.1
 */
enum banos_netdev_counter {
	BANOS_NETDEV_RECEIVE_ERRORS = 0,        /* all of them together */
	BANOS_NETDEV_RECEIVE_DROPPED = 1,       /* no memory for them */
	BANOS_NETDEV_RECEIVE_LENGTH_ERRORS = 2, /* too long, too short */
	BANOS_NETDEV_RECEIVE_CHECK_ERRORS = 3,  /* wrong FCS */
	BANOS_NETDEV_RECEIVE_MISSED = 4,        /* the device had no room */
	BANOS_NETDEV_TRANSMIT_ERRORS = 5,       /* all of them together */
	BANOS_NETDEV_TRANSMIT_DROPPED = 6,      /* taken, but never sent */
	BANOS_NETDEV_COLLISIONS = 7,
	BANOS_NETDEV_MULTICAST = 8,             /* received */

	/* From here on: those that banos_netdev_options.counters names. */
	BANOS_NETDEV_COUNTER_OWN = 1000,
};

/**
 * banos_netdev_count - count something
 * @counter: of enum banos_netdev_counter, or BANOS_NETDEV_COUNTER_OWN plus the
 *           place of the name in banos_netdev_options.counters; what is neither
 *           is not counted
 * @add:     how many more
 *
 * Users see it in "ip -s link" or "ethtool -S".
 *
 * Context: any.
 * Since:   0.9.1; GPL-compatible
 */
void banos_netdev_count(struct banos_netdev *netdev, uint32_t counter,
			uint64_t add);

/**
 * banos_netdev_schedule - have poll() called soon
 *
 * If it is running, it is called once more. While the interface is down,
 * nothing happens.
 *
 * Context: any, also hard interrupts.
 * Since:   0.9.1; GPL-compatible
 */
void banos_netdev_schedule(struct banos_netdev_queue *queue);

/**
 * banos_netdev_queue_stop - no transmit() of this queue until it is woken
 *
 * For a queue that has no room for another packet of the largest kind. Who
 * stops looks afterwards whether there is room by now, and then wakes it, lest
 * the one that made room has looked before:
 *
 *	banos_netdev_queue_stop(queue);
 *	if (has_room(ring))
 *		banos_netdev_queue_wake(queue);
 *
 * Between the two, and in banos_netdev_queue_wake(), there is a full memory
 * barrier.
 *
 * Context: transmit() of the queue, or whenever it is stopped.
 * Since:   0.9.1; GPL-compatible
 */
void banos_netdev_queue_stop(struct banos_netdev_queue *queue);

/**
 * banos_netdev_queue_wake - there is room again
 *
 * Context: any but hard interrupts. It costs little if the queue is not
 *          stopped.
 * Since:   0.9.1; GPL-compatible
 */
void banos_netdev_queue_wake(struct banos_netdev_queue *queue);

/* What a device says of a packet that it received. Since: 0.9.1 */
enum banos_receive_flags {
	/*
	 * It has checked the checksums of TCP, UDP and the like, and they were
	 * right. For interfaces with BANOS_NETDEV_RECEIVE_CHECKSUM; ignored
	 * while users have that switched off.
	 */
	BANOS_RECEIVE_CHECKSUM_GOOD = 1,
};

/**
 * banos_netdev_receive - hand a packet to the kernel
 * @queue:  that received it
 * @packet: the driver's; from banos_packet_allocate(), or forwarded to this
 *          interface. It is given away
 * @flags:  of enum banos_receive_flags; unknown ones are ignored
 *
 * A packet that is shorter than a header of Ethernet is counted as a length
 * error and dropped.
 *
 * Context: poll() of @queue, with a budget.
 * Since:   0.9.1; GPL-compatible
 */
void banos_netdev_receive(struct banos_netdev_queue *queue,
			  struct banos_packet *packet, uint32_t flags);

BANOS_END_DECLARATIONS

#endif
