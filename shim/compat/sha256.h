/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 The banos developers */
#ifndef BANOS_COMPAT_SHA256_H
#define BANOS_COMPAT_SHA256_H

/* 5.11 split <crypto/sha.h> by algorithm; the one-shot function stayed. */
#if __has_include(<crypto/sha2.h>)
#include <crypto/sha2.h>
#else
#include <crypto/sha.h>
#endif

/* The length was an unsigned int once, and is a size_t now; images are far below either limit. */
static inline void compat_sha256(const void *data, unsigned int size,
				 u8 digest[SHA256_DIGEST_SIZE])
{
	sha256(data, size, digest);
}

#endif
