/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
#include "division.h"

static uint128 magnitude(int128 value)
{
	return value < 0 ? -(uint128)value : (uint128)value;
}

/* C truncates towards zero: the remainder has the dividend's sign. */
int128 __divmodti4(int128 dividend, int128 divisor, int128 *remainder)
{
	uint128 rest;
	uint128 quotient =
		__udivmodti4(magnitude(dividend), magnitude(divisor), &rest);

	if (remainder)
		*remainder = (int128)(dividend < 0 ? -rest : rest);
	return (int128)((dividend < 0) != (divisor < 0) ? -quotient : quotient);
}

int128 __divti3(int128 dividend, int128 divisor)
{
	return __divmodti4(dividend, divisor, 0);
}

int128 __modti3(int128 dividend, int128 divisor)
{
	int128 remainder;

	__divmodti4(dividend, divisor, &remainder);
	return remainder;
}
