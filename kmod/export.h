/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (C) 2026 The banos developers */
/*
 * How a file of the shim offers a function to drivers, right below its
 * definition, as EXPORT_SYMBOL() does for the kernel's modules:
 *
 *	SHIM_EXPORT(banos_time_real, BANOS_VERSION(0, 9, 0));
 *
 * Each line makes two entries in banos.ko: a struct banos_export in section
 * .banos-export, the same form that a driver's exports have, and beside it,
 * in .banos-export-info, what the wire form has no room for. Being named in a
 * const table also keeps objtool from sealing the function's ENDBR.
 */
#ifndef BANOS_KMOD_EXPORT_H
#define BANOS_KMOD_EXPORT_H

#include <linux/compiler.h>
#include <linux/types.h>
#include <banos/driver.h>

/**
 * struct shim_export - one export of the shim
 * @symbol:   name and address; the address is NULL if it is unsupported here
 * @reason:   why it is unsupported on this kernel, or NULL
 * @since:    the ABI version that introduced it
 * @gpl_only: images of other licences may not bind to it; never changes
 */
struct shim_export {
	const struct banos_export *symbol;
	const char *reason;
	u32 since;
	u32 gpl_only;
};

#define SHIM_EXPORT_ENTRY(function, target, version, gpl, why)                \
	static const struct banos_export __export_##function __used           \
	__section(".banos-export") __aligned(8) = { #function, target };      \
	static const struct shim_export __export_info_##function __used       \
	__section(".banos-export-info") __aligned(8) = {                      \
		.symbol = &__export_##function, .reason = why,                \
		.since = version, .gpl_only = gpl,                            \
	}

/* Every kernel's path to it needs EXPORT_SYMBOL symbols only. */
#define SHIM_EXPORT(function, version)                                        \
	SHIM_EXPORT_ENTRY(function, (void *)&function, version, 0, NULL)

/* Some supported kernel's path to it needs an EXPORT_SYMBOL_GPL symbol. */
#define SHIM_EXPORT_GPL(function, version)                                    \
	SHIM_EXPORT_ENTRY(function, (void *)&function, version, 1, NULL)

/* It exists in the ABI and cannot work on this kernel. */
#define SHIM_UNSUPPORTED(function, version, gpl, why)                         \
	SHIM_EXPORT_ENTRY(function, NULL, version, gpl, why)

/**
 * struct shim_struct - a struct of the ABI that may grow
 * @name: of the struct
 * @size: that this shim knows, bytes
 */
struct shim_struct {
	const char *name;
	u64 size;
};

#define SHIM_STRUCT(type)                                                     \
	static const struct shim_struct __struct_info_##type __used           \
	__section(".banos-struct-info") __aligned(8) = {                      \
		#type, sizeof(struct type)                                    \
	}

/* The tables that these lines make; see export_begin.c and export_end.c. */
extern const struct shim_export shim_exports_begin[], shim_exports_end[];
extern const struct shim_struct shim_structs_begin[], shim_structs_end[];

#endif
