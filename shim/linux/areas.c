// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/*
 * All areas of the shim that need a start, lowest first; see area.h.
 */
#include <linux/kernel.h>
#include <linux/printk.h>

#include "areas.h"

static const struct area *const areas[] = {
	&guard_area,
	&memory_area,
	&print_area,
	&chrdev_area,
	&block_area,
	&filesystem_area,
};

static void exit_downwards(size_t count)
{
	while (count--) {
		if (areas[count]->exit)
			areas[count]->exit();
	}
}

int areas_init(void)
{
	size_t i;
	int error;

	for (i = 0; i < ARRAY_SIZE(areas); i++) {
		error = areas[i]->init ? areas[i]->init() : 0;
		if (error) {
			pr_err("banos: area %s does not start: error %d\n",
			       areas[i]->name, error);
			exit_downwards(i);
			return error;
		}
	}
	return 0;
}

void areas_exit(void)
{
	exit_downwards(ARRAY_SIZE(areas));
}
