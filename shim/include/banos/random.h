/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * Random numbers that nobody can predict: good for keys, and fast enough for
 * everything else. Early after boot the kernel may not have gathered enough
 * secrets yet; what it gives out before is predictable in principle.
 */
#ifndef BANOS_RANDOM_H
#define BANOS_RANDOM_H

#include <banos/types.h>

BANOS_BEGIN_DECLARATIONS

/**
 * banos_random_bytes - fill memory with random bytes
 * @memory: the driver's own
 * @size:   in bytes
 *
 * Context: any, but not with a banos_raw_spinlock held.
 * Since:   0.9
 */
void banos_random_bytes(void *memory, uint64_t size);

/**
 * banos_random_u32 - a random number of 32 bits
 *
 * Context: any, but not with a banos_raw_spinlock held.
 * Since:   0.9
 */
uint32_t banos_random_u32(void);

/**
 * banos_random_u64 - a random number of 64 bits
 *
 * Context: any, but not with a banos_raw_spinlock held.
 * Since:   0.9
 */
uint64_t banos_random_u64(void);

/**
 * banos_random_below - a random number from a range, all equally likely
 * @bound: greater than 0
 *
 * Context: any, but not with a banos_raw_spinlock held.
 * Since:   0.9
 * Returns: 0 to @bound - 1; 0 if @bound is 0
 */
uint64_t banos_random_below(uint64_t bound);

/**
 * banos_random_ready - can nobody predict what comes?
 *
 * Context: any.
 * Since:   0.9
 */
bool banos_random_ready(void);

/**
 * banos_random_wait - sleep until banos_random_ready()
 *
 * Context: may sleep.
 * Since:   0.9
 * Returns: 0, or -BANOS_EINTR: a signal came
 */
BANOS_MUST_CHECK
int32_t banos_random_wait(void);

BANOS_END_DECLARATIONS

#endif
