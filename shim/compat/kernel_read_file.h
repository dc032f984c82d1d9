/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 The banos developers */
#ifndef BANOS_COMPAT_KERNEL_READ_FILE_H
#define BANOS_COMPAT_KERNEL_READ_FILE_H

#include <linux/fs.h>
#include <linux/kernel_read_file.h>

/**
 * compat_kernel_read_file - read a whole file, past the security modules
 * @buffer:  in: where to, or NULL: it is allocated with vmalloc(); out: where
 * @maximum: bytes that may be read; a larger file is -EFBIG. At most INT_MAX
 *
 * Until 5.17 the answer was an int; with this @maximum, both types carry it.
 * Returns: bytes read, or a negative error.
 */
static inline ssize_t compat_kernel_read_file(struct file *file, void **buffer,
					      size_t maximum,
					      enum kernel_read_file_id id)
{
	if (maximum > INT_MAX)
		return -EFBIG;
	return kernel_read_file(file, 0, buffer, maximum, NULL, id);
}

#endif
