/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 The banos developers */
/*
 * What a driver's struct banos_user_buffer is inside: the character devices
 * make one on their stack for each read() and write(), user.c moves the bytes.
 */
#ifndef BANOS_SHIM_USER_H
#define BANOS_SHIM_USER_H

#include <linux/types.h>
#include <linux/uio.h>

/**
 * struct banos_user_buffer - the memory of the program in a read or a write
 * @iter: the kernel's; moves forward as bytes are copied
 * @read: the program reads: bytes go out to it; otherwise they come in
 *
 * Lives for one call of the driver.
 */
struct banos_user_buffer {
	struct iov_iter *iter;
	bool read;
};

#endif
