// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/*
 * Random numbers: see <banos/random.h>.
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/random.h>

#include <banos/random.h>

#include "abi.h"
#include "export.h"

/* What the oldest kernels take as a size is an int. */
#define CHUNK ((u64)1 << 20)

void banos_random_bytes(void *memory, u64 size)
{
	u64 part;

	for (; size; size -= part, memory += part) {
		part = min(size, CHUNK);
		get_random_bytes(memory, part);
	}
}
SHIM_EXPORT(banos_random_bytes, BANOS_VERSION(0, 9, 0));

u32 banos_random_u32(void)
{
	return get_random_u32();
}
SHIM_EXPORT(banos_random_u32, BANOS_VERSION(0, 9, 0));

u64 banos_random_u64(void)
{
	return get_random_u64();
}
SHIM_EXPORT(banos_random_u64, BANOS_VERSION(0, 9, 0));

/*
 * Lemire's method: the high half of a product of 128 bits is the number; a
 * low half below 2^64 mod bound is what would make some numbers likelier.
 */
u64 banos_random_below(u64 bound)
{
	unsigned __int128 product;
	u64 threshold;

	if (!bound)
		return 0;
	product = (unsigned __int128)get_random_u64() * bound;
	if ((u64)product < bound) {
		threshold = (0 - bound) % bound;
		while ((u64)product < threshold)
			product = (unsigned __int128)get_random_u64() * bound;
	}
	return product >> 64;
}
SHIM_EXPORT(banos_random_below, BANOS_VERSION(0, 9, 0));

bool banos_random_ready(void)
{
	return rng_is_initialized();
}
SHIM_EXPORT(banos_random_ready, BANOS_VERSION(0, 9, 0));

s32 banos_random_wait(void)
{
	return abi_error_from_kernel(wait_for_random_bytes());
}
SHIM_EXPORT(banos_random_wait, BANOS_VERSION(0, 9, 0));
