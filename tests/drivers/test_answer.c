/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/* Its init() and its uninit() return what the parameters say. */
#include <banos/driver.h>
#include <banos/print.h>

static int32_t answer;
static int32_t uninit_answer;

static const struct banos_parameter parameters[] = {
	BANOS_PARAMETER(answer, BANOS_PARAMETER_INT32, "of init()"),
	BANOS_PARAMETER(uninit_answer, BANOS_PARAMETER_INT32, "of uninit()"),
};

static int init(struct banos_driver *driver)
{
	banos_print(driver, BANOS_PRINT_INFO, "init runs");
	return answer;
}

static int uninit(struct banos_driver *driver)
{
	banos_print(driver, BANOS_PRINT_INFO, "uninit runs");
	return uninit_answer;
}

BANOS_DRIVER(test_answer, .license = "GPL", .init = init, .uninit = uninit,
	     BANOS_PARAMETERS(parameters));
