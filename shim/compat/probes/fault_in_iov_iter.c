// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/* 5.16: fault_in_iov_iter_readable() and fault_in_iov_iter_writeable(). */
#include <linux/uio.h>

size_t probe(const struct iov_iter *from, const struct iov_iter *to);
size_t probe(const struct iov_iter *from, const struct iov_iter *to)
{
	return fault_in_iov_iter_readable(from, 1) +
	       fault_in_iov_iter_writeable(to, 1);
}
