// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/* 5.11: <crypto/sha.h> was split by algorithm; SHA-2 is in <crypto/sha2.h>. */
#include <crypto/sha2.h>

int probe(void);
int probe(void)
{
	return SHA256_DIGEST_SIZE;
}
