/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 The banos developers */
#ifndef BANOS_COMPAT_SHA256_H
#define BANOS_COMPAT_SHA256_H

#include <linux/types.h>

#include "capabilities.h"

/* 5.11 split the header by algorithm. */
#if HAVE_CRYPTO_SHA2
#include <crypto/sha2.h>
#else
#include <crypto/sha.h>
#endif

/**
 * compat_sha256 - the SHA-256 of some bytes
 *
 * The size that sha256() takes was an unsigned int, and is a size_t in 7.2; the
 * smaller one serves both.
 */
static inline void compat_sha256(const void *data, unsigned int size,
				 u8 digest[SHA256_DIGEST_SIZE])
{
	sha256(data, size, digest);
}

#endif
