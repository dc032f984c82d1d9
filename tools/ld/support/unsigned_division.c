/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
#include "division.h"

/* The quotient must fit in 64 bits: high < divisor. */
static uint64_t divide_narrow(uint64_t high, uint64_t low, uint64_t divisor,
			      uint64_t *remainder)
{
	uint64_t quotient;

	__asm__("divq %4"
		: "=a"(quotient), "=d"(*remainder)
		: "0"(low), "1"(high), "r"(divisor)
		: "cc");
	return quotient;
}

static uint128 divide_by_64(uint128 dividend, uint64_t divisor,
			    uint128 *remainder)
{
	uint64_t high = (uint64_t)(dividend >> 64);
	uint64_t rest = high % divisor;
	uint64_t low = divide_narrow(rest, (uint64_t)dividend, divisor, &rest);

	*remainder = rest;
	return (uint128)(high / divisor) << 64 | low;
}

/*
 * A divisor of more than 64 bits. Its upper 64 significant bits give an
 * estimate that is right or one too large, made never too large by taking one
 * off; then one comparison puts it right. (Warren, Hacker's Delight, 9-5.)
 */
static uint128 divide_by_128(uint128 dividend, uint128 divisor,
			     uint128 *remainder)
{
	int shift = __builtin_clzll((uint64_t)(divisor >> 64));
	uint64_t upper = (uint64_t)((divisor << shift) >> 64);
	uint128 half = dividend >> 1;
	uint64_t ignored;
	uint128 estimate = divide_narrow((uint64_t)(half >> 64), (uint64_t)half,
					 upper, &ignored);
	uint128 quotient = (estimate << shift) >> 63;
	uint128 rest;

	if (quotient)
		quotient--;
	rest = dividend - quotient * divisor;
	if (rest >= divisor) {
		quotient++;
		rest -= divisor;
	}
	*remainder = rest;
	return quotient;
}

uint128 __udivmodti4(uint128 dividend, uint128 divisor, uint128 *remainder)
{
	uint128 rest;
	uint128 quotient;

	if (divisor >> 64)
		quotient = divide_by_128(dividend, divisor, &rest);
	else
		quotient = divide_by_64(dividend, (uint64_t)divisor, &rest);
	if (remainder)
		*remainder = rest;
	return quotient;
}

uint128 __udivti3(uint128 dividend, uint128 divisor)
{
	return __udivmodti4(dividend, divisor, 0);
}

uint128 __umodti3(uint128 dividend, uint128 divisor)
{
	uint128 remainder;

	__udivmodti4(dividend, divisor, &remainder);
	return remainder;
}
