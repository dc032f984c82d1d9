// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/*
 * Tables of matches, as drivers hand them in. See device.h.
 *
 * Images of later versions may have longer matches: what is behind the members
 * that are known here has to be zero.
 */
#include <linux/errno.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>

#include <banos/pci.h>
#include <banos/platform.h>

#include "device.h"

#define TABLE_LARGEST 65536

/* What all matches begin with. */
struct match_header {
	u32 size;
	u32 bus;
};

/* As long as is known here, or 0: no such bus. */
static u32 known_size(u32 bus)
{
	switch (bus) {
	case BANOS_BUS_PCI:
		return sizeof(struct banos_pci_match);
	case BANOS_BUS_PLATFORM:
	case BANOS_BUS_ACPI:
		return sizeof(struct banos_platform_match);
	}
	return 0;
}

static bool same_bus(u32 left, u32 right)
{
	if (left == BANOS_BUS_ACPI)
		left = BANOS_BUS_PLATFORM;
	if (right == BANOS_BUS_ACPI)
		right = BANOS_BUS_PLATFORM;
	return left == right;
}

static int check_match(const struct match_header *match, u32 room, u32 bus)
{
	u32 known = known_size(match->bus);

	if (match->size < sizeof(*match) || match->size % 8 ||
	    match->size > room || !same_bus(match->bus, bus))
		return -EINVAL;
	if (!known)
		return -EOPNOTSUPP;
	if (match->size < known)
		return -EINVAL;
	if (memchr_inv((const char *)match + known, 0, match->size - known))
		return -E2BIG;
	return 0;
}

static int check_table(struct device_matches *matches, u32 *bus)
{
	const struct match_header *match;
	u32 offset = 0;
	int error;

	while (offset < matches->size) {
		match = matches->entries + offset;
		if (matches->size - offset < sizeof(*match))
			return -EINVAL;
		if (!*bus)
			*bus = match->bus;
		error = check_match(match, matches->size - offset, *bus);
		if (error)
			return error;
		offset += match->size;
		matches->count++;
	}
	return 0;
}

int device_matches_copy(struct device_matches *matches, u32 *bus,
			const struct banos_device_driver_options *options)
{
	int error;

	memset(matches, 0, sizeof(*matches));
	if (options->matches_size > TABLE_LARGEST)
		return -E2BIG;
	if (!options->matches && options->matches_size)
		return -EINVAL;
	if (!options->matches_size)
		return *bus ? 0 : -EINVAL;
	matches->size = options->matches_size;
	matches->entries = kvmalloc(matches->size, GFP_KERNEL);
	if (!matches->entries)
		return -ENOMEM;
	memcpy(matches->entries, options->matches, matches->size);
	error = check_table(matches, bus);
	if (error)
		device_matches_free(matches);
	return error;
}

void device_matches_free(struct device_matches *matches)
{
	kvfree(matches->entries);
	matches->entries = NULL;
}
