/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * Messages for the kernel log, and formatting.
 *
 * Every line of the log begins with "banos <name>: ", where <name> is the
 * driver's. A message is text of at most 900 bytes; the rest is cut off, and
 * "..." says so. Each '\n' inside it begins a new line of the log, with the
 * same beginning; one at its end is not needed and does no harm. Whatever is
 * not printable ASCII, a space or a tab is written as \xNN, so that no message
 * can imitate another one or command a terminal.
 *
 * Formats are those of C, made by banos itself so that they mean the same on
 * every kernel:
 *
 *	%[flags][width][.precision][length]conversion
 *
 *	flags       any of  - + 0 # and space
 *	width       a number, or * for an argument of type int
 *	precision   the same
 *	length      hh h l ll z j
 *	conversion  d i  signed decimal     u  unsigned decimal
 *	            x X  hexadecimal        o  octal
 *	            c    one byte           s  a string; NULL prints "(null)"
 *	            p    a pointer, hashed as the kernel does: the same pointer
 *	                 looks the same until the next boot, and its value stays
 *	                 secret
 *	            %    a percent sign
 *
 * There is no floating point and no %n. From the first conversion that is not
 * in this list on, the rest of the format is printed as it stands and no
 * further argument is looked at.
 */
#ifndef BANOS_PRINT_H
#define BANOS_PRINT_H

#include <banos/types.h>

BANOS_BEGIN_DECLARATIONS

/* How much a message matters: the severities of syslog(3), same numbers. */
enum banos_print_level {
	BANOS_PRINT_EMERGENCY = 0, /* the system cannot be used */
	BANOS_PRINT_ALERT = 1,     /* somebody has to act at once */
	BANOS_PRINT_CRITICAL = 2,  /* hardware or software fails seriously */
	BANOS_PRINT_ERROR = 3,     /* something failed */
	BANOS_PRINT_WARNING = 4,   /* something may be about to fail */
	BANOS_PRINT_NOTICE = 5,    /* normal, and worth to be noticed */
	BANOS_PRINT_INFO = 6,      /* what goes on */
	BANOS_PRINT_DEBUG = 7,     /* for the driver's author */
};

/**
 * banos_dprintln - write a line to the kernel log
 * @text: ends in NUL; NULL writes nothing
 *
 * At level BANOS_PRINT_INFO. banos knows which driver calls.
 *
 * Context: any, also hard interrupts and with a banos_raw_spinlock held.
 * Since:   revision 0
 */
void banos_dprintln(const char *text);

/**
 * banos_print - write a formatted message to the kernel log
 * @driver: whose name the line begins with
 * @level:  enum banos_print_level
 * @format: see above; longer than 500 bytes, formatted, is cut
 *
 *	banos_print(driver, BANOS_PRINT_WARNING, "queue %u is full", queue->id);
 *
 * Context: any, also hard interrupts and with a banos_raw_spinlock held.
 * Since:   0.9
 * Returns: 0, or -BANOS_EINVAL: @driver is not a driver, @level is none, or
 *          @format is NULL
 */
int32_t banos_print(struct banos_driver *driver, uint32_t level,
		    const char *format, ...) BANOS_PRINTF(3, 4);

/**
 * banos_print_limited - banos_print() for what may happen often
 * @driver: whose name the line begins with
 * @level:  enum banos_print_level
 * @format: as for banos_print(); its address tells call sites apart
 *
 * Each call site may write ten messages in five seconds; what is too much is
 * left out, and the log says how many there were. Once in a while two call
 * sites share these ten messages.
 *
 * Context: any, also hard interrupts and with a banos_raw_spinlock held.
 * Since:   0.9
 * Returns: 1 if it was written, 0 if it was left out, or
 *          -BANOS_EINVAL  as for banos_print()
 */
int32_t banos_print_limited(struct banos_driver *driver, uint32_t level,
			    const char *format, ...) BANOS_PRINTF(3, 4);

/**
 * banos_print_text - write a message that is ready to the kernel log
 * @driver: whose name the line begins with
 * @level:  enum banos_print_level
 * @text:   ends in NUL; nothing in it is a format
 *
 * For text that is not the driver's own, and for languages whose compilers do
 * not call functions with a variable number of arguments.
 *
 * Context: any, also hard interrupts and with a banos_raw_spinlock held.
 * Since:   0.9
 * Returns: 0, or -BANOS_EINVAL: @driver is not a driver, @level is none, or
 *          @text is NULL
 */
int32_t banos_print_text(struct banos_driver *driver, uint32_t level,
			 const char *text);

/**
 * banos_format - write formatted text to memory, as snprintf(3) does
 * @buffer: at most @size bytes are written to it; always ended by a NUL unless
 *          @size is 0. May be NULL if @size is 0
 * @size:   of @buffer, in bytes
 * @format: see above
 *
 * Context: any.
 * Since:   0.9
 * Returns: the length of the whole text in bytes, without the NUL. If it is
 *          not less than @size, the text in @buffer is cut
 */
uint64_t banos_format(char *buffer, uint64_t size, const char *format, ...)
	BANOS_PRINTF(3, 4);

BANOS_END_DECLARATIONS

#endif
