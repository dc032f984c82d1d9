// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/*
 * Messages of drivers for the kernel log: see <banos/print.h>.
 *
 * The kernel's own formatting is used for the frame only. What stands in it is
 * formatted here, so that a format means the same on every kernel, and then
 * split into lines, because a line must not look like another driver's.
 */
#include <linux/errno.h>
#include <linux/hash.h>
#include <linux/kernel.h>
#include <linux/printk.h>
#include <linux/ratelimit.h>
#include <linux/rcupdate.h>
#include <linux/string.h>

#include <banos/print.h>

#include "areas.h"
#include "export.h"
#include "format.h"
#include "instance.h"
#include "shim.h"

/* Less than a record of the kernel's log holds, on every kernel. */
#define TEXT_MAX 900
/* Formatted text lives on the stack, in whatever context. */
#define FORMATTED_MAX 500
/* And so do lines with bytes that are written as \xNN. */
#define ESCAPED_MAX 500
#define ESCAPE_LENGTH 4

#define LIMIT_BITS 8

/* By hash of the format's address: nothing to be made when a message comes. */
static struct ratelimit_state limits[1 << LIMIT_BITS];

static bool is_plain_byte(char byte)
{
	return (byte >= ' ' && byte <= '~') || byte == '\t';
}

static bool is_plain(const char *text, size_t length)
{
	for (; length; length--, text++) {
		if (!is_plain_byte(*text))
			return false;
	}
	return true;
}

static __printf(1, 2)
void write_log(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vprintk(format, arguments);
	va_end(arguments);
}

/*
 * Plain text; @more: its end was cut off. The kernel's levels are those of
 * <banos/print.h>, as a digit behind KERN_SOH.
 */
static void print_plain(u32 level, const char *name, const char *text,
			size_t length, bool more)
{
	write_log(KERN_SOH "%cbanos %s: %.*s%s\n", '0' + level, name,
		  (int)length, text, more ? "..." : "");
}

/* Returns: how many bytes of @to it took. */
static size_t escape(char *to, char byte)
{
	static const char digits[] = "0123456789abcdef";

	if (is_plain_byte(byte)) {
		*to = byte;
		return 1;
	}
	*to++ = '\\';
	*to++ = 'x';
	*to++ = digits[(u8)byte >> 4];
	*to++ = digits[byte & 15];
	return ESCAPE_LENGTH;
}

/*
 * The kernel's %pE takes Latin-1 for printable, and has no limit: a record
 * that is too large loses its end, and then nobody sees it before the next.
 */
static noinline void print_escaped(u32 level, const char *name,
				   const char *text, size_t length, bool more)
{
	char escaped[ESCAPED_MAX];
	size_t used = 0;

	for (; length && used <= sizeof(escaped) - ESCAPE_LENGTH; length--)
		used += escape(escaped + used, *text++);
	print_plain(level, name, escaped, used, more || length);
}

/* One line of the log. */
static void print_line(u32 level, const char *name, const char *text,
		       size_t length, bool more)
{
	if (likely(is_plain(text, length)))
		print_plain(level, name, text, length, more);
	else
		print_escaped(level, name, text, length, more);
}

static void print_text(u32 level, const char *name, const char *text)
{
	size_t left = strnlen(text, TEXT_MAX + 1);
	bool more = left > TEXT_MAX;
	const char *end;
	size_t length;

	left -= more;
	if (!more && left && text[left - 1] == '\n')
		left--;
	for (;;) {
		end = memchr(text, '\n', left);
		length = end ? end - text : left;
		print_line(level, name, text, length, more && length == left);
		if (length == left)
			return;
		text += length + 1;
		left -= length + 1;
	}
}

/* The cut is marked by the buffer's end: three dots, as print_text() does. */
static __printf(3, 0)
void print_arguments(u32 level, const struct instance *instance,
		     const char *format, va_list arguments)
{
	char text[FORMATTED_MAX + 1];
	size_t length;

	length = format_arguments(text, sizeof(text), format, arguments);
	if (length >= sizeof(text))
		strscpy(text + sizeof(text) - sizeof("..."), "...",
			sizeof("..."));
	print_text(level, instance_name(instance), text);
}

void print_line_for(const char *text, struct instance *instance)
{
	if (text)
		print_text(BANOS_PRINT_INFO,
			   instance ? instance_name(instance) : "?", text);
}

/*
 * The loader gives each image a stub that calls print_line_for() instead. Here
 * comes who looked the name up at run time.
 */
void banos_dprintln(const char *text)
{
	rcu_read_lock();
	print_line_for(text, instance_at(_RET_IP_));
	rcu_read_unlock();
}
SHIM_EXPORT(banos_dprintln, 0);

/* The instance to print for, or NULL: an argument is wrong. */
static struct instance *speaker(const struct banos_driver *driver, u32 level,
				const char *text)
{
	return level <= BANOS_PRINT_DEBUG && text ? instance_of(driver) : NULL;
}

s32 banos_print(struct banos_driver *driver, u32 level, const char *format, ...)
{
	struct instance *instance = speaker(driver, level, format);
	va_list arguments;

	if (!instance)
		return -EINVAL;
	va_start(arguments, format);
	print_arguments(level, instance, format, arguments);
	va_end(arguments);
	return 0;
}
SHIM_EXPORT(banos_print, BANOS_VERSION(0, 9, 0));

/* Says itself how many messages were left out. */
static bool within_limit(const struct instance *instance, const char *format)
{
	char name[80];

	snprintf(name, sizeof(name), "banos %s", instance_name(instance));
	return ___ratelimit(&limits[hash_ptr(format, LIMIT_BITS)], name);
}

s32 banos_print_limited(struct banos_driver *driver, u32 level,
			const char *format, ...)
{
	struct instance *instance = speaker(driver, level, format);
	va_list arguments;

	if (!instance)
		return -EINVAL;
	if (!within_limit(instance, format))
		return 0;
	va_start(arguments, format);
	print_arguments(level, instance, format, arguments);
	va_end(arguments);
	return 1;
}
SHIM_EXPORT(banos_print_limited, BANOS_VERSION(0, 9, 0));

s32 banos_print_text(struct banos_driver *driver, u32 level, const char *text)
{
	struct instance *instance = speaker(driver, level, text);

	if (!instance)
		return -EINVAL;
	print_text(level, instance_name(instance), text);
	return 0;
}
SHIM_EXPORT(banos_print_text, BANOS_VERSION(0, 9, 0));

u64 banos_format(char *buffer, u64 size, const char *format, ...)
{
	va_list arguments;
	size_t length;

	va_start(arguments, format);
	length = format_arguments(buffer, size, format, arguments);
	va_end(arguments);
	return length;
}
SHIM_EXPORT(banos_format, BANOS_VERSION(0, 9, 0));

static int print_init(void)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(limits); i++)
		ratelimit_default_init(&limits[i]);
	return 0;
}

const struct area print_area = { .name = "print", .init = print_init };
