/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/* Counting bits, for which compilers call functions on the oldest x86-64. */
#include <stdint.h>

int __popcountdi2(uint64_t value);
int __paritydi2(uint64_t value);
int __clrsbdi2(int64_t value);

int __popcountdi2(uint64_t value)
{
	value -= value >> 1 & 0x5555555555555555u;
	value = (value & 0x3333333333333333u) +
		(value >> 2 & 0x3333333333333333u);
	value = (value + (value >> 4)) & 0x0f0f0f0f0f0f0f0fu;
	return (int)(value * 0x0101010101010101u >> 56);
}

int __paritydi2(uint64_t value)
{
	return __popcountdi2(value) & 1;
}

/* How many bits below the sign bit equal it? */
int __clrsbdi2(int64_t value)
{
	uint64_t differing = (uint64_t)(value < 0 ? ~value : value);

	return differing ? __builtin_clzll(differing) - 1 : 63;
}
