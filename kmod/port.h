/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * The little that the pure files (log, image, relocation) need from their
 * surroundings: the kernel in banos.ko, the C library in tools and tests.
 */
#ifndef BANOS_KMOD_PORT_H
#define BANOS_KMOD_PORT_H

#ifdef __KERNEL__

#include <linux/elf.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/limits.h>
#include <linux/mm.h>
#include <linux/string.h>
#include <linux/types.h>

#define PORT_PRINTF(format, first) __printf(format, first)

static inline void *port_allocate(size_t size)
{
	return kvzalloc(size, GFP_KERNEL);
}

static inline void port_free(void *memory)
{
	kvfree(memory);
}

#else

#include <elf.h>
#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PORT_PRINTF(format, first) __attribute__((format(printf, format, first)))

/* Zeroed, or NULL. Tests make it fail by defining PORT_ALLOCATE. */
#ifdef PORT_ALLOCATE
void *PORT_ALLOCATE(size_t size);
#define port_allocate(size) PORT_ALLOCATE(size)
#else
static inline void *port_allocate(size_t size)
{
	return calloc(1, size);
}
#endif

static inline void port_free(void *memory)
{
	free(memory);
}

#endif
#endif
