/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 The banos developers */
#ifndef BANOS_COMPAT_UIO_H
#define BANOS_COMPAT_UIO_H

#include <linux/kernel.h>
#include <linux/uio.h>

/**
 * compat_iov_iter_zero - write zeroes to a program's memory
 *
 * Until some time before 6.1 clear_user() of x86 zeroes words of eight bytes,
 * and where the memory ends stops before the word that is there in part only.
 * No declaration tells which one a kernel has, so the bytes of that word are
 * always offered once more; where the memory really ended, none is taken.
 * Returns: bytes zeroed, up to the last one that is there.
 */
static inline size_t compat_iov_iter_zero(size_t size, struct iov_iter *to)
{
	static const u8 word[8];
	size_t zeroed = iov_iter_zero(size, to);

	if (zeroed < size)
		zeroed += copy_to_iter(word, min(size - zeroed, sizeof(word)),
				       to);
	return zeroed;
}

#endif
