/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/* Division of 128-bit integers, for which compilers call functions. */
#ifndef BANOS_LD_DIVISION_H
#define BANOS_LD_DIVISION_H

#include <stdint.h>

__extension__ typedef __int128 int128;
__extension__ typedef unsigned __int128 uint128;

/* What both answer is undefined for a divisor of 0: the processor traps. */
uint128 __udivmodti4(uint128 dividend, uint128 divisor, uint128 *remainder);
int128 __divmodti4(int128 dividend, int128 divisor, int128 *remainder);
uint128 __udivti3(uint128 dividend, uint128 divisor);
uint128 __umodti3(uint128 dividend, uint128 divisor);
int128 __divti3(int128 dividend, int128 divisor);
int128 __modti3(int128 dividend, int128 divisor);

#endif
