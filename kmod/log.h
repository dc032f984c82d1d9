/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * The log of one command: sentences for the person who gave it. Pure: also
 * built in userspace, for the tools that use the loader's own parser.
 */
#ifndef BANOS_KMOD_LOG_H
#define BANOS_KMOD_LOG_H

#include "port.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * struct log - a text that grows until its buffer is full
 * @buffer: always ends in NUL if @size is not 0; may be NULL if it is
 * @size:   of @buffer, bytes
 * @used:   bytes that the whole text needs, without the NUL; may exceed @size
 *
 * Zeroes, and a buffer with its size, make a new log.
 */
struct log {
	char *buffer;
	size_t size;
	size_t used;
};

/*
 * One sentence, without a newline; the log ends the line. @log may be NULL.
 * Names in a sentence may come from a hostile file and the text may end up on
 * a terminal: bytes outside printable ASCII become '?'.
 */
void log_say(struct log *log, const char *format, ...) PORT_PRINTF(2, 3);

/* The same, and answers -@error: "return log_error(log, ENOEXEC, ...)". */
int log_error(struct log *log, int error, const char *format, ...)
	PORT_PRINTF(3, 4);

#ifdef __cplusplus
}
#endif

#endif
