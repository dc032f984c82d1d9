/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * /dev/ring0 and its brothers, for programs: a buffer in the kernel. What is
 * written into it comes out of it in the same order, once, whoever reads.
 *
 *	read   waits while the ring is empty; takes what is there, up to what
 *	       was asked for
 *	write  waits while the ring is full; puts in what fits
 *	       (with O_NONBLOCK both answer EAGAIN instead of waiting)
 *	poll   POLLIN: not empty; POLLOUT: not full
 *	mmap   the ring's memory itself, shared, from offset 0
 *	ioctl  below
 */
#ifndef EXAMPLES_RING_H
#define EXAMPLES_RING_H

/* The same as _IO('R', number). The argument is an address, or 0. */
enum ring_command {
	RING_SIZE = 0x5200,       /* unsigned long long: bytes that fit in */
	RING_RESET = 0x5201,      /* 0: empties the ring and its statistics */
	RING_STATISTICS = 0x5202, /* struct ring_statistics */
};

struct ring_statistics {
	unsigned long long used;        /* bytes in the ring now */
	unsigned long long written;     /* bytes since the last reset */
	unsigned long long read;        /* bytes since the last reset */
	unsigned long long read_waits;  /* times that a reader had to wait */
	unsigned long long write_waits; /* times that a writer had to wait */
};

#endif
