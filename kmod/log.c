// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* Copyright (C) 2026 The banos developers */

#include "log.h"

static void make_printable(char *text)
{
	for (; *text; text++) {
		if (*text < ' ' || *text > '~')
			*text = '?';
	}
}

static void PORT_PRINTF(2, 0) log_append(struct log *log, const char *format,
					 va_list arguments)
{
	size_t room;
	char *line;
	int length;

	room = log->used < log->size ? log->size - log->used : 0;
	line = room ? log->buffer + log->used : NULL;
	length = vsnprintf(line, room, format, arguments);
	if (length < 0)
		return;
	log->used += (size_t)length + 1;
	if (!room)
		return;
	make_printable(line);
	if ((size_t)length + 1 < room) {
		line[length] = '\n';
		line[length + 1] = '\0';
	}
}

void log_say(struct log *log, const char *format, ...)
{
	va_list arguments;

	if (!log)
		return;
	va_start(arguments, format);
	log_append(log, format, arguments);
	va_end(arguments);
}

int log_error(struct log *log, int error, const char *format, ...)
{
	va_list arguments;

	if (log) {
		va_start(arguments, format);
		log_append(log, format, arguments);
		va_end(arguments);
	}
	return -error;
}
