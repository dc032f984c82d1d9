/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * Memory and strings, as the C library has them; the names with banos_ in
 * front mean what the standard says of those without.
 *
 * Compilers emit calls of memcpy, memmove, memset and memcmp by themselves.
 * banos-ld binds those to the functions here, so that both spellings work.
 *
 * All of them work in any context, and none of them on the memory of programs:
 * that is what <banos/user.h> is for.
 */
#ifndef BANOS_STRING_H
#define BANOS_STRING_H

#include <banos/types.h>

BANOS_BEGIN_DECLARATIONS

/**
 * banos_memcpy - copy bytes between places that do not overlap
 * Since:   0.9
 * Returns: @to
 */
void *banos_memcpy(void *to, const void *from, size_t size);

/**
 * banos_memmove - copy bytes between places that may overlap
 * Since:   0.9
 * Returns: @to
 */
void *banos_memmove(void *to, const void *from, size_t size);

/**
 * banos_memset - fill bytes with one value
 * @value: its lowest eight bits
 *
 * Since:   0.9
 * Returns: @memory
 */
void *banos_memset(void *memory, int value, size_t size);

/**
 * banos_memcmp - compare bytes, as unsigned numbers
 *
 * Not for secrets: the time it takes tells where they differ.
 *
 * Since:   0.9
 * Returns: less than, equal to or greater than 0, as @left is to @right
 */
int banos_memcmp(const void *left, const void *right, size_t size);

/**
 * banos_memchr - find the first byte of a value
 * Since:   0.9
 * Returns: where it is, or NULL
 */
void *banos_memchr(const void *memory, int value, size_t size);

/**
 * banos_memzero - clear bytes, and never be optimised away
 *
 * For keys and other secrets, before their memory is given back.
 *
 * Since:   0.9
 */
void banos_memzero(void *memory, size_t size);

/**
 * banos_strlen - the length of a string in bytes, without its NUL
 * Since:   0.9
 */
size_t banos_strlen(const char *string);

/**
 * banos_strnlen - the same, looking at no more than @size bytes
 * Since:   0.9
 * Returns: the length, or @size if there is no NUL among them
 */
size_t banos_strnlen(const char *string, size_t size);

/**
 * banos_strcmp - compare two strings, as unsigned bytes
 * Since:   0.9
 * Returns: less than, equal to or greater than 0, as @left is to @right
 */
int banos_strcmp(const char *left, const char *right);

/**
 * banos_strncmp - the same, looking at no more than @size bytes of each
 * Since:   0.9
 */
int banos_strncmp(const char *left, const char *right, size_t size);

/**
 * banos_strchr - find the first byte of a value; its NUL counts
 * Since:   0.9
 * Returns: where it is, or NULL
 */
char *banos_strchr(const char *string, int value);

/**
 * banos_strrchr - find the last byte of a value; its NUL counts
 * Since:   0.9
 * Returns: where it is, or NULL
 */
char *banos_strrchr(const char *string, int value);

/**
 * banos_strstr - find the first occurrence of a string in another
 * Since:   0.9
 * Returns: where it begins; @string if @wanted is empty; or NULL
 */
char *banos_strstr(const char *string, const char *wanted);

/**
 * banos_strscpy - copy a string as far as there is room
 * @to:   always ended by a NUL unless @size is 0; must not overlap @from
 * @from: ends in NUL
 * @size: of @to, in bytes
 *
 * What strcpy() and strncpy() should have been.
 *
 * Since:   0.9
 * Returns: the length of what was copied, without the NUL, or
 *          -BANOS_E2BIG  it did not fit and was cut
 */
int64_t banos_strscpy(char *to, const char *from, size_t size);

/**
 * banos_string_duplicate - get memory with a copy of a string
 * @driver: whom the memory belongs to; see banos_memory_allocate()
 * @string: ends in NUL
 * @flags:  enum banos_memory_flags
 *
 * Context: as banos_memory_allocate().
 * Since:   0.9
 * Returns: the copy, to be given to banos_memory_free(); or NULL: there is not
 *          enough memory, or an argument is out of range
 */
BANOS_MUST_CHECK
char *banos_string_duplicate(struct banos_driver *driver, const char *string,
			     uint32_t flags);

/**
 * banos_parse_u64 - read a number from text
 * @text:  the number and nothing else: no blanks; one '\n' at the end, as
 *         files in sysfs have it, and a '+' at the beginning may be there
 * @base:  2 to 16; or 0: "0x" at the beginning means 16, "0" means 8,
 *         anything else 10
 * @value: out; unchanged if this fails
 *
 * Since:   0.9
 * Returns: 0, or
 *          -BANOS_EINVAL  not a number, or @base is out of range
 *          -BANOS_ERANGE  the number does not fit @value
 */
BANOS_MUST_CHECK
int32_t banos_parse_u64(const char *text, uint32_t base, uint64_t *value);

/**
 * banos_parse_i64 - read a number that may be negative from text
 *
 * As banos_parse_u64(), and there may be a '-' at the beginning.
 *
 * Since:   0.9
 */
BANOS_MUST_CHECK
int32_t banos_parse_i64(const char *text, uint32_t base, int64_t *value);

BANOS_END_DECLARATIONS

#endif
