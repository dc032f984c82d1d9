// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/*
 * banos.ko: a list of parts, lowest first, and its mirror.
 */
#include <linux/kernel.h>
#include <linux/module.h>
#include <banos/version.h>

#include "area.h"
#include "arena.h"
#include "control.h"
#include "digest.h"
#include "instance_types.h"
#include "names.h"
#include "oops.h"
#include "policy.h"
#include "read_buffer.h"
#include "symbol.h"
#include "sysfs.h"

static const struct area parts[] = {
	{ "names", names_init, names_exit },
	{ "arenas", arena_init, arena_exit },
	{ "policy", policy_init, policy_exit },
	{ "symbols", symbols_init, symbols_exit },
	{ "read buffers", NULL, read_buffer_exit },
	{ "image hashes", digest_init, digest_exit },
	{ "instances", NULL, instances_exit },
	{ "sysfs", sysfs_init, sysfs_exit },
	{ "areas", areas_init, areas_exit },
	{ "oops notifier", oops_init, oops_exit },
	{ "/dev/banos", control_init, control_exit },
};

static void exit_parts(size_t count)
{
	while (count--) {
		if (parts[count].exit)
			parts[count].exit();
	}
}

static int __init banos_init(void)
{
	int error = 0;
	size_t i;

	for (i = 0; !error && i < ARRAY_SIZE(parts); i++) {
		if (parts[i].init)
			error = parts[i].init();
	}
	if (error) {
		pr_err("banos: %s: error %d\n", parts[i - 1].name, -error);
		exit_parts(i - 1);
		return error;
	}
	pr_info("banos: version %u.%u.%u, arenas of %llu, %llu and %llu KiB\n",
		BANOS_VERSION_PARTS(BANOS_VERSION_CURRENT),
		arena_usage(IMAGE_TEXT).size >> 10,
		arena_usage(IMAGE_RODATA).size >> 10,
		arena_usage(IMAGE_DATA).size >> 10);
	return 0;
}

static void __exit banos_exit(void)
{
	exit_parts(ARRAY_SIZE(parts));
}

module_init(banos_init);
module_exit(banos_exit);

MODULE_DESCRIPTION("A stable binary interface for kernel drivers");
MODULE_AUTHOR("The banos developers");
MODULE_LICENSE("GPL");
MODULE_VERSION("0.9.1");
