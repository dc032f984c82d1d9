/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * The types that every banos header is written in, and nothing else.
 *
 * A driver is compiled for LP64, little endian, two's complement: int is 32
 * bits, long and pointers are 64. Whatever crosses into the kernel uses the
 * fixed-width names.
 */
#ifndef BANOS_TYPES_H
#define BANOS_TYPES_H

/*
 * The shim's own sources come with the kernel's definitions of these names;
 * everybody else takes the compiler's freestanding headers.
 */
#ifndef __KERNEL__
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#endif

/* Around declarations, so that C++ takes them for C. */
#ifdef __cplusplus
#define BANOS_BEGIN_DECLARATIONS extern "C" {
#define BANOS_END_DECLARATIONS }
#else
#define BANOS_BEGIN_DECLARATIONS
#define BANOS_END_DECLARATIONS
#endif

/* The compiler warns when the answer of a call marked so is dropped. */
#define BANOS_MUST_CHECK __attribute__((warn_unused_result))

/* The arguments are checked as those of printf(3); positions count from 1. */
#define BANOS_PRINTF(text, first) __attribute__((format(printf, text, first)))

/*
 * A weak import: if no shim and no driver offers the name, its address is
 * NULL and the image installs all the same. Without it an image that names
 * something that is not there is refused.
 */
#define BANOS_WEAK __attribute__((weak))

struct banos_driver;

#endif
