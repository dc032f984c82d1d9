/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * A driver that needs 10,000 relocations and does nothing with them: what
 * remains of an install is the time that applying them takes. The table is
 * generated; native/native_relocations.c is made of the same.
 */
#include <banos/driver.h>

#include "relocations_table.h"

static int relocations_init(struct banos_driver *driver)
{
	uint64_t last = sizeof(table) / sizeof(table[0]) - 1;

	(void)driver;
	return table[last] == &cells[last] ? 0 : -BANOS_EINVAL;
}

BANOS_DRIVER(relocations, .version = BANOS_VERSION(1, 0, 0),
	     .license = "Dual MIT/GPL", .init = relocations_init,
	     .description = "takes 10,000 relocations");
