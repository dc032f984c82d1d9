/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * Every class with a virtual destructor makes the compiler emit a function
 * that ends in operator delete, whether or not anybody deletes. So there is
 * one: it takes objects that were built, by placement new, in memory of
 * banos_memory_allocate(). A driver that defines operator delete itself has
 * its own; the forms with a size go on to the plain ones, as the C++ standard
 * has it.
 */
#include <banos/memory.h>

#define REPLACEABLE __attribute__((weak))

REPLACEABLE void delete_object(void *object) __asm__("_ZdlPv");
REPLACEABLE void delete_sized(void *object, size_t size) __asm__("_ZdlPvm");
REPLACEABLE void delete_aligned(void *object, size_t alignment)
	__asm__("_ZdlPvSt11align_val_t");
REPLACEABLE void delete_sized_aligned(void *object, size_t size,
				      size_t alignment)
	__asm__("_ZdlPvmSt11align_val_t");

void delete_object(void *object)
{
	banos_memory_free(object);
}

void delete_sized(void *object, size_t size)
{
	(void)size;
	delete_object(object);
}

void delete_aligned(void *object, size_t alignment)
{
	(void)alignment;
	banos_memory_free(object);
}

void delete_sized_aligned(void *object, size_t size, size_t alignment)
{
	(void)size;
	delete_aligned(object, alignment);
}
