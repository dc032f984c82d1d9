/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * The parts of test_block:
 *
 *	test_block.c   cases that need no program
 *	block_disk.c   a disk that a program has made, and what it does
 *	block_other.c  a disk of somebody else's
 */
#ifndef TESTS_DRIVERS_SHIM_BLOCK_DISK_H
#define TESTS_DRIVERS_SHIM_BLOCK_DISK_H

#include <banos/block.h>
#include <banos/chrdev.h>

/* Of the disk, and of a plain one. */
extern const struct banos_disk_operations block_disk_operations;
extern const struct banos_disk_options block_disk_plain;

/* The commands of test_block.h. */
int64_t block_disk_ioctl(struct banos_file *file, uint32_t command,
			 uint64_t argument);

/* A request that the disk has is done. */
void block_disk_end(struct banos_block_request *request, int32_t error);

/* Does the disk hand on what it gets? And does so. */
bool block_other_forwards(void);
int32_t block_other_forward(struct banos_block_request *request);

/* Those from BLOCK_OPEN on. */
int64_t block_other_ioctl(uint32_t command, uint64_t argument);

#endif
