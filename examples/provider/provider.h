/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * What the driver provider offers to other drivers. A driver that calls it can
 * be installed only while provider is, and provider can't be uninstalled
 * before it.
 */
#ifndef EXAMPLES_PROVIDER_H
#define EXAMPLES_PROVIDER_H

#include <banos/types.h>

BANOS_BEGIN_DECLARATIONS

/* The sum, modulo 2 to the 64th. Context: any. */
int64_t banos_x_provider_add(int64_t left, int64_t right);

/* How many sums were asked for since provider was installed. Context: any. */
uint64_t banos_x_provider_calls(void);

/* A text that ends in NUL; data can be exported as well as functions. */
extern const char banos_x_provider_greeting[];

BANOS_END_DECLARATIONS

#endif
