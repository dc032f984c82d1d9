/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * Intel's 8254x, as its manual for software developers has it: the registers
 * and bits that the driver uses, and the descriptors in memory.
 */
#ifndef EXAMPLES_E1000_REGISTERS_H
#define EXAMPLES_E1000_REGISTERS_H

#include <stdint.h>

enum e1000_register {
	CTRL = 0x0000,   /* device control */
	STATUS = 0x0008, /* device status */
	ICR = 0x00c0,    /* interrupt causes: reading clears them */
	IMS = 0x00d0,    /* interrupts that are let through */
	IMC = 0x00d8,    /* ... that are not */
	RCTL = 0x0100,   /* receive control */
	TCTL = 0x0400,   /* transmit control */
	TIPG = 0x0410,   /* gap between packets */
	RDBAL = 0x2800,  /* receive descriptors: base, length, head, tail */
	RDBAH = 0x2804,
	RDLEN = 0x2808,
	RDH = 0x2810,
	RDT = 0x2818,
	TDBAL = 0x3800,  /* transmit descriptors: the same */
	TDBAH = 0x3804,
	TDLEN = 0x3808,
	TDH = 0x3810,
	TDT = 0x3818,
	RXCSUM = 0x5000, /* receive checksum control */
	RAL0 = 0x5400,   /* receive address, low and high */
	RAH0 = 0x5404,
};

enum e1000_bits {
	CTRL_ASDE = 1u << 5, /* finds out the speed */
	CTRL_SLU = 1u << 6,  /* link up */
	CTRL_RST = 1u << 26,

	STATUS_FULL_DUPLEX = 1u << 0,
	STATUS_LINK_UP = 1u << 1,
	STATUS_SPEED_SHIFT = 6,
	STATUS_SPEED_MASK = 3,

	CAUSE_TRANSMITTED = 1u << 0,
	CAUSE_LINK = 1u << 2,
	CAUSE_FEW_DESCRIPTORS = 1u << 4,
	CAUSE_OVERRUN = 1u << 6,
	CAUSE_RECEIVED = 1u << 7,
	CAUSES = CAUSE_TRANSMITTED | CAUSE_LINK | CAUSE_FEW_DESCRIPTORS |
		 CAUSE_OVERRUN | CAUSE_RECEIVED,

	RCTL_ENABLE = 1u << 1,
	RCTL_PROMISCUOUS = 1u << 3,
	RCTL_ALL_MULTICAST = 1u << 4,
	RCTL_BROADCAST = 1u << 15,
	RCTL_STRIP_FCS = 1u << 26,

	TCTL_ENABLE = 1u << 1,
	TCTL_PAD = 1u << 3,
	TCTL_COLLISIONS = 0x0fu << 4 | 0x40u << 12,

	TIPG_COPPER = 10 | 8u << 10 | 6u << 20,

	RXCSUM_TCP = 1u << 9,

	RAH_VALID = 1u << 31,
};

struct receive_descriptor {
	uint64_t address;
	uint16_t length;
	uint16_t checksum;
	uint8_t  status;
	uint8_t  errors;
	uint16_t special;
};

enum receive_status {
	RECEIVED = 1u << 0,
	RECEIVED_END = 1u << 1,      /* of the packet */
	RECEIVED_UNCHECKED = 1u << 2,
	RECEIVED_CHECKED_TCP = 1u << 5,
};

enum receive_errors {
	RECEIVE_ERROR_TCP = 1u << 5,
	RECEIVE_ERROR_IP = 1u << 6,
	/* The packet is damaged: FCS, symbol, sequence, carrier, data. */
	RECEIVE_ERROR_FRAME = 0x97,
};

/* Of data. */
struct transmit_descriptor {
	uint64_t address;
	uint32_t command; /* enum transmit_command; the lower 20 bits: bytes */
	uint8_t  status;
	uint8_t  options;
	uint16_t special;
};

/* Of where a checksum has to go, for the descriptors that follow. */
struct checksum_descriptor {
	uint8_t  ip_start;
	uint8_t  ip_offset;
	uint16_t ip_end;
	uint8_t  start;
	uint8_t  offset;
	uint16_t end; /* 0: that of the packet */
	uint32_t command;
	uint32_t unused;
};

enum transmit_command {
	TRANSMIT_DATA = 1u << 20,
	TRANSMIT_END = 1u << 24, /* of the packet */
	TRANSMIT_FCS = 1u << 25,
	TRANSMIT_REPORT = 1u << 27,
	TRANSMIT_EXTENDED = 1u << 29,
};

enum transmit_status {
	TRANSMITTED = 1u << 0,
};

enum transmit_options {
	TRANSMIT_CHECKSUM = 1u << 1,
};

#endif
