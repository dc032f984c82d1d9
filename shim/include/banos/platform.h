/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * Platform devices: those that are just there, and that the firmware or the
 * kernel names. All else about a device is in <banos/device_driver.h>.
 *
 *	BANOS_PLATFORM_MATCHES(fw_cfg_matches) = {
 *		BANOS_PLATFORM_MATCH_ACPI("QEMU0002", 0),
 *	};
 */
#ifndef BANOS_PLATFORM_H
#define BANOS_PLATFORM_H

#include <banos/device_driver.h>
#include <banos/types.h>

BANOS_BEGIN_DECLARATIONS

/* Of a name in a match, with the NUL at its end. Since: 0.9.1 */
#define BANOS_PLATFORM_NAME_SIZE 24

/**
 * struct banos_platform_match - a device, or all of one kind
 * @size: sizeof(struct banos_platform_match): of this match, bytes
 * @bus:  BANOS_BUS_PLATFORM: @name is what the kernel calls it, at most 19
 *        bytes; BANOS_BUS_ACPI: what the firmware does, at most 8 bytes
 * @name: 1 or more of [A-Za-z0-9_.-], a NUL, then zeroes
 * @data: what probe() is told
 *
 * Since: 0.9.1
 */
struct banos_platform_match {
	uint32_t size;
	uint32_t bus;
	char     name[BANOS_PLATFORM_NAME_SIZE];
	uint64_t data;
};

/* A table of matches: BANOS_PLATFORM_MATCHES(name) = { ... }; Since: 0.9.1 */
#define BANOS_PLATFORM_MATCHES(name)                                          \
	static const struct banos_platform_match name[] BANOS_MATCHES

/* An element of it: a device by its name in the kernel. Since: 0.9.1 */
#define BANOS_PLATFORM_MATCH(name, data)                                      \
	{ sizeof(struct banos_platform_match), BANOS_BUS_PLATFORM, name, data }

/* An element of it: a device by its ACPI identifier. Since: 0.9.1 */
#define BANOS_PLATFORM_MATCH_ACPI(id, data)                                   \
	{ sizeof(struct banos_platform_match), BANOS_BUS_ACPI, id, data }

BANOS_END_DECLARATIONS

#endif
