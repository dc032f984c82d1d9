/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * A driver for the original system, revision 0 of the ABI: no header but the
 * compiler's own, its own copy of the 56-byte struct, two functions to call.
 * Compiled with plain options and linked by "ld -r", without banos-ld. Such
 * images install and run unchanged, for ever.
 */
#include <stdint.h>

#ifndef ORIGINAL_NAME
#define ORIGINAL_NAME original
#endif
#define TEXT_OF(token) #token
#define TEXT(token) TEXT_OF(token)
#define JOIN_OF(left, right) left##right
#define JOIN(left, right) JOIN_OF(left, right)

struct banos_driver {
	uint64_t driver_size;
	uint32_t minimal_banos_version;
	const char *name;
	const char *license;
	uint32_t version;
	int (*init)(struct banos_driver *driver);
	int (*uninit)(struct banos_driver *driver);
};

struct banos_export {
	const char *name;
	void *address;
};

_Static_assert(sizeof(struct banos_driver) == 56, "revision 0 is fixed");
_Static_assert(sizeof(struct banos_export) == 16, "revision 0 is fixed");

void banos_dprintln(const char *text);
void *banos_lookup_symbol(const char *name);

static int sum;

static int original_add(int amount)
{
	return sum += amount;
}

static int original_init(struct banos_driver *driver)
{
	void (*print)(const char *text) =
		(void (*)(const char *))banos_lookup_symbol("banos_dprintln");

	if (!print || banos_lookup_symbol("nobody_offers_this"))
		return -2;
	if (driver->driver_size != sizeof(*driver) || original_add(42) != 42)
		return -22;
	banos_dprintln(TEXT(ORIGINAL_NAME) ": init");
	print("print looked up by name");
	return 0;
}

static int original_uninit(struct banos_driver *driver)
{
	(void)driver;
	banos_dprintln(TEXT(ORIGINAL_NAME) ": uninit");
	return 0;
}

__attribute__((used, section(".banos-driver"), aligned(8)))
struct banos_driver JOIN(banos_driver_, ORIGINAL_NAME) = {
	.driver_size = sizeof(struct banos_driver),
	.name = TEXT(ORIGINAL_NAME),
	.license = "GPL",
	.version = 1u << 24,
	.init = original_init,
	.uninit = original_uninit,
};

__attribute__((used, section(".banos-export"), aligned(8)))
static struct banos_export export_add = {
	TEXT(JOIN(ORIGINAL_NAME, _add)), (void *)original_add
};
