/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * What makes an ELF object a driver image: exactly one struct banos_driver in
 * section .banos-driver, and, if it offers symbols to other drivers, an array
 * of struct banos_export in section .banos-export.
 *
 *	static int hello_init(struct banos_driver *driver) { ... return 0; }
 *	static int hello_uninit(struct banos_driver *driver) { ... return 0; }
 *
 *	BANOS_DRIVER(hello, .version = BANOS_VERSION(1, 0, 0),
 *		     .license = "GPL", .init = hello_init,
 *		     .uninit = hello_uninit);
 *
 * The layout of both structs is fixed for ever: little endian, LP64. Later
 * revisions append members to struct banos_driver; driver_size tells which
 * are there, and members that are not there count as zero.
 */
#ifndef BANOS_DRIVER_H
#define BANOS_DRIVER_H

#include <banos/error.h>
#include <banos/parameter.h>
#include <banos/types.h>
#include <banos/version.h>

/**
 * struct banos_driver - a driver image's description of itself
 * @driver_size:           sizeof(struct banos_driver), as it was compiled:
 *                         56 (revision 0) or more
 * @minimal_banos_version: the oldest ABI that the image can run on; a shim
 *                         that is older refuses it
 * @reserved:              0
 * @name:                  1 to 63 of [A-Za-z0-9_-]
 * @license:               as MODULE_LICENSE() has it: "GPL", "GPL v2",
 *                         "GPL and additional rights", "Dual BSD/GPL",
 *                         "Dual MIT/GPL", "Dual MPL/GPL"; anything else, and
 *                         NULL, counts as proprietary
 * @version:               the driver's own version word
 * @reserved2:             0
 * @init:                  brings the driver up. 0, or a negative error: then
 *                         the install fails, everything that the driver
 *                         created is released, and uninit() is not called.
 *                         A positive answer counts as -BANOS_EINVAL
 * @uninit:                takes it down; everything that it forgets is
 *                         released after it, and reported. Its answer is
 *                         logged if it is not 0, and stops nothing. NULL: the
 *                         driver has nothing to do
 * @description:           one line for people, or NULL      (since 0.9)
 * @author:                who to write to, or NULL          (since 0.9)
 * @parameters:            array of parameters, or NULL      (since 0.9)
 * @parameter_size:        sizeof(struct banos_parameter), as it was compiled
 * @parameter_count:       elements of @parameters
 *
 * Both callbacks may sleep; they run in the process that installs or
 * uninstalls. All strings must lie in the image. banos copies everything here
 * before init() runs: what is written into it later changes nothing. The
 * address of the struct is what identifies the driver to every function that
 * takes a struct banos_driver *; any other pointer gets -BANOS_EINVAL.
 */
struct banos_driver {
	uint64_t    driver_size;
	uint32_t    minimal_banos_version;
	uint32_t    reserved;
	const char *name;
	const char *license;
	uint32_t    version;
	uint32_t    reserved2;
	int       (*init)(struct banos_driver *driver);
	int       (*uninit)(struct banos_driver *driver);
	/* Revision 0 ends here, at 56 bytes. */
	const char *description;
	const char *author;
	const struct banos_parameter *parameters;
	uint64_t    parameter_size;
	uint64_t    parameter_count;
};

/* The least driver_size that there is, bytes. */
#define BANOS_DRIVER_SIZE_REVISION_0 56

/**
 * struct banos_export - a symbol that an image offers to other drivers
 * @name:    the symbol's name; drivers use banos_x_<driver>_<symbol>
 * @address: of a function or of data, inside the image
 *
 * An image's exports become visible once its init() has succeeded. An image
 * that binds to one of them holds a reference on this one: it cannot be
 * uninstalled before the other.
 */
struct banos_export {
	const char *name;
	void       *address;
};

/* Defines the image's one struct banos_driver. */
#define BANOS_DRIVER(driver_name, ...)                                        \
	__attribute__((used, section(".banos-driver"), aligned(8)))           \
	struct banos_driver banos_driver_##driver_name = {                    \
		.driver_size = sizeof(struct banos_driver),                   \
		.minimal_banos_version = BANOS_VERSION_CURRENT,               \
		.name = #driver_name,                                         \
		__VA_ARGS__                                                   \
	}

/* Offers a function or variable of this image to other drivers. */
#define BANOS_EXPORT(symbol)                                                  \
	__attribute__((used, section(".banos-export"), aligned(8)))           \
	static struct banos_export banos_export_##symbol = {                  \
		#symbol, (void *)&(symbol)                                    \
	}

#endif
