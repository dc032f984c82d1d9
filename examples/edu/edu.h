/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * What programs can do with /dev/edu0 and its like, a node for each "edu", a
 * device of QEMU for teaching (qemu-system-x86_64 -device edu):
 *
 *	read(2), write(2)  its memory of EDU_MEMORY bytes, which it moves by
 *	                   itself (DMA)
 *	ioctl(2)           EDU_FACTORIAL: *argument, a uint32_t, becomes its
 *	                   factorial; 32 bits of it
 */
#ifndef EDU_H
#define EDU_H

#define EDU_MEMORY 2048

#define EDU_FACTORIAL 0x4501

#endif
