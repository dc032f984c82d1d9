// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/*
 * Memory and strings: see <banos/string.h>.
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include <banos/memory.h>
#include <banos/string.h>

#include "export.h"

void *banos_memcpy(void *to, const void *from, size_t size)
{
	return memcpy(to, from, size);
}
SHIM_EXPORT(banos_memcpy, BANOS_VERSION(0, 9, 0));

void *banos_memmove(void *to, const void *from, size_t size)
{
	return memmove(to, from, size);
}
SHIM_EXPORT(banos_memmove, BANOS_VERSION(0, 9, 0));

void *banos_memset(void *memory, int value, size_t size)
{
	return memset(memory, value, size);
}
SHIM_EXPORT(banos_memset, BANOS_VERSION(0, 9, 0));

int banos_memcmp(const void *left, const void *right, size_t size)
{
	return memcmp(left, right, size);
}
SHIM_EXPORT(banos_memcmp, BANOS_VERSION(0, 9, 0));

void *banos_memchr(const void *memory, int value, size_t size)
{
	return memchr(memory, value, size);
}
SHIM_EXPORT(banos_memchr, BANOS_VERSION(0, 9, 0));

void banos_memzero(void *memory, size_t size)
{
	memzero_explicit(memory, size);
}
SHIM_EXPORT(banos_memzero, BANOS_VERSION(0, 9, 0));

size_t banos_strlen(const char *string)
{
	return strlen(string);
}
SHIM_EXPORT(banos_strlen, BANOS_VERSION(0, 9, 0));

size_t banos_strnlen(const char *string, size_t size)
{
	return strnlen(string, size);
}
SHIM_EXPORT(banos_strnlen, BANOS_VERSION(0, 9, 0));

int banos_strcmp(const char *left, const char *right)
{
	return strcmp(left, right);
}
SHIM_EXPORT(banos_strcmp, BANOS_VERSION(0, 9, 0));

int banos_strncmp(const char *left, const char *right, size_t size)
{
	return strncmp(left, right, size);
}
SHIM_EXPORT(banos_strncmp, BANOS_VERSION(0, 9, 0));

char *banos_strchr(const char *string, int value)
{
	return strchr(string, value);
}
SHIM_EXPORT(banos_strchr, BANOS_VERSION(0, 9, 0));

char *banos_strrchr(const char *string, int value)
{
	return strrchr(string, value);
}
SHIM_EXPORT(banos_strrchr, BANOS_VERSION(0, 9, 0));

char *banos_strstr(const char *string, const char *wanted)
{
	return strstr(string, wanted);
}
SHIM_EXPORT(banos_strstr, BANOS_VERSION(0, 9, 0));

/* Not the kernel's strscpy(): that refuses sizes beyond INT_MAX, with a WARN. */
s64 banos_strscpy(char *to, const char *from, size_t size)
{
	size_t length;

	if (!size)
		return -E2BIG;
	length = strnlen(from, size);
	if (length < size) {
		memcpy(to, from, length + 1);
		return length;
	}
	memcpy(to, from, size - 1);
	to[size - 1] = '\0';
	return -E2BIG;
}
SHIM_EXPORT(banos_strscpy, BANOS_VERSION(0, 9, 0));

char *banos_string_duplicate(struct banos_driver *driver, const char *string,
			     u32 flags)
{
	if (!string)
		return NULL;
	return banos_memory_duplicate(driver, string, strlen(string) + 1,
				      flags);
}
SHIM_EXPORT(banos_string_duplicate, BANOS_VERSION(0, 9, 0));

static bool is_base(u32 base)
{
	return !base || (base >= 2 && base <= 16);
}

s32 banos_parse_u64(const char *text, u32 base, u64 *value)
{
	unsigned long long parsed;
	int error;

	if (!text || !value || !is_base(base))
		return -EINVAL;
	error = kstrtoull(text, base, &parsed);
	if (!error)
		*value = parsed;
	return error;
}
SHIM_EXPORT(banos_parse_u64, BANOS_VERSION(0, 9, 0));

s32 banos_parse_i64(const char *text, u32 base, s64 *value)
{
	long long parsed;
	int error;

	if (!text || !value || !is_base(base))
		return -EINVAL;
	error = kstrtoll(text, base, &parsed);
	if (!error)
		*value = parsed;
	return error;
}
SHIM_EXPORT(banos_parse_i64, BANOS_VERSION(0, 9, 0));
