/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * Its init() goes on only when somebody writes 0 to the parameter "hold": time
 * to look at an instance that is being installed.
 */
#include <banos/driver.h>
#include <banos/time.h>

static uint32_t hold = 1;
static int32_t answer;

static const struct banos_parameter parameters[] = {
	{
		.name = "hold",
		.type = BANOS_PARAMETER_UINT32,
		.flags = BANOS_PARAMETER_WRITABLE,
		.value = &hold,
	},
	BANOS_PARAMETER(answer, BANOS_PARAMETER_INT32, "of init()"),
};

int32_t banos_x_test_hold_number(void)
{
	return 4711;
}
BANOS_EXPORT(banos_x_test_hold_number);

static int init(struct banos_driver *driver)
{
	int32_t error = 0;

	while (!error && __atomic_load_n(&hold, __ATOMIC_RELAXED))
		error = banos_sleep_interruptible(driver, 1000000);
	return error ? error : answer;
}

BANOS_DRIVER(test_hold, .license = "GPL", .init = init,
	     BANOS_PARAMETERS(parameters));
