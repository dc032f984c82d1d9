/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/* Offers a name of the shim's: whoever asks for it gets the shim's all the same. */
#include <banos/driver.h>

static uint64_t own_strlen(const char *string)
{
	(void)string;
	return 4711;
}

__attribute__((used, section(".banos-export"), aligned(8)))
static struct banos_export export_of_strlen = {
	"banos_strlen", (void *)own_strlen
};

static int init(struct banos_driver *driver)
{
	(void)driver;
	return 0;
}

BANOS_DRIVER(test_shim_name, .license = "GPL", .init = init);
