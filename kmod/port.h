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
#include <linux/sched.h>
#include <linux/stddef.h>
#include <linux/string.h>
#include <linux/types.h>

#define PORT_PRINTF(text, first) __printf(text, first)

#define PRIu64 "llu"
#define PRIx64 "llx"

static inline void *port_allocate(size_t size)
{
	return kvzalloc(size, GFP_KERNEL);
}

static inline void port_free(void *memory)
{
	kvfree(memory);
}

/* For loops that an image can make long: lets others have the processor. */
static inline void port_reschedule(void)
{
	cond_resched();
}

#else

#include <elf.h>
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PORT_PRINTF(text, first) __attribute__((format(printf, text, first)))

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Zeroed, or NULL. Tests make it fail, and count what is not freed, by
 * defining PORT_ALLOCATE and PORT_FREE as functions of theirs.
 */
#ifdef PORT_ALLOCATE
void *PORT_ALLOCATE(size_t size);
void PORT_FREE(void *memory);
#define port_allocate(size) PORT_ALLOCATE(size)
#define port_free(memory) PORT_FREE(memory)
#else
static inline void *port_allocate(size_t size)
{
	return calloc(1, size);
}

static inline void port_free(void *memory)
{
	free(memory);
}
#endif

static inline void port_reschedule(void)
{
}

#ifdef __cplusplus
}
#endif

#endif

/* What some versions of the kernel's or the C library's elf.h lack. */
#ifndef ELFOSABI_GNU
#define ELFOSABI_GNU 3
#endif
#ifndef SHN_XINDEX
#define SHN_XINDEX 0xffff
#endif
#ifndef SHT_INIT_ARRAY
#define SHT_INIT_ARRAY 14
#endif
#ifndef SHT_FINI_ARRAY
#define SHT_FINI_ARRAY 15
#endif
#ifndef SHT_PREINIT_ARRAY
#define SHT_PREINIT_ARRAY 16
#endif
#ifndef SHT_SYMTAB_SHNDX
#define SHT_SYMTAB_SHNDX 18
#endif
#ifndef SHT_RELR
#define SHT_RELR 19
#endif
#ifndef SHT_CREL
#define SHT_CREL 0x40000014
#endif
#ifndef SHF_GROUP
#define SHF_GROUP 0x200
#endif
#ifndef SHF_TLS
#define SHF_TLS 0x400
#endif
#ifndef SHF_COMPRESSED
#define SHF_COMPRESSED 0x800
#endif
#ifndef STB_GNU_UNIQUE
#define STB_GNU_UNIQUE 10
#endif
#ifndef STT_GNU_IFUNC
#define STT_GNU_IFUNC 10
#endif
#ifndef NT_GNU_PROPERTY_TYPE_0
#define NT_GNU_PROPERTY_TYPE_0 5
#endif

#endif
