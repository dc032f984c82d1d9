/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * A driver that offers functions and data to other drivers.
 */
#include "provider.h"

#include <banos/driver.h>
#include <banos/print.h>

static uint64_t calls;

int64_t banos_x_provider_add(int64_t left, int64_t right)
{
	__atomic_fetch_add(&calls, 1, __ATOMIC_RELAXED);
	return (int64_t)((uint64_t)left + (uint64_t)right);
}
BANOS_EXPORT(banos_x_provider_add);

uint64_t banos_x_provider_calls(void)
{
	return __atomic_load_n(&calls, __ATOMIC_RELAXED);
}
BANOS_EXPORT(banos_x_provider_calls);

const char banos_x_provider_greeting[] = "greetings from provider";
BANOS_EXPORT(banos_x_provider_greeting);

static int provider_init(struct banos_driver *driver)
{
	banos_print(driver, BANOS_PRINT_INFO, "ready");
	return 0;
}

static int provider_uninit(struct banos_driver *driver)
{
	banos_print(driver, BANOS_PRINT_INFO, "%llu sums",
		    (unsigned long long)banos_x_provider_calls());
	return 0;
}

BANOS_DRIVER(provider, .version = BANOS_VERSION(1, 0, 0),
	     .license = "Dual MIT/GPL", .init = provider_init,
	     .uninit = provider_uninit,
	     .description = "offers functions to other drivers");
