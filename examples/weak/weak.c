/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * Weak imports: what this kernel's banos, or another driver, offers is used;
 * what nobody offers is NULL, and the driver does without.
 */
#include <banos/driver.h>
#include <banos/print.h>
#include <banos/random.h>

/* Declared again, weakly: a younger ABI than the oldest one to run on has it. */
BANOS_WEAK uint32_t banos_random_u32(void);

/* Of a driver that may be installed, or not. */
BANOS_WEAK int64_t banos_x_provider_add(int64_t left, int64_t right);

/* Nobody ever offers this. */
BANOS_WEAK void banos_x_nobody_function(void);
BANOS_WEAK extern int32_t banos_x_nobody_variable;

/* A table takes weak addresses as well. */
static void (*const optional[])(void) = { banos_x_nobody_function };

static int weak_init(struct banos_driver *driver)
{
	if (!banos_random_u32 || banos_x_nobody_function ||
	    &banos_x_nobody_variable || optional[0])
		return -BANOS_EINVAL;
	banos_print(driver, BANOS_PRINT_INFO, "a random number: %u",
		    banos_random_u32());
	if (banos_x_provider_add)
		banos_print(driver, BANOS_PRINT_INFO, "provider: 2 + 3 = %lld",
			    (long long)banos_x_provider_add(2, 3));
	else
		banos_print(driver, BANOS_PRINT_INFO, "provider: not there");
	return 0;
}

BANOS_DRIVER(weak, .version = BANOS_VERSION(1, 0, 0),
	     .license = "Dual MIT/GPL", .init = weak_init,
	     .description = "uses what is there and does without the rest");
